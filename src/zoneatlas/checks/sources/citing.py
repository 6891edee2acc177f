"""What zones rest on: their basis, their sources, and the table of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import catalogue_lost, cell, table_text, told_of, zone_finding
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.plan.load import SOURCES_FILE
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Stretch, Zone

_TABLE = f"{ZONES}/{SOURCES_FILE}"


def _zones(subject: Subject) -> Iterator[Zone]:
    for zone in subject.plan.zones if subject.plan is not None else ():
        if (zone.file, zone.index) not in subject.blocked:
            yield zone


@check(
    "Z501",
    "zone-without-basis",
    family="sources",
    severity="warning",
    source="the zone's boundary_basis",
    needs_plan=True,
)
def zone_without_basis(subject: Subject) -> Iterator[Finding]:
    """A zone does not say what its boundary rests on.

    What it means
        ``boundary_basis`` is empty or missing.
    Why it matters
        Nobody can tell whether the line is a gazetted one, a street somebody chose, or a guess.
    How to fix
        Write one sentence: which bounds, from which sources. If it is a guess, say so.

    中文
    功能区没有写边界依据。

    含义
        boundary_basis 为空或缺失。
    为什么
        没有人知道这条线是公布的四至、选用的街道，还是估计。
    怎么改
        写一句话：按什么范围、据哪些来源；若是估计就写明是估计。
    """
    for zone in _zones(subject):
        if not zone.boundary_basis.strip() and not told_of(zone, "boundary_basis"):
            yield zone_finding(
                "Z501", subject, zone, ("boundary_basis",),
                f"{zone.name.say('en')} does not say what its boundary rests on; write boundary_basis in one sentence.",
                f"{zone.name.say('zh')}没有写边界依据；请用一句话填写 boundary_basis。",
            )  # fmt: skip


@check(
    "Z502",
    "zone-without-source",
    family="sources",
    severity="warning",
    source="the zone's sources",
    needs_plan=True,
)
def zone_without_source(subject: Subject) -> Iterator[Finding]:
    """A zone cites no source.

    What it means
        ``sources`` is empty. (A zone that also states a published area has the finding for that instead.)
    Why it matters
        The boundary cannot be looked up by anyone else.
    How to fix
        List the ids of the sources in zones/sources.csv; the plan itself is one.

    中文
    功能区没有引用任何来源。

    含义
        sources 为空。（同时写有公布面积的，改报该项。）
    为什么
        别人无法核对这条边界。
    怎么改
        列出 zones/sources.csv 中的来源标识；规划本身也是一个来源。
    """
    for zone in _zones(subject):
        if not zone.sources and zone.published_area_km2 is None and not told_of(zone, "sources"):
            yield zone_finding(
                "Z502", subject, zone, ("sources",),
                f"{zone.name.say('en')} cites no source; list ids of {_TABLE}.",
                f"{zone.name.say('zh')}没有引用来源；请列出 {_TABLE} 中的标识。",
            )  # fmt: skip


@check(
    "Z503",
    "published-area-without-source",
    family="sources",
    severity="warning",
    source="the zone's published_area_km2 and sources",
    needs_plan=True,
)
def published_area_without_source(subject: Subject) -> Iterator[Finding]:
    """A zone states a published area and cites nothing that published it.

    What it means
        ``published_area_km2`` has a figure, and ``sources`` is empty.
    Why it matters
        A figure without its publisher cannot be told from a guess, and the drawing is judged by it.
    How to fix
        Cite the source of the figure, or set it to null.

    中文
    写了公布面积，却没有引用来源。

    含义
        published_area_km2 有数，sources 为空。
    为什么
        没有出处的数与估计无异，而绘制结果要拿它来比。
    怎么改
        引用该数字的来源，或改为 null。
    """
    for zone in _zones(subject):
        if not zone.sources and zone.published_area_km2 is not None and not told_of(zone, "sources"):
            yield zone_finding(
                "Z503", subject, zone, ("published_area_km2",),
                f"{zone.name.say('en')} states a published area of {zone.published_area_km2:g} km² and cites no "
                "source at all; "
                "cite the figure's source or set it to null.",
                f"{zone.name.say('zh')}写有公布面积 {zone.published_area_km2:g} 平方公里，却没有任何来源；"
                "请引用其来源或改为 null。",
            )  # fmt: skip


@check(
    "Z504",
    "source-unknown",
    family="sources",
    severity="error",
    source="zones/sources.csv; an absent table is no fault",
    needs_plan=True,
)
def source_unknown(subject: Subject) -> Iterator[Finding]:
    """A zone or a stretch cites a source that the table of sources does not have.

    What it means
        An id in ``sources`` is no ``source_id`` of zones/sources.csv. Without the table nothing is looked up.
    Why it matters
        The citation leads nowhere.
    How to fix
        Mend the id (the finding names the likest), or add the source's row.

    中文
    功能区或界线段引用了来源表里没有的来源。

    含义
        sources 中的标识不是 zones/sources.csv 的 source_id。没有该表时不查。
    为什么
        引用无处可查。
    怎么改
        改正标识（提示中给出最相近的），或补上该来源的一行。
    """
    import difflib

    plan = subject.plan
    known = [source.source_id for source in plan.sources] if plan is not None else []
    if plan is None or not known:
        return

    def near(word: str) -> str:
        return ", ".join(difflib.get_close_matches(word, known, 2, 0.5))

    for zone in _zones(subject):
        for index, source in enumerate(zone.sources):
            if source not in known and source.strip():
                yield zone_finding(
                    "Z504", subject, zone, ("sources", index),
                    f"{zone.name.say('en')} cites '{source}', which {_TABLE} does not have. Nearest: "
                    f"{near(source) or '—'}.",
                    f"{zone.name.say('zh')}引用“{source}”，{_TABLE} 中没有。相近的有：{near(source) or '—'}。",
                )  # fmt: skip
    cited: dict[str, list[Stretch]] = {}
    for stretch in plan.stretches:
        for source in stretch.sources:
            if source not in known:
                cited.setdefault(source, []).append(stretch)
    for source, stretches in cited.items():
        first, more = stretches[0], len(stretches) - 1
        en, zh = (f" ({more} more stretches do.)", f"（另有 {more} 段。）") if more else ("", "")
        yield Finding(
            "Z504",
            f"A stretch of '{first.zone_id}' cites '{source}', which {_TABLE} does not have. "
            f"Nearest: {near(source) or '—'}.{en}",
            f"“{first.zone_id}”的一段引用“{source}”，{_TABLE} 中没有。相近的有：{near(source) or '—'}。{zh}",
            first.file,
            first.line,
            first.column,
            first.zone_id,
        )


@check(
    "Z505",
    "source-row-incomplete",
    family="sources",
    severity="warning",
    source="zones/sources.csv",
    needs_plan=True,
)
def source_row_incomplete(subject: Subject) -> Iterator[Finding]:
    """A row of the table of sources has no id, no title, or an id that an earlier row has.

    What it means
        ``source_id`` or both titles are empty, or the id stands twice.
    Why it matters
        Who follows a citation cannot tell which document is meant.
    How to fix
        Fill in the row, give it an id of its own, or delete it.

    中文
    来源表的一行没有标识、没有标题，或标识与前面重复。

    含义
        source_id 为空，或两个标题都为空，或标识出现两次。
    为什么
        查引用的人不知道指的是哪份文件。
    怎么改
        补全该行，另取标识，或删去该行。
    """
    plan = subject.plan
    first: dict[str, int] = {}
    for line, row in _rows(plan) if plan is not None else ():
        source = row["source_id"]
        said = ""
        if not source:
            said, said_zh = "has no source_id", "没有 source_id"
        elif source in first:
            said, said_zh = (
                f"repeats the id '{source}' of line {first[source]}",
                f"与第 {first[source]} 行的标识“{source}”重复",
            )
        elif not row["title_zh"] and not row["title_en"]:
            said, said_zh = f"('{source}') has no title in either language", f"（“{source}”）中英文标题都为空"
        first.setdefault(source, line)
        if said:
            yield Finding(
                "Z505", f"The row {said}; fill it in or delete it.", f"该行{said_zh}；请补全或删去。",
                _TABLE, line, 1, source or None,
            )  # fmt: skip


@check(
    "Z506",
    "source-unused",
    family="sources",
    severity="info",
    source="zones/sources.csv",
    needs_plan=True,
)
def source_unused(subject: Subject) -> Iterator[Finding]:
    """A source is cited by nothing.

    What it means
        No zone, stretch, reference feature, catalogue entry, basis or other table mentions the ``source_id``.
    Why it matters
        It may be a left-over, or a citation may have been lost.
    How to fix
        Cite it where it was used, or delete the row.

    中文
    来源没有被引用。

    含义
        功能区、界线段、参考要素、图层目录、依据和其他表都没有提到这个 source_id。
    为什么
        可能是遗留的行，也可能是引用丢了。
    怎么改
        在用到的地方引用它，或删去该行。
    """
    plan = subject.plan
    files = (*subject.files, *subject.layer_files.values())
    if plan is None or not plan.sources or catalogue_lost(subject) or not all(file.readable for file in files):
        return  # what cites it may stand in what cannot be read
    cited = _cited(subject, plan)
    text = table_text(plan, _TABLE)
    for line, row in _rows(plan):
        source = row["source_id"]
        if source and source not in cited:
            yield Finding(
                "Z506", f"Nothing cites the source '{source}'; cite it where it was used or delete the row.",
                f"没有任何地方引用来源“{source}”；请在用到处引用，或删去该行。",
                _TABLE, line, cell(text, line, source), source,
            )  # fmt: skip


def _rows(plan: Plan) -> list[tuple[int, dict[str, str]]]:
    path = plan.root / ZONES / SOURCES_FILE
    if not path.exists():
        return []
    try:
        return read_csv(path, _TABLE, ("source_id", "title_zh", "title_en"))
    except PlanError:
        return []


def _cited(subject: Subject, plan: Plan) -> set[str]:
    """Return every word of the places where a source may be cited."""
    import re

    word = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
    said = [text for zone in plan.zones for text in (*zone.sources, zone.boundary_basis)]
    said += [text for stretch in plan.stretches for text in stretch.sources]
    for file in subject.layer_files.values():
        for record in file.features:
            properties = record.value.get("properties") if isinstance(record.value, dict) else None
            for key in ("source", "sources", "basis"):
                value = properties.get(key) if isinstance(properties, dict) else None
                said += (
                    [value]
                    if isinstance(value, str)
                    else [str(part) for part in value]
                    if isinstance(value, list)
                    else []
                )
    said += [layer.source for layer in plan.catalogue]
    for path in (plan.root / ZONES).glob("*.csv"):
        if path.name != SOURCES_FILE:
            said.append(table_text(plan, f"{ZONES}/{path.name}"))
    return {match for text in said for match in word.findall(text)}
