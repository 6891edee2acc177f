"""The commands `stats` and `indicators`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.progress import Bar
from zoneatlas.cli.session import Session, write, write_error, write_json

if TYPE_CHECKING:
    from zoneatlas.answers.stats_rows import PointOptions, Table
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Text

_Say = Callable[[str, str], str]
_DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000", "beijing54")
_BY = "zone|kind|district|region|ring|park|industry"


def statistics_commands(say: _Say, command_class: type[click.Command], helper: click.Option) -> list[click.Command]:
    """Return both commands in the reader's language.

    Parameters
    ----------
    say
        Chooses between the Chinese and the English text.
    command_class
        What a command is made of.
    helper
        The help option every command carries.
    """
    return [
        command_class(
            "stats",
            callback=click.pass_obj(show_statistics),
            help=say(
                "按功能区等维度统计一张点位表：行数与合计。一行无论落在几个功能区，类别合计和规划合计都只计一次；"
                "拿不准的行另给低值–高值。FILE 是 assign 的结果；若还没有功能区列，则先行归入。",
                "Count and sum a table of points by zone and other dimensions. A row counts once in the total of a "
                "kind and of the plan however many zones it lies in; uncertain rows give low–high beside each figure. "
                "FILE is what assign wrote; points without zones are assigned first.",
            ),
            params=[*_stats_options(say), *_table_options(say, "table", "json", "csv", "parquet"), helper],
            add_help_option=False,
        ),
        command_class(
            "indicators",
            callback=click.pass_obj(show_indicators),
            help=say(
                "用一张点位表计算规划的数量目标：现值、目标、差距；不能计算的，说明缺什么。",
                "Work out the plan's targets from a table of points: value, target and distance, and what is missing "
                "for those that it cannot answer.",
            ),
            params=[*_table_options(say, "table", "json", "csv"), helper],
            add_help_option=False,
        ),
    ]


def _stats_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Option(
            ["--by"],
            multiple=True,
            metavar=_BY,
            help=say(
                "统计的维度，可给至多三个（重复给出或用逗号相连），交叉统计；默认 zone。",
                "What to count by; up to three, repeated or joined with commas, are crossed; zone by default.",
            ),
        ),
        click.Option(
            ["--sum", "sums"],
            multiple=True,
            metavar="COL",
            help=say("求合计的列，可重复。", "A column to sum; may be repeated."),
        ),
    ]


def _table_options(say: _Say, *formats: str) -> list[click.Parameter]:
    return [
        click.Argument(["file"], metavar="FILE"),
        click.Option(
            ["--industry"],
            metavar="COL",
            help=say("行业代码列（GB/T 4754—2002）。", "The column of industry codes (GB/T 4754—2002)."),
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(formats),
            default=formats[0],
            help=say("输出格式。", "Format of the output."),
        ),
        click.Option(
            ["-o", "--output"],
            metavar="OUT",
            help=say("写入文件而不是标准输出。", "Write a file instead of stdout."),
        ),
        click.Option(
            ["--datum"],
            type=click.Choice(_DATUMS),
            default=_DATUMS[0],
            help=say("尚未归入的点的坐标基准。", "The datum of points that are yet to be assigned."),
        ),
        click.Option(["--lon"], metavar="COL", help=say("其经度列。", "Their column of longitudes.")),
        click.Option(["--lat"], metavar="COL", help=say("其纬度列。", "Their column of latitudes.")),
        click.Option(
            ["--layer"],
            metavar="NAME",
            help=say("GeoPackage 的图层；默认第一个。", "The layer of a GeoPackage; the first by default."),
        ),
    ]


def show_statistics(  # noqa: PLR0913  (one parameter an option)
    session: Session,
    file: str,
    by: Sequence[str],
    sums: Sequence[str],
    *,
    industry: str | None,
    form: str,
    output: str | None,
    datum: str,
    lon: str | None,
    lat: str | None,
    layer: str | None,
) -> int:
    """Count and sum a table."""
    from zoneatlas.answers.stats import statistics
    from zoneatlas.answers.stats_rows import PointOptions
    from zoneatlas.plan.records import PlanError
    from zoneatlas.views import stats_listing as views

    if form == "parquet":
        from zoneatlas.answers.tables_io import need_pyarrow

        if output is None:
            raise PlanError.about("--format parquet needs -o OUT.", "--format parquet 须同时给出 -o OUT。")
        need_pyarrow()
    plan = session.load()
    table = _opened(session, plan, file, PointOptions(lon, lat, datum, os.cpu_count() or 1, layer))
    dimensions = [word.strip() for one in by for word in one.split(",")] or ["zone"]
    bar = Bar(session)
    try:
        stats = statistics(plan, table, dimensions, sums=sums, industry=industry, told=bar.show)
    finally:
        bar.clear()
    _remark(session, stats.remarks[len(table.remarks) :])
    if form == "parquet" and output is not None:
        views.stats_parquet(stats, output)
    elif form == "json":
        _put_json(views.stats_json(stats), output)
    elif form == "csv":
        _put(views.stats_csv(stats), output)
    else:
        _put(views.stats_text(stats, session.lang), output)
    return 0


def _opened(session: Session, plan: Plan, file: str, options: PointOptions) -> Table:
    from zoneatlas.answers.stats_rows import open_table

    table = open_table(plan, file, options)
    _remark(session, table.remarks)
    return table


def _remark(session: Session, remarks: Sequence[Text]) -> None:
    if remarks:
        write_error("\n".join(remark.say(session.lang) for remark in remarks))


def _put(text: str, output: str | None) -> None:
    if output is None:
        write(text)
    elif "://" in output:
        from zoneatlas.answers.tables_io_beside import Beside

        with Beside(output) as part:
            Path(part).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    else:
        from zoneatlas.plan.canonical import write_atomically

        write_atomically(Path(output), f"{text}\n")


def _put_json(value: dict[str, object], output: str | None) -> None:
    if output is None:
        write_json(value)
    else:
        import json

        _put(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False), output)


def show_indicators(  # noqa: PLR0913  (one parameter an option)
    session: Session,
    file: str,
    *,
    industry: str | None,
    form: str,
    output: str | None,
    datum: str,
    lon: str | None,
    lat: str | None,
    layer: str | None,
) -> int:
    """Hold the plan's targets against a table."""
    from zoneatlas.answers.indicators import indicators
    from zoneatlas.answers.stats_rows import PointOptions
    from zoneatlas.views import stats_listing_indicators as views

    plan = session.load()
    table = _opened(session, plan, file, PointOptions(lon, lat, datum, os.cpu_count() or 1, layer))
    bar = Bar(session)
    try:
        found = indicators(plan, table, industry=industry, told=bar.show)
    finally:
        bar.clear()
    if form == "json":
        _put_json(views.indicators_json(found), output)
    elif form == "csv":
        _put(views.indicators_csv(found), output)
    else:
        _put(views.indicators_text(found, session.lang), output)
    return 0
