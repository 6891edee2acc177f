"""The commands. Each reads its options, makes one call of the library and prints what comes back.

The group is built anew for each run, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import click

from zoneatlas import __version__
from zoneatlas.cli.asking import asking_commands
from zoneatlas.cli.assigning import assign_click
from zoneatlas.cli.checking import checking_commands
from zoneatlas.cli.coverage import coverage_command
from zoneatlas.cli.figures import figure_command
from zoneatlas.cli.overlaps import overlaps_click
from zoneatlas.cli.session import LANGUAGES, Session, write
from zoneatlas.cli.siting import siting_command
from zoneatlas.cli.statistics import statistics_commands

_Say = Callable[[str, str], str]
_FILE = click.Path(path_type=Path)
#: Those of `zoneatlas.views.basemaps`, which is not loaded for a mere help text.
MAP_TILES = ("none", "osm", "tianditu", "amap")


class _Formatter(click.HelpFormatter):
    """Click's help layout with Chinese headings."""

    _headings: ClassVar[dict[str, str]] = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading(self._headings.get(heading, heading))


class _ChineseContext(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    """A command whose help speaks Chinese."""

    context_class = _ChineseContext


class _Group(click.Group):
    """The group whose help speaks Chinese."""

    context_class = _ChineseContext


def command_group(lang: str) -> click.Group:
    """Build the command line in a language (``zh`` or ``en``)."""

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    group_class = _Group if lang == "zh" else click.Group
    command_class = _Command if lang == "zh" else click.Command
    helper = _help_option(say)
    group = group_class(
        "zoneatlas",
        help=say("规划功能区：离线地图、检查与查询。", "A plan's zones: an offline map, checks and answers."),
        params=[*_group_options(say), helper],
        add_help_option=False,
        no_args_is_help=True,
    )
    for name, text, callback, params in (
        (
            "map",
            say("绘制自足的离线地图（一个 HTML 文件）。", "Draw the self-contained map, one HTML file."),
            draw_map,
            _map_options(say),
        ),
        (
            "fmt",
            say(
                "把 GeoJSON 整理成统一格式；只改排版：键序、六位小数取整、环的方向。不给文件时整理整个规划。",
                "Bring GeoJSON into canonical form. Changes layout only: order of keys, rounding to 6 decimals, "
                "winding of rings. Without FILE, the whole plan.",
            ),
            format_files,
            _fmt_options(say),
        ),
    ):
        group.add_command(
            command_class(
                name, callback=click.pass_obj(callback), help=text, params=[*params, helper], add_help_option=False
            )
        )
    for command in (*asking_commands(say, command_class, helper), *checking_commands(say, command_class, helper)):
        group.add_command(command)
    group.add_command(siting_command(say, command_class, helper))
    group.add_command(coverage_command(say, command_class, helper))
    group.add_command(overlaps_click(say, command_class, helper))
    group.add_command(assign_click(say, command_class, helper))
    for command in statistics_commands(say, command_class, helper):
        group.add_command(command)
    group.add_command(figure_command(say, command_class, helper))
    return group


def _help_option(say: _Say) -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's signature)
        if value and not context.resilient_parsing:
            write(context.get_help())
            context.exit()

    return click.Option(
        ["--help"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show,
        help=say("显示帮助。", "Show this help and exit."),
    )


def _group_options(say: _Say) -> list[click.Parameter]:
    def version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's signature)
        if value and not context.resilient_parsing:
            write(f"zoneatlas {__version__}")
            context.exit()

    return [
        click.Option(
            ["--plan"],
            type=_FILE,
            metavar="DIR",
            expose_value=False,
            help=say("规划目录，其中有 zones/ 和 geodata/。", "The plan's folder, which holds zones/ and geodata/."),
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=say("输出语言；默认取自系统区域设置。", "Language of the output; from the locale when not given."),
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            help=say("程序出错时显示调用栈。", "Show the traceback of a fault of the program."),
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=version,
            help=say("显示版本。", "Show the version and exit."),
        ),
    ]


def _map_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"],
            type=_FILE,
            default=Path("zones.html"),
            metavar="FILE",
            help=say("输出文件，默认 zones.html。", "The file to write; zones.html by default."),
        ),
        click.Option(
            ["--basemap"],
            type=click.Choice(MAP_TILES),
            default=MAP_TILES[0],
            help=say("底图瓦片；默认不用，页面不联网。", "Tiles under the map; none by default, and no network."),
        ),
        click.Option(["--tianditu-key"], metavar="K", help=say("天地图密钥。", "The key that tianditu hands out.")),
        click.Option(
            ["--stats"],
            type=_FILE,
            metavar="FILE",
            help=say(
                "按统计着色：stats --by zone --format json 的结果。",
                "Shade the zones by figures that 'stats --by zone --format json' wrote.",
            ),
        ),
        click.Option(["--open", "launch"], is_flag=True, help=say("完成后在浏览器中打开。", "Open it in the browser.")),
    ]


def _fmt_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Argument(["files"], nargs=-1, type=_FILE, metavar="[FILE]..."),
        click.Option(
            ["--check"],
            is_flag=True,
            help=say(
                "只列出不合格式的文件，有则退出码为 1；不改文件。",
                "Only list files that are not canonical, exit code 1 if any; change nothing.",
            ),
        ),
    ]


def draw_map(  # noqa: PLR0913  (one parameter an option)
    session: Session, output: Path, basemap: str, tianditu_key: str | None, *, stats: Path | None, launch: bool
) -> int:
    """Draw the map."""
    from zoneatlas.plan.load import load_map_layers
    from zoneatlas.views.basemaps import basemap_named
    from zoneatlas.views.mapstats import read_map_statistics
    from zoneatlas.views.webmap import write_map

    tiles = basemap_named(basemap, tianditu_key)
    plan = session.load()
    session.warn(load_map_layers(plan), plan.root)
    lang = session.lang if session.lang_stated else plan.settings.language
    figures = None if stats is None else read_map_statistics(plan, stats)
    write_map(plan, output, lang=lang, basemap=tiles, stats=figures)
    drawn = sum(zone.geometry is not None for zone in plan.zones)
    size_kb = output.stat().st_size / 1000
    if session.lang == "zh":
        write(f"{output}：已绘制 {drawn}/{len(plan.zones)} 个功能区，{size_kb:,.0f} KB")
    else:
        write(f"{output}: {drawn} of {len(plan.zones)} zones drawn, {size_kb:,.0f} KB")
    if launch:
        click.launch(str(output))
    return 0


def format_files(session: Session, files: tuple[Path, ...], *, check: bool) -> int:
    """Bring files into canonical form, or list those that are not."""
    from zoneatlas.plan.canonical import format_file
    from zoneatlas.plan.locate import geojson_files
    from zoneatlas.plan.records import PlanError

    changed = refused = 0
    for path in files or geojson_files(session.root):
        try:
            canonical = format_file(path, check=check)
        except PlanError as error:
            session.fail(error, None)
            refused += 1
            continue
        if not canonical:
            changed += 1
            write(str(path))
    if refused:
        return 2
    return 1 if check and changed else 0
