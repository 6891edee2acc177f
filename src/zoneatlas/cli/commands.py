"""The commands. Each reads its options, makes one call of the library and prints what comes back.

The group is built anew for each run, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import click

from zoneatlas import __version__
from zoneatlas.cli.checking import checking_commands
from zoneatlas.cli.overlaps import overlaps_click
from zoneatlas.cli.session import LANGUAGES, Session, write, write_error, write_json
from zoneatlas.cli.siting import siting_command

_Say = Callable[[str, str], str]
_FILE = click.Path(path_type=Path)


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
        ("show", say("显示一个功能区及其依据。", "Show one zone and what it rests on."), show_zone, _show_options(say)),
        (
            "find",
            say(
                "查找功能区；条件之间为“且”。没有结果时退出码为 1。",
                "Find zones; conditions combine with AND. Exit code 1 when there are none.",
            ),
            find_zones,
            _find_options(say),
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
    for command in checking_commands(say, command_class, helper):
        group.add_command(command)
    group.add_command(siting_command(say, command_class, helper))
    group.add_command(overlaps_click(say, command_class, helper))
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


def _format_option(say: _Say, *formats: str) -> click.Option:
    return click.Option(
        ["--format", "form"],
        type=click.Choice(formats),
        default=formats[0],
        help=say("输出格式。", "Format of the output."),
    )


def _map_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"],
            type=_FILE,
            default=Path("zones.html"),
            metavar="FILE",
            help=say("输出文件，默认 zones.html。", "The file to write; zones.html by default."),
        ),
        click.Option(["--open", "launch"], is_flag=True, help=say("完成后在浏览器中打开。", "Open it in the browser.")),
    ]


def _show_options(say: _Say) -> list[click.Parameter]:
    return [click.Argument(["name"]), _format_option(say, "text", "json")]


def _find_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Option(
            ["--industry"],
            metavar="T",
            help=say(
                "产业：代号、名称或同义词，中英文均可。", "An industry by id, name or synonym, in Chinese or English."
            ),
        ),
        click.Option(["--kind"], metavar="K", help=say("功能区类别。", "A kind of zone.")),
        _format_option(say, "table", "json"),
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


def draw_map(session: Session, output: Path, *, launch: bool) -> int:
    """Draw the map."""
    from zoneatlas.plan.load import load_map_layers
    from zoneatlas.views.webmap import write_map

    plan = session.load()
    session.warn(load_map_layers(plan), plan.root)
    write_map(plan, output, lang=session.lang if session.lang_stated else plan.settings.language)
    drawn = sum(zone.geometry is not None for zone in plan.zones)
    size_kb = output.stat().st_size / 1000
    if session.lang == "zh":
        write(f"{output}：已绘制 {drawn}/{len(plan.zones)} 个功能区，{size_kb:,.0f} KB")
    else:
        write(f"{output}: {drawn} of {len(plan.zones)} zones drawn, {size_kb:,.0f} KB")
    if launch:
        click.launch(str(output))
    return 0


def show_zone(session: Session, name: str, form: str) -> int:
    """Show one zone."""
    from zoneatlas.answers.show import show
    from zoneatlas.views.text import portrait_json, portrait_text

    portrait = show(session.load(), name)
    if form == "json":
        write_json(portrait_json(portrait))
    else:
        write(portrait_text(portrait, session.lang))
    return 0


def find_zones(session: Session, industry: str | None, kind: str | None, form: str) -> int:
    """Find zones; exit code 1 when there are none."""
    from zoneatlas.answers.find import find, understood
    from zoneatlas.views import listing

    plan = session.load()
    meant = None if industry is None else understood(plan, industry)
    matches = find(plan, industry=industry, kind=kind)
    query: dict[str, Any] = {
        "industry": industry,
        "industry_id": meant.industry.industry_id if meant else None,
        "kind": kind,
    }
    if meant is not None and not meant.literal:
        write_error(listing.understood_text(meant, session.lang))
    if form == "json":
        write_json(listing.matches_json(query, matches))
    elif matches:
        write(listing.matches_text(plan, matches, session.lang))
    else:
        write(listing.none_text(meant, session.lang))
    return 0 if matches else 1


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
