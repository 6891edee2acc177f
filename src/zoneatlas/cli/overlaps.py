"""The command ``overlaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoneatlas.cli.session import write, write_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneatlas.cli.session import Session

__all__ = ["OVERLAP_FORMATS", "overlaps_click", "overlaps_command"]

#: Formats of the output, the first by default.
OVERLAP_FORMATS = ("table", "json", "csv", "geojson")


def overlaps_command(session: Session, form: str) -> int:
    """Say which zones lie over or beside one another, and why."""
    from zoneatlas.answers.overlaps import overlaps, table_problems
    from zoneatlas.views import overlap_listing as listing

    plan = session.load()
    session.warn(table_problems(plan), plan.root)
    found = overlaps(plan)
    if form == "json":
        write_json(listing.overlaps_json(found))
    elif form == "csv":
        write(listing.overlaps_csv(found))
    elif form == "geojson":
        write(listing.overlaps_geojson(found))
    else:
        write(listing.overlaps_text(found, session.lang))
    return 0


def overlaps_click(
    say: Callable[[str, str], str], command_class: type[click.Command], helper: click.Option
) -> click.Command:
    """Build the command in a language."""
    form = click.Option(
        ["--format", "form"],
        type=click.Choice(OVERLAP_FORMATS),
        default=OVERLAP_FORMATS[0],
        help=say("输出格式。", "Format of the output."),
    )
    return command_class(
        "overlaps",
        callback=click.pass_obj(overlaps_command),
        help=say(
            "列出相接或重叠的功能区：面积、份额、最宽处，已声明与否及理由。",
            "List the zones that meet or overlap: area, shares, greatest width, whether declared, and why.",
        ),
        params=[form, helper],
        add_help_option=False,
    )
