"""The command `site`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.session import Session, write, write_error, write_json

if TYPE_CHECKING:
    from zoneatlas.answers.site import SiteAnswer
    from zoneatlas.answers.site_batch import Outcome
    from zoneatlas.answers.site_verdict import Verdict
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.vocabulary import Industry

_Say = Callable[[str, str], str]
_FILE = click.Path(path_type=Path)
DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000", "beijing54")
_BAR_COLUMNS = 30


def siting_command(say: _Say, command_class: type[click.Command], helper: click.Option) -> click.Command:
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
    return command_class(
        "site",
        callback=click.pass_obj(site_at),
        help=say(
            "此处能否安排某一产业：--at 问一个点；给出 FILE（CSV、GeoJSON 或 Parquet）则逐行作答，写入 OUT。"
            "无论结论如何，退出码为 0。",
            "May an industry be sited here: at one point with --at; for every row of FILE (CSV, GeoJSON or Parquet) "
            "into OUT. Exit code 0 whatever the verdict.",
        ),
        params=[*_options(say), helper],
        add_help_option=False,
    )


def _options(say: _Say) -> list[click.Parameter]:
    return [
        click.Argument(["file"], required=False, type=_FILE, metavar="[FILE]"),
        click.Option(["--at"], metavar="LON,LAT", help=say("一个点的经度,纬度。", "One point.")),
        click.Option(
            ["--industry"],
            metavar="T",
            help=say(
                "产业：任何叫法、中英文均可。用于 FILE 时，没有产业列或该格为空的行取此值。",
                "An industry in any words. With FILE: for rows without an industry of their own.",
            ),
        ),
        click.Option(["--existing"], is_flag=True, help=say("问现有的，而非新建的。", "Ask of what stands already.")),
        click.Option(
            ["--datum"],
            type=click.Choice(DATUMS),
            default=DATUMS[0],
            help=say("坐标的基准，默认 wgs84。", "Datum of the coordinates; wgs84 by default."),
        ),
        click.Option(
            ["-o", "--output"], type=_FILE, metavar="OUT", help=say("批量结果写入的文件。", "The file to write.")
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(("text", "json")),
            default="text",
            help=say("输出格式。", "Format of the output."),
        ),
    ]


def site_at(  # noqa: PLR0913, PLR0917  (an option each)
    session: Session,
    file: Path | None,
    at: str | None,
    industry: str | None,
    datum: str,
    output: Path | None,
    form: str,
    *,
    existing: bool,
) -> int:
    """Answer for one point or for a file."""
    _check_usage(file, at, industry, output)
    if file is not None and output is not None:
        return _site_file(session, file, output, industry=industry, datum=datum, form=form, existing=existing)
    from zoneatlas.answers.coordinates import read_position
    from zoneatlas.answers.site import Siting
    from zoneatlas.views import listing
    from zoneatlas.views.siting import site_json, site_text

    position = read_position(at or "", datum)
    plan = session.load()
    siting = Siting(plan, industry or "", existing=existing)
    answer = siting.at(position.lon, position.lat, position.accuracy_m)
    for remark in position.remarks:
        write_error(remark.say(session.lang))
    if not siting.understood.literal:
        write_error(listing.understood_text(siting.understood, session.lang))
    session.warn(answer.problems, plan.root)
    if form == "json":
        write_json(site_json(answer))
    else:
        write(site_text(answer, session.lang, _narrower(plan, answer)))
    return 0


def _narrower(plan: Plan, answer: SiteAnswer) -> tuple[tuple[Industry, Verdict], ...]:
    """Return what the plan says of narrower industries, for a text that would else say it is silent."""
    if answer.verdict != "silent":
        return ()
    from zoneatlas.answers.site_narrower import narrower_verdicts

    return narrower_verdicts(plan, answer)


def _check_usage(file: Path | None, at: str | None, industry: str | None, output: Path | None) -> None:
    from zoneatlas.plan.records import PlanError

    if (file is None) == (at is None):
        raise PlanError.about(
            "Give either --at LON,LAT or a FILE of points.", "请给出 --at 经度,纬度，或一个点位文件（二者取一）。"
        )
    if file is None and industry is None:
        raise PlanError.about("Say which industry with --industry T.", "请用 --industry T 说明问的是哪个产业。")
    if file is not None and output is None:
        raise PlanError.about("Say where the answers go with -o OUT.", "请用 -o OUT 说明结果写到哪个文件。")
    if file is None and output is not None:
        raise PlanError.about("-o belongs to a FILE of points.", "-o 只用于点位文件。")


def _site_file(  # noqa: PLR0913  (an option each)
    session: Session, file: Path, output: Path, *, industry: str | None, datum: str, form: str, existing: bool
) -> int:
    from zoneatlas.answers.site_batch import site_file
    from zoneatlas.views.siting import summary_text

    plan = session.load()
    outcome = site_file(
        plan,
        file,
        output,
        industry=industry,
        existing=existing,
        datum=datum,
        lang=session.lang,
        columns_found=lambda text: write_error(text.say(session.lang)),
        progress=_bar(),
    )
    session.warn(outcome.problems, None)
    session.warn(outcome.rule_problems, plan.root)
    if form == "json":
        write_json(_outcome_json(outcome, output))
    else:
        summary = summary_text(outcome.verdicts, len(outcome.problems), session.lang)
        write(f"{output}：{summary}" if session.lang == "zh" else f"{output}: {summary}")
    return 0


def _outcome_json(outcome: Outcome, output: Path) -> dict[str, object]:
    return {
        "output": str(output),
        "rows": outcome.rows,
        "verdicts": dict(outcome.verdicts),
        "problems": [
            {"line": problem.line, "message": problem.message, "message_zh": problem.message_zh}
            for problem in outcome.problems
        ],
        "plan_sha256": outcome.plan_sha256,
    }


def _bar() -> Callable[[int, int], None] | None:
    """Return what draws a progress bar on stderr; None where stderr is no terminal."""
    import sys

    stream = sys.stderr
    if stream is None or not stream.isatty():
        return None

    def draw(done: int, total: int) -> None:
        full = _BAR_COLUMNS * done // max(total, 1)
        stream.write(f"\r[{'#' * full}{'.' * (_BAR_COLUMNS - full)}] {done:,}/{total:,}")
        if done == total:
            stream.write("\r\x1b[K")
        stream.flush()

    return draw
