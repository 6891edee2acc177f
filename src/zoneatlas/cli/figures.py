"""The command `figure`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from zoneatlas.cli.session import Session, write, write_error

__all__ = ["figure_command"]

_Say = Callable[[str, str], str]
_SIZES = ("a4", "a4-portrait", "a3", "a3-portrait")


def figure_command(say: _Say, command_class: type[click.Command], helper: click.Option) -> click.Command:
    """Return the command in the reader's language.

    Parameters
    ----------
    say
        Chooses between the Chinese and the English text.
    command_class
        What a command is made of.
    helper
        The help option every command carries.
    """
    output = click.Option(
        ["-o", "--output"],
        type=click.Path(path_type=Path),
        default=Path("plan.png"),
        metavar="FILE",
        help=say(
            "输出文件，结尾为 .png、.pdf 或 .svg；默认 plan.png。",
            "The file to write, ending in .png, .pdf or .svg; plan.png by default.",
        ),
    )
    size = click.Option(
        ["--size"],
        type=click.Choice(_SIZES, case_sensitive=False),
        default=_SIZES[0],
        help=say(
            "纸张；不带 portrait 的为横向，默认 a4。", "The paper, landscape unless it says portrait; a4 by default."
        ),
    )
    stats = click.Option(
        ["--stats"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=say(
            "按统计着色：stats --by zone --format json 的结果。",
            "Shade the zones by figures that 'stats --by zone --format json' wrote.",
        ),
    )
    measure = click.Option(
        ["--measure"],
        metavar="COL",
        help=say("着色用其中哪一列合计；默认行数。", "Which of its sums to shade by; the number of rows by default."),
    )
    return command_class(
        "figure",
        callback=click.pass_obj(draw_figure),
        help=say(
            "把整个规划印成报告用的一张图：地图、附图、图例、比例尺、指北针、资料。",
            "Print the whole plan as a sheet for a report: map, inset, legend, scale bars, north arrow, sources.",
        ),
        params=[output, size, stats, measure, helper],
        add_help_option=False,
    )


def draw_figure(session: Session, output: Path, size: str, *, stats: Path | None, measure: str | None) -> int:
    """Draw the sheet."""
    from zoneatlas.plan.load import load_map_layers
    from zoneatlas.plan.records import PlanError
    from zoneatlas.views.figure import format_of, write_figure

    format_of(output)
    if measure is not None and stats is None:
        raise PlanError.about("--measure needs --stats.", "--measure 须与 --stats 同用。")
    plan = session.load()
    session.warn(load_map_layers(plan), plan.root)
    lang = session.lang if session.lang_stated else plan.settings.language
    shading = None
    if stats is not None:
        from zoneatlas.views.figure_stats import shading_of
        from zoneatlas.views.mapstats import read_map_statistics

        shading = shading_of(plan, read_map_statistics(plan, stats), measure)
    drawn = write_figure(plan, output, lang=lang, size=size, shading=shading)
    for remark in drawn.remarks:
        write_error(remark.say(session.lang))
    count, kb = f"{drawn.zones}/{len(plan.zones)}", len(drawn.data) / 1000
    if session.lang == "zh":
        inset = f"，附图 1:{drawn.inset_scale:,}" if drawn.inset_scale else ""
        write(f"{output}：已绘制 {count} 个功能区，1:{drawn.scale:,}{inset}，{kb:,.0f} KB")
    else:
        inset = f", inset 1:{drawn.inset_scale:,}" if drawn.inset_scale else ""
        write(f"{output}: {count} zones drawn, 1:{drawn.scale:,}{inset}, {kb:,.0f} KB")
    return 0
