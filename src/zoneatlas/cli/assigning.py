"""The command ``assign``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.progress import Bar
from zoneatlas.cli.session import write_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneatlas.answers.assign_files import Summary
    from zoneatlas.cli.session import Session

    Say = Callable[[str, str], str]

__all__ = ["assign_click", "assign_points"]

_DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000", "beijing54")
_ENGINES = ("local", "dask")


def assign_click(say: Say, command_class: type[click.Command], helper: click.Option) -> click.Command:
    """Build the command in a language."""

    def option(name: str, metavar: str, zh: str, en: str) -> click.Option:
        return click.Option([name], metavar=metavar, help=say(zh, en))

    return command_class(
        "assign",
        callback=click.pass_obj(assign_points),
        help=say(
            "给表中每个点加上所在的功能区、区县、区域和环路区间，以及拿不准的功能区。"
            "POINTS 是 Parquet、GeoParquet、CSV 或 GeoPackage 文件，或一个 Parquet 文件夹。",
            "Add to each point of a table the zones, district, region and ring interval it lies in, and the zones that "
            "are uncertain. POINTS is a Parquet, GeoParquet, CSV or GeoPackage file, or a folder of Parquet files.",
        ),
        params=[
            click.Argument(["points"], metavar="POINTS"),
            click.Option(
                ["-o", "--output"],
                required=True,
                metavar="OUT",
                help=say(
                    "写入的文件或文件夹；格式由文件名决定。", "The file or folder to write; the name tells the format."
                ),
            ),
            click.Option(
                ["--datum"],
                type=click.Choice(_DATUMS),
                default=_DATUMS[0],
                help=say("坐标的基准。", "The datum of the positions."),
            ),
            option("--lon", "COL", "经度列。", "The column of longitudes."),
            option("--lat", "COL", "纬度列。", "The column of latitudes."),
            click.Option(
                ["--engine"],
                type=click.Choice(_ENGINES),
                default=_ENGINES[0],
                help=say("在本机计算，或用 Dask。", "Compute here, or with Dask."),
            ),
            option(
                "--scheduler",
                "ADDRESS",
                "已有的 Dask 调度器地址；不给则在本机启动。",
                "An existing Dask scheduler; without it one is started here.",
            ),
            option(
                "--layer", "NAME", "GeoPackage 的图层；默认第一个。", "The layer of a GeoPackage; the first by default."
            ),
            click.Option(
                ["--ranges"],
                is_flag=True,
                help=say(
                    "另加各行可能所在的区县、区域、环路区间和园区，供 stats 给出低值–高值。",
                    "Add which districts, regions, ring intervals and parks a row may lie in: the low–high of stats.",
                ),
            ),
            helper,
        ],
        add_help_option=False,
    )


def assign_points(  # noqa: PLR0913  (one parameter an option)
    session: Session,
    points: str,
    output: str,
    *,
    datum: str,
    lon: str | None,
    lat: str | None,
    engine: str,
    scheduler: str | None,
    layer: str | None,
    ranges: bool,
) -> int:
    """Assign the points of a table, or of a folder of tables."""
    from zoneatlas.answers.tables_io import need_pyarrow
    from zoneatlas.plan.records import PlanError

    need_pyarrow()
    if scheduler is not None and engine != "dask":
        raise PlanError.about("--scheduler needs --engine dask.", "--scheduler 须与 --engine dask 同用。")
    from zoneatlas.answers.assign import Assigner
    from zoneatlas.answers.assign_files import AssignOptions
    from zoneatlas.answers.assign_folders import assign_here, pairs_of
    from zoneatlas.answers.assign_points import tied_m

    pairs = pairs_of(points, output, layer)
    plan = session.load()
    assigner = Assigner(plan, position_accuracy_m=tied_m(datum), ranges=ranges)
    bar = Bar(session)
    threads = 1 if engine == "dask" else os.cpu_count() or 1
    options = AssignOptions(lon=lon, lat=lat, datum=datum, threads=threads, layer=layer)
    try:
        if engine == "dask":
            from zoneatlas.answers.assign_dask import assign_on_cluster

            summary = assign_on_cluster(assigner, pairs, options, scheduler, bar.show)
        else:
            summary = assign_here(assigner, pairs, options, bar.show)
    finally:
        bar.clear()
    _report(session, summary, output)
    return 0


def _report(session: Session, summary: Summary, output: str) -> None:
    from zoneatlas.answers.assign_points import PROBLEM_TEXTS

    zh = session.lang == "zh"
    lines = [remark.say(session.lang) for remark in summary.remarks]
    counts = [
        (f"{output}：{summary.rows:,} 行", f"{output}: {summary.rows:,} rows"),
        (f"{summary.in_zones:,} 行在功能区内", f"{summary.in_zones:,} in zones"),
        (f"{summary.uncertain:,} 行有拿不准的功能区", f"{summary.uncertain:,} with uncertain zones"),
    ]
    if summary.outside is not None:
        counts.append((f"{summary.outside:,} 行在所有区县之外", f"{summary.outside:,} outside every district"))
    lines.append(("，" if zh else ", ").join(one[0] if zh else one[1] for one in counts))
    for problem, count in summary.problems.items():
        said = PROBLEM_TEXTS[problem].say(session.lang)
        lines.append(f"  {problem}：{count:,} 行（{said}）" if zh else f"  {problem}: {count:,} ({said})")
    write_error("\n".join(lines))
