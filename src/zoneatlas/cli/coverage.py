"""The command `coverage`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.session import Session, write, write_json

if TYPE_CHECKING:
    from zoneatlas.answers.coverage import By

_Say = Callable[[str, str], str]
_BY = ("district", "region", "ring", "industry")


def coverage_command(say: _Say, command_class: type[click.Command], helper: click.Option) -> click.Command:
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
    by = click.Option(
        ["--by"],
        type=click.Choice(_BY),
        help=say(
            "按区县、区域、环路之间或产业统计；不给则按类别，并附规划的空间原则。",
            "Count by district, region, between the rings or by industry; without it by kind, with the plan's spatial "
            "principles.",
        ),
    )
    form = click.Option(
        ["--format", "form"],
        type=click.Choice(("table", "json", "csv", "geojson")),
        default="table",
        help=say("输出格式。", "Format of the output."),
    )
    return command_class(
        "coverage",
        callback=click.pass_obj(show_coverage),
        help=say(
            "功能区覆盖了多少、没有覆盖哪里；重叠只计一次。",
            "How much the zones cover, and what they do not; land under several zones counts once.",
        ),
        params=[by, form, helper],
        add_help_option=False,
    )


def show_coverage(session: Session, by: By | None, form: str) -> int:
    """Tell what is and what is not covered."""
    from zoneatlas.answers.coverage import coverage
    from zoneatlas.answers.coverage_summary import Summary, summary
    from zoneatlas.answers.coverage_units import Ground
    from zoneatlas.views import coverage as views

    plan = session.load()
    ground = Ground(plan)
    answer = coverage(plan, by or "kind", ground=ground)
    more = summary(ground, answer.by) if form in ("table", "json") else Summary()
    if form == "json":
        write_json(views.coverage_json(answer, more))
    elif form == "csv":
        write(views.coverage_csv(plan, answer))
    elif form == "geojson":
        write_json(views.coverage_geojson(answer))
    else:
        write(views.coverage_text(plan, answer, more, session.lang))
    return 0
