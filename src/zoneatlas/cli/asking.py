"""The commands that ask: `find`, `show`, `industries`, `places`, `targets`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from zoneatlas.cli.session import Session, error_json, write, write_error, write_json

if TYPE_CHECKING:
    from zoneatlas.answers.find import Answer
    from zoneatlas.plan.load import Plan

_Say = Callable[[str, str], str]
FORMATS = ("table", "json", "geojson", "csv")
_STDIN = "-"
_DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000", "beijing54")


def asking_commands(say: _Say, command_class: type[click.Command], helper: click.Option) -> list[click.Command]:
    """Return the commands that ask, in the reader's language.

    Parameters
    ----------
    say
        Chooses between the Chinese and the English text.
    command_class
        What a command is made of.
    helper
        The help option every command carries.
    """
    commands: list[tuple[str, Any, str, list[click.Parameter]]] = [
        (
            "find",
            find_zones,
            say(
                "查找功能区；条件之间为“且”。没有结果时退出码为 1，词语不认识时为 2。",
                "Find zones; conditions combine with AND. Exit code 1 when there are none, 2 when a word is unknown.",
            ),
            _find_options(say),
        ),
        (
            "show",
            show_place,
            say(
                "显示一个功能区及其依据，或任一区县、区域、环路、基地、口岸、地点。",
                "Show a zone and what it rests on, or any district, region, ring, base, port or place.",
            ),
            [click.Argument(["name"]), _format_option(say, "text", "json")],
        ),
        (
            "industries",
            list_industries,
            say(
                "列出产业词表（树形）：取向、条款、承载的功能区。",
                "Show the tree of industries with stance, clauses and the zones that host them.",
            ),
            [click.Argument(["term"], required=False), _format_option(say, "text", "json")],
        ),
        (
            "places",
            list_places,
            say(
                "列出规划所列地点，或名称含有 TEXT 的地点。",
                "List the places the plan names, or those with TEXT in them.",
            ),
            [click.Argument(["text"], required=False), _format_option(say, "table", "json")],
        ),
        (
            "targets",
            list_targets,
            say("列出规划的数量目标及基数。", "List the plan's numeric targets with their baselines."),
            [_format_option(say, "table", "json")],
        ),
    ]
    return [
        command_class(
            name, callback=click.pass_obj(callback), help=text, params=[*params, helper], add_help_option=False
        )
        for name, callback, text, params in commands
    ]


def _format_option(say: _Say, *formats: str) -> click.Option:
    return click.Option(
        ["--format", "form"],
        type=click.Choice(formats),
        default=formats[0],
        help=say("输出格式。", "Format of the output."),
    )


def _find_options(say: _Say) -> list[click.Parameter]:
    return [
        _option(
            "--industry",
            "T",
            say(
                "产业：代号、名称、同义词或国标代码，中英文均可。",
                "An industry by id, name, synonym or GB/T 4754 code, in Chinese or English.",
            ),
        ),
        _option(
            "--at",
            "LON,LAT",
            say(
                "坐标，也可用度分秒；- 表示从标准输入逐行读取。",
                "A position, also in degrees, minutes and seconds; - reads one a line from stdin.",
            ),
        ),
        click.Option(
            ["--datum"],
            type=click.Choice(_DATUMS),
            default=_DATUMS[0],
            help=say("坐标的基准。", "The datum of the position."),
        ),
        _option(
            "--in",
            "PLACE",
            say(
                "所在地：区县、区域、环路说法（四环以内、二三环之间）或任一地点。",
                "A district, region, ring phrase (inside ring 4, between ring 2 and ring 3) or any place.",
            ),
            name="inside",
        ),
        _option("--near", "PLACE", say("地点、功能区或坐标；须与 --within-km 同用。", "A place, zone or position.")),
        click.Option(
            ["--within-km"],
            type=float,
            metavar="N",
            help=say("到功能区边界的距离上限（公里）。", "The most kilometres from --near to the zone's edge."),
        ),
        _option("--kind", "K", say("功能区类别：代号或名称。", "A kind of zone by its id or title.")),
        _option("--overlapping", "ZONE", say("与该功能区有重叠。", "Shares land with this zone.")),
        click.Option(
            ["--format", "form"],
            type=click.Choice(FORMATS),
            help=say(
                "输出格式；默认 table，--at - 时为 json。",
                "Format of the output; table, or json with --at -, by default.",
            ),
        ),
    ]


def _option(flag: str, metavar: str, text: str, *, name: str = "") -> click.Option:
    return click.Option([flag, name] if name else [flag], metavar=metavar, help=text)


def find_zones(session: Session, form: str | None, **conditions: Any) -> int:  # noqa: ANN401  (as click gives them)
    """Find zones; exit code 1 when there are none."""
    if conditions["at"] == _STDIN:
        return _find_lines(session, form or "json", conditions)
    from zoneatlas.answers.find import ask
    from zoneatlas.views import listing

    plan = session.load()
    answer = ask(plan, **conditions)
    for remark in listing.remarks(answer, session.lang):
        write_error(remark)
    if form == "json":
        write_json(listing.answer_json(plan, conditions, answer))
    elif form == "geojson":
        write_json(listing.matches_geojson(answer.matches))
    elif form == "csv":
        write(listing.matches_csv(answer.matches).rstrip("\n"))
    elif answer.matches:
        write(listing.matches_text(plan, answer.matches, session.lang))
    else:
        write(listing.none_text(plan, answer, session.lang))
    return 0 if answer.matches else 1


def _find_lines(session: Session, form: str, conditions: dict[str, Any]) -> int:
    """Answer each line of stdin in its place; exit code 1 when no line has a zone, 2 when no line is a position."""
    from zoneatlas.answers.find import ask
    from zoneatlas.plan.records import PlanError
    from zoneatlas.views import listing

    if form in ("table", "geojson"):
        raise PlanError.about(
            f"--at - answers as json or csv, not as {form}.", f"--at - 只能输出 json 或 csv，不能输出 {form}。"
        )
    plan = session.load()
    ask(plan, **{**conditions, "at": None})  # a wrong word is one error, not one a line
    answers: list[tuple[int, str, Answer | PlanError]] = []
    for number, line in enumerate(_lines(), start=1):
        text = line.strip()
        try:
            answers.append((number, text, ask(plan, **{**conditions, "at": text})))
        except PlanError as error:
            answers.append((number, text, error))
            write_error(f"{number}: {error.problem.message_zh if session.lang == 'zh' else error.problem.message}")
    if form == "csv":
        write(listing.lines_csv(answers).rstrip("\n"))
    else:
        write_json({"results": [_line_json(plan, conditions, *answer) for answer in answers]})
    read = [answer for _, _, answer in answers if not isinstance(answer, PlanError)]
    if answers and not read:
        return 2
    return 0 if any(answer.matches for answer in read) else 1


def _lines() -> Iterable[str]:
    """Return the lines of stdin, whatever their encoding."""
    if sys.stdin is None:
        return ()
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        return sys.stdin
    return (line.decode("utf-8-sig", errors="replace") for line in buffer)


def _line_json(
    plan: Plan,
    conditions: dict[str, Any],
    number: int,
    text: str,
    answer: Any,  # noqa: ANN401  (an answer or an error)
) -> dict[str, Any]:
    from zoneatlas.plan.records import PlanError
    from zoneatlas.views import listing

    if isinstance(answer, PlanError):
        return {"line": number, "text": text, **error_json(answer, None)}
    return {"line": number, "text": text, **listing.answer_json(plan, {**conditions, "at": text}, answer)}


def show_place(session: Session, name: str, form: str) -> int:
    """Show a zone or a place."""
    from zoneatlas.answers.show import shown_zone
    from zoneatlas.views.text import portrait_json, portrait_text

    plan = session.load()
    zone = shown_zone(plan, name)
    if zone is not None:
        write_json(portrait_json(zone)) if form == "json" else write(portrait_text(zone, session.lang))
        return 0
    from zoneatlas.answers.surroundings import describe
    from zoneatlas.views import place_text

    place = describe(plan, name)
    if place.place.remark is not None:
        write_error(place.place.remark.say(session.lang))
    if form == "json":
        write_json(place_text.place_json(place))
    else:
        write(place_text.place_portrait_text(plan, place, session.lang))
    return 0


def list_industries(session: Session, term: str | None, form: str) -> int:
    """Show the tree of industries, or the branch of one."""
    from zoneatlas.answers.find import ask, understood
    from zoneatlas.answers.industries import industry_tree
    from zoneatlas.views import listing, tables

    plan = session.load()
    meant = None if term is None else understood(plan, term)
    nodes = industry_tree(plan, meant.industry.industry_id if meant else None)
    answer = ask(plan, industry=term) if term is not None else None
    if meant is not None and not meant.literal:
        write_error(listing.understood_text(meant, session.lang))
    if form == "json":
        write_json(tables.industries_json(plan, term, nodes, answer))
    else:
        write(tables.industries_text(plan, nodes, answer, session.lang))
    return 0


def list_places(session: Session, text: str | None, form: str) -> int:
    """List places; exit code 1 when there are none."""
    from zoneatlas.answers.places import find_places
    from zoneatlas.views import tables

    places = find_places(session.load(), text)
    if form == "json":
        write_json(tables.places_json(text, places))
    else:
        write(tables.places_text(places, session.lang))
    return 0 if places else 1


def list_targets(session: Session, form: str) -> int:
    """List the plan's targets."""
    from zoneatlas.answers.targets import targets
    from zoneatlas.views import tables

    found = targets(session.load())
    if form == "json":
        write_json(tables.targets_json(found))
    else:
        write(tables.targets_text(found, session.lang))
    return 0
