"""The plan's other tables against its zones: rules, overlaps, notes, regions, and the stretches of edges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.areas import REGION_COLUMNS, REGIONS_FILE
from zoneatlas.checks.plan_rules.edges import layer_or_none
from zoneatlas.checks.plan_rules.ground import Ground, catalogue_lost, cell, ground_of, table_text
from zoneatlas.checks.plan_rules.layers import feature_key
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.frozen import replace
from zoneatlas.plan.decoding import present
from zoneatlas.plan.locate import PLAN_FILE, ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.table_form import TABLE_FORM
from zoneatlas.plan.tables import line_of, read_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneatlas.checks.subject import Subject

#: Clusters and bases the plan names outside the clauses of its zones, and where each is drawn.
CLUSTERS_FILE = "named_clusters.csv"
CLUSTER_COLUMNS = ("cluster_id", "name_zh", "name_en", "clause", "features", "note_zh", "note_en")
#: Tables with checks of their own.
_OTHERS = frozenset({"industries.csv", "sources.csv", "term_affixes.csv", "exceptions.csv"})
_ZONE_COLUMN = re.compile(r"zones?(_ids?|_[ab12])?")
_INDUSTRY_COLUMN = re.compile(r"industr(y|ies)(_ids?)?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: What rules.csv writes instead of ids: the industries a zone itself designates.
_WORDS = frozenset({"designated", "any", "all"})
#: Ids inside the conditions of rules.csv.
_CONDITIONS = (
    ("zone", "功能区", re.compile(r"\bzones? ([a-z0-9;-]+)")),
    ("layer", "图层", re.compile(r"\blayer ([a-z0-9_]+)")),
    ("place", "地点", re.compile(r"\bplaces ([a-z0-9;-]+)")),
)
_BETWEEN = re.compile(r"[;；|]")


@check(
    "Z330",
    "unknown-id-in-table",
    family="plan",
    severity="error",
    source="the tables of zones/; an absent table is no fault",
    needs_plan=True,
)
def unknown_id_in_table(subject: Subject) -> Iterator[Finding]:
    """A table of the plan names a zone, an industry, a kind, a region or a district that there is not.

    What it means
        In a CSV table of zones/ (rules, overlaps, notes, regions …) a column of ids holds one that no zone, term, kind,
        region or district has; or a stretch in boundary_stretches.geojson belongs to no zone, or a role in plan.toml
        names a layer the catalogue does not list.
    Why it matters
        The row speaks of nothing: a rule or declaration is silently without effect, or its zone has been lost or
        renamed.
    How to fix
        Restore the zone, mend the id (the finding names the likest), or delete the row.

    中文
    规划的表里写了不存在的功能区、产业、类别、区域或区县。

    含义
        zones/ 下的某张 CSV 表（规则、重叠、说明、区域等）的标识列里，有一个不属于任何功能区、词、类别、区域或区县；
        或 boundary_stretches.geojson
        中的一段不属于任何功能区，或 plan.toml 的 [roles] 写了目录里没有的图层。
    为什么
        这一行落空：规则或声明不起作用，或它所指的功能区已被删除、改名。
    怎么改
        恢复该功能区，改正标识（提示中给出最相近的），或删去该行。
    """
    ground = ground_of(subject)
    if ground is not None:
        yield from _counted(_unknown(subject, ground))


def _counted(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield of each file and id the first finding, with the number of the others."""
    groups: dict[tuple[str, str | int | None], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.file, one.feature), []).append(one)
    for first, *others in groups.values():
        more, more_zh = (
            (f" ({len(others)} more in this file.)", f"（本文件另有 {len(others)} 处。）") if others else ("", "")
        )
        yield replace(first, message=first.message + more, message_zh=first.message_zh + more_zh)


def _unknown(subject: Subject, ground: Ground) -> Iterator[Finding]:
    unknowable = _unknowable(subject)
    if "layer" not in unknowable:
        yield from _roles(ground)
    if "zone" not in unknowable:
        yield from _stretches(subject, ground)
    for path in sorted((ground.plan.root / ZONES).glob("*.csv")):
        if path.name in _OTHERS:
            continue
        name = f"{ZONES}/{path.name}"
        try:
            rows = read_csv(path, name, ())
        except PlanError:
            continue
        text = table_text(ground.plan, name)
        for line, row in rows:
            for en, zh, token, known in _strangers(ground, path.name, row):
                if en in unknowable:
                    continue
                yield _finding(name, (line, cell(text, line, token)), en, zh, token=token, known=known)


def _unknowable(subject: Subject) -> frozenset[str]:
    """Return what cannot be called unknown while a file that may hold it cannot be read: that file is the finding."""
    unknowable: set[str] = set()
    if any(not file.readable for file in subject.files) or _nameless(subject):
        unknowable |= {"zone", "feature"}
    if catalogue_lost(subject):
        unknowable |= {"zone", "layer", "place", "feature", "region", "district"}
    if any(not file.readable for file in subject.layer_files.values()):
        unknowable |= {"place", "feature", "region", "district"}
    return frozenset(unknowable)


def _nameless(subject: Subject) -> bool:
    """Whether a feature among the zones is no zone, or has no zone_id: it may be the one that is missed."""
    zones = subject.plan.zones if subject.plan is not None else ()
    named = {(zone.file, zone.index) for zone in zones if not zone.zone_id.startswith("#")}
    return any((file.file, record.index) not in named for file in subject.files for record in file.features)


def _strangers(ground: Ground, table: str, row: Mapping[str, str]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield what an unknown id should be (en, zh), the id, and the known ones."""
    plan = ground.plan
    zones = {zone.zone_id for zone in plan.zones}
    terms = {industry.industry_id for industry in plan.vocabulary}
    others = {kind.kind for kind in plan.settings.kinds} | {layer.id for layer in plan.catalogue}
    for column, value in row.items():
        if _ZONE_COLUMN.fullmatch(column):
            yield from (("zone", "功能区", token, zones) for token in _tokens(value) if token not in zones | others)
        elif _INDUSTRY_COLUMN.fullmatch(column) and terms:
            yield from (("industry", "产业", token, terms) for token in _tokens(value) if token not in terms | _WORDS)
        elif column == "where":
            yield from _in_condition(ground, value, zones)
        elif column == "features":
            yield from _among_features(ground, value, zones)
    if table == REGIONS_FILE:
        yield from _region_strangers(ground, row)


def _in_condition(ground: Ground, value: str, zones: set[str]) -> Iterator[tuple[str, str, str, set[str]]]:
    known = {"zone": zones, "layer": {layer.id for layer in ground.plan.catalogue}, "place": set(ground.anchors)}
    for en, zh, pattern in _CONDITIONS:
        tokens = [token for match in pattern.finditer(value) for token in match[1].split(";")]
        yield from ((en, zh, token, known[en]) for token in tokens if token and known[en] and token not in known[en])


def _among_features(ground: Ground, value: str, zones: set[str]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield what a list of ``layer:id`` (or ``zone:id``) names that there is not."""
    for token in (part.strip() for part in _BETWEEN.split(value)):
        layer_id, _, key = token.rpartition(":")
        if not layer_id or not key:
            continue
        if layer_id == "zone":
            known = zones
        else:
            data = layer_or_none(ground.plan, layer_id)
            known = {str(feature_key(feature)) for feature in data.features} if data is not None else set()
        if key not in known:
            yield "feature", "要素", token, {f"{layer_id}:{one}" for one in known}


def _region_strangers(ground: Ground, row: Mapping[str, str]) -> Iterator[tuple[str, str, str, set[str]]]:
    kinds = {kind.kind for kind in ground.plan.settings.kinds}
    if row.get("kind") and row["kind"] not in kinds:
        yield "kind", "类别", row["kind"], kinds
    regions = {
        word
        for site in ground.sites("regions")
        for word in (
            *site.names,
            *(v for k, v in site.feature.properties.items() if k.endswith("_id") and isinstance(v, str)),
        )
    }
    if row.get("region") and row["region"] not in regions:
        yield "region", "区域", row["region"], regions
    districts = {name for site in ground.sites("districts") for name in site.names}
    for name in _BETWEEN.split(row.get("districts", "")):
        if name.strip() and name.strip() not in districts:
            yield "district", "区县", name.strip(), districts


def _tokens(value: str) -> list[str]:
    return [token.strip() for token in _BETWEEN.split(value) if _SLUG.fullmatch(token.strip())]


def _roles(ground: Ground) -> Iterator[Finding]:
    """Yield the layers that ``[roles]`` of plan.toml names and the catalogue does not list."""
    name = f"{ZONES}/{PLAN_FILE}"
    known = {layer.id for layer in ground.plan.catalogue}
    text = table_text(ground.plan, name)
    for role, layer_id in ground.plan.settings.roles.items():
        if layer_id and layer_id not in known:
            line = line_of(text, role)
            yield _finding(name, (line, cell(text, line, layer_id)), "layer", "图层", token=layer_id, known=known)


def _stretches(subject: Subject, ground: Ground) -> Iterator[Finding]:
    zones = {zone.zone_id for zone in ground.plan.zones}
    for stretch in ground.plan.stretches:
        if stretch.zone_id and stretch.zone_id not in zones:
            record = next(
                (
                    record
                    for file in subject.layer_files.values()
                    if file.file == stretch.file
                    for record in file.features
                    if record.index == stretch.index
                ),
                None,
            )
            line, column = record.locate(("properties", "zone_id")) if record else (stretch.line, stretch.column)
            yield _finding(stretch.file, (line, column), "zone", "功能区", token=stretch.zone_id, known=zones)


def _finding(  # noqa: PLR0913  (a finding has this many parts)
    file: str, place: tuple[int, int], en: str, zh: str, *, token: str, known: set[str]
) -> Finding:
    import difflib

    near = difflib.get_close_matches(token, sorted(known), 2, 0.5)
    return Finding(
        "Z330",
        f"There is no {en} '{token}'." + (f" Nearest: {', '.join(near)}." if near else "")
        + " Restore it, mend the id or delete the row.",
        f"没有{zh}“{token}”。" + (f"相近的有：{'、'.join(near)}。" if near else "") + "请恢复、改正标识或删去该行。",
        file,
        *place,
        token,
    )  # fmt: skip


@check(
    "Z331",
    "table-not-usable",
    family="plan",
    severity="error",
    source="the tables of zones/; an absent table is no fault",
    needs_plan=True,
)
def table_not_usable(subject: Subject) -> Iterator[Finding]:
    """A table of the plan lacks a column it cannot do without, or is no CSV.

    What it means
        kind_regions.csv or named_clusters.csv is text, but its columns cannot be read.
    Why it matters
        The whole table is passed over: what it declares holds no longer, and nobody is told.
    How to fix
        Restore the header line (a spreadsheet may have renamed or dropped columns).

    中文
    规划的表缺少必需的列，或不是 CSV。

    含义
        kind_regions.csv 或 named_clusters.csv 是文本，但列读不出来。
    为什么
        整张表被跳过：其中的声明不再起作用，却无人知晓。
    怎么改
        恢复表头（电子表格可能改名或丢了列）。
    """
    plan = subject.plan
    if plan is None:
        return
    for name, columns in ((REGIONS_FILE, REGION_COLUMNS), (CLUSTERS_FILE, CLUSTER_COLUMNS)):
        path, shown = plan.root / ZONES / name, f"{ZONES}/{name}"
        told = any(problem.file == shown and problem.code != TABLE_FORM for problem in subject.problems)
        if told or not present(path) or not table_text(plan, shown):
            continue
        try:
            read_csv(path, shown, columns)
        except PlanError as error:
            problem = error.problem
            yield Finding("Z331", problem.message, problem.message_zh, shown, problem.line, problem.column)
