"""Overlaps of a plan's zones against its table of declared overlaps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.ground import tolerances_of, zone_ground
from zoneatlas.checks.topology.shapes_text import area_text, place_of, width_text
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.overlap_rows import OVERLAPS_FILE, read_overlaps
from zoneatlas.plan.records import PlanError, Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.classified import Pair
    from zoneatlas.checks.topology.ground import Ground
    from zoneatlas.plan.overlap_rows import DeclaredOverlap
    from zoneatlas.plan.records import Relation, Severity

__all__ = ["Survey", "pairs_of", "survey_of"]

_TABLE = f"{ZONES}/{OVERLAPS_FILE}"
#: A zone that is not valid, or does not stand where it was drawn, overlaps others for that reason.
_REQUIRES = ("Z201", "Z202", "Z203", "Z204", "Z401", "Z402", "Z403", "Z404", "Z406")
#: Two zones that share this much of their common area are drawn twice.
SAME_SHARE = 0.95
_RELATIONS: dict[Relation, Text] = {
    "within": Text("在其内", "within"),
    "contains": Text("包含", "contains"),
    "overlaps": Text("部分重叠", "overlaps"),
    "touches": Text("仅相接", "touches"),
}
_M2_PER_KM2 = 1e6


class Survey(NamedTuple):
    """The zones of a plan, their pairs, and the table; ``rows`` is None where there is no table."""

    ground: Ground
    pairs: tuple[Pair, ...]
    rows: tuple[DeclaredOverlap, ...] | None
    problems: tuple[Problem, ...]


def survey_of(subject: Subject) -> Survey:
    """Return the overlaps of the plan's zones, worked out once."""
    return subject.once("topology.overlaps", _survey)


def pairs_of(subject: Subject) -> tuple[Pair, ...]:
    """Return the pairs of zones both of which the required checks found clean."""
    survey = survey_of(subject)
    if not subject.blocked:
        return survey.pairs
    clean = [not _is_blocked(subject, survey.ground, row) for row in range(len(survey.ground.records))]
    return tuple(pair for pair in survey.pairs if clean[pair.meeting.first] and clean[pair.meeting.second])


def _is_blocked(subject: Subject, ground: Ground, row: int) -> bool:
    return (ground.files[row].file, ground.records[row].index) in subject.blocked


def _survey(subject: Subject) -> Survey:
    from zoneatlas.checks.topology.classified import classify

    ground = zone_ground(subject)
    rows, problems = _table(subject)
    pairs = classify(
        [ground.key(row) for row in range(len(ground.records))],
        ground.geometries,
        rows or (),
        measuring_crs=subject.measuring_crs,
        tolerances=tolerances_of(subject),
        today=subject.today,
    )
    return Survey(ground, pairs, rows, problems)


def _table(subject: Subject) -> tuple[tuple[DeclaredOverlap, ...] | None, tuple[Problem, ...]]:
    if subject.root is None:
        return None, ()
    try:
        return read_overlaps(subject.root)
    except PlanError as error:
        return None, tuple(problem for problem in (error.problem,) if problem not in subject.problems)


def drawn_twice(pair: Pair) -> bool:
    """Whether two zones are nearly the same polygon."""
    meeting = pair.meeting
    if not meeting.share_first or not meeting.share_second:
        return False
    united = 1.0 / meeting.share_first + 1.0 / meeting.share_second - 1.0
    return 1.0 / united >= SAME_SHARE


def kind_of(ground: Ground, row: int) -> object:
    """Return the kind a zone states."""
    return (ground.records[row].value.get("properties") or {}).get("kind")


def same_kind(ground: Ground, pair: Pair) -> bool:
    """Whether both zones of a pair are of one kind."""
    return kind_of(ground, pair.meeting.first) == kind_of(ground, pair.meeting.second)


@check(
    "Z210",
    "undeclared-overlap",
    family="topology",
    severity="error",
    source="zones/overlaps.csv; tolerances sliver_m2 and edge_m of plan.toml",
    requires=_REQUIRES,
    needs_plan=True,
)
def undeclared_overlap(subject: Subject) -> Iterator[Finding]:
    """Two zones lie over each other, and zones/overlaps.csv does not say so.

    What it means
        What the zones have in common is wider than ``edge_m`` and larger than ``sliver_m2`` of plan.toml. In a plan
        without an overlaps.csv this is a warning for two zones of one kind and a remark for zones of different kinds.
    Why it matters
        Two sets of designations apply at one place. That may be the plan's will or a slip of the editor, and only the
        plan or a source can tell.
    How to fix
        Move the edge so that the zones touch, or add a row to zones/overlaps.csv with the relation and the reason.

    中文
    两个功能区重叠，而 zones/overlaps.csv 没有声明。

    含义
        两个功能区的公共部分宽于 plan.toml 的 ``edge_m``、大于 ``sliver_m2``。没有 overlaps.csv 的规划，
        同类的两个区重叠算警告，不同类的只作提示。
    为什么
        同一处适用两套产业安排。这可能是规划本意，也可能是误画，须由规划或资料说明。
    怎么改
        移动边界使两区仅相接；或在 zones/overlaps.csv 加一行，写明关系和理由。
    """
    survey = survey_of(subject)
    for pair in pairs_of(subject):
        if pair.overlap_class != "undeclared" or pair.row is not None:
            continue
        alike = same_kind(survey.ground, pair)
        if alike and drawn_twice(pair):
            continue  # Z208 says so
        severity: Severity | None = None
        if survey.rows is None:
            severity = "warning" if alike else "info"
        meeting = pair.meeting
        one, other = survey.ground.name(meeting.first), survey.ground.name(meeting.second)
        area, width = area_text(meeting.area_m2), width_text(meeting.width_m)
        shares = (f"{meeting.share_first:.1%}", f"{meeting.share_second:.1%}")
        said = Text(
            f"{one} 与 {other} 重叠 {area}（最宽 {width}，占前者 {shares[0]}、后者 {shares[1]}），"
            f"{OVERLAPS_FILE} 没有声明；请移动边界，或加一行说明理由。",
            f"{one} and {other} overlap by {area} (up to {width} wide; {shares[0]} of the first, {shares[1]} of the "
            f"second), and {OVERLAPS_FILE} does not declare it; move the edge, or add a row with the reason.",
        )
        yield survey.ground.finding(
            "Z210", meeting.second, said, place=place_of(meeting), measure=(meeting.area_m2, "m2"), severity=severity
        )


def _about_rows(subject: Subject) -> Iterator[tuple[DeclaredOverlap, Pair | None]]:
    """Yield each row whose two zones are drawn and clean, with the pair it speaks of, None where they do not meet."""
    from zoneatlas.space.validity import is_valid

    survey = survey_of(subject)
    ground = survey.ground
    valid = is_valid(ground.geometries)
    rows = range(len(ground.records))
    drawn = {ground.key(row) for row in rows if valid[row] and not _is_blocked(subject, ground, row)}
    by_ids = {
        frozenset((str(ground.key(pair.meeting.first)), str(ground.key(pair.meeting.second)))): pair
        for pair in survey.pairs
    }
    for row in survey.rows or ():
        if {row.zone_a, row.zone_b} <= drawn:
            yield row, by_ids.get(frozenset((row.zone_a, row.zone_b)))


def _row_finding(check_id: str, row: DeclaredOverlap, said: Text, pair: Pair | None) -> Finding:
    place = None if pair is None else place_of(pair.meeting)
    return Finding(check_id, said.en, said.zh, _TABLE, row.line, 1, row.zone_a, place)


@check(
    "Z215",
    "declared-overlap-absent",
    family="topology",
    severity="error",
    source=_TABLE,
    requires=_REQUIRES,
    needs_plan=True,
)
def declared_overlap_absent(subject: Subject) -> Iterator[Finding]:
    """A row of zones/overlaps.csv declares an overlap, or a contact, that is not there.

    What it means
        The two zones do not meet at all, or only touch where the row says that they overlap.
    Why it matters
        Either a zone has been moved or cut since, or the row names the wrong zones; a reader relies on both.
    How to fix
        Put the zone's edge back, or correct or delete the row.

    中文
    zones/overlaps.csv 声明的重叠或相接并不存在。

    含义
        两个功能区根本不相接，或表里说重叠而实际仅相接。
    为什么
        要么其后有区被移动或切割，要么这一行写错了区；读者两样都要依靠。
    怎么改
        恢复边界，或改正、删去这一行。
    """
    for row, pair in _about_rows(subject):
        real = pair is not None and pair.meeting.cause == "real"
        if real or (pair is not None and row.relation == "touches"):
            continue
        found = Text("仅相接", "only touch") if pair is not None else Text("并不相接", "do not meet")
        said = Text(
            f"这一行声明 {row.zone_a} 与 {row.zone_b} {_RELATIONS[row.relation].zh}，但两区{found.zh}；"
            "请恢复边界，或改正、删去这一行。",
            f"The row says that {row.zone_a} {_RELATIONS[row.relation].en} {row.zone_b}, but the two {found.en}; "
            "put the edge back, or correct or delete the row.",
        )
        yield _row_finding("Z215", row, said, pair)


@check(
    "Z216",
    "declared-overlap-differs",
    family="topology",
    severity="error",
    source=_TABLE,
    requires=_REQUIRES,
    needs_plan=True,
)
def declared_overlap_differs(subject: Subject) -> Iterator[Finding]:
    """An overlap is not as zones/overlaps.csv declares it: another relation, or an area outside the bounds.

    What it means
        The zones meet, but the row's ``relation`` is wrong, or the common area lies below ``min_km2`` or above
        ``max_km2``. A zone counts as within another when nothing of it wider than ``edge_m`` lies outside.
    Why it matters
        The reason given was for something else; what changed may be a slip.
    How to fix
        Put the edge back, or correct the row and its reason.

    中文
    重叠与 zones/overlaps.csv 的声明不符：关系不同，或面积超出范围。

    含义
        两区相接，但这一行的 ``relation`` 不对，或公共面积小于 ``min_km2``、大于 ``max_km2``。
        一个区在另一个区之外的部分都不宽于 ``edge_m`` 时，算在其内。
    为什么
        所写理由针对的是另一种情形；变化可能是误画。
    怎么改
        恢复边界，或改正这一行和理由。
    """
    survey = survey_of(subject)
    for row, pair in _about_rows(subject):
        if pair is None or (pair.meeting.cause != "real" and row.relation != "touches"):
            continue
        first = str(survey.ground.key(pair.meeting.first))
        area_km2 = pair.meeting.area_m2 / _M2_PER_KM2
        if row.relation_of(first) != pair.relation and not _same_extent(pair, row):
            actual = pair.relation if first == row.zone_a else _turned(pair.relation)
            said = Text(
                f"这一行声明 {row.zone_a} 对 {row.zone_b} 是“{_RELATIONS[row.relation].zh}”（{row.relation}），"
                f"实际是“{_RELATIONS[actual].zh}”（{actual}）；请恢复边界，或改正这一行。",
                f"The row says '{row.relation}' of {row.zone_a} to {row.zone_b}, but it is '{actual}'; "
                "put the edge back, or correct the row.",
            )
            yield _row_finding("Z216", row, said, pair)
        elif not (row.min_km2 or 0.0) <= area_km2 <= (math.inf if row.max_km2 is None else row.max_km2):
            low = f"{row.min_km2 or 0.0:g}"
            high = "∞" if row.max_km2 is None else f"{row.max_km2:g}"
            said = Text(
                f"{row.zone_a} 与 {row.zone_b} 重叠 {area_km2:,.3f} 平方公里，"
                f"超出这一行声明的 {low}–{high}；请恢复边界，或改正这一行。",
                f"{row.zone_a} and {row.zone_b} overlap by {area_km2:,.3f} km², outside the declared {low}–{high}; "
                "put the edge back, or correct the row.",
            )
            yield _row_finding("Z216", row, said, pair)


def _turned(relation: Relation) -> Relation:
    turned: dict[Relation, Relation] = {"within": "contains", "contains": "within"}
    return turned.get(relation, relation)


def _same_extent(pair: Pair, row: DeclaredOverlap) -> bool:
    """Whether each zone lies within the other, so that both words are right."""
    return pair.meeting.first_within and pair.meeting.second_within and row.relation in ("within", "contains")


@check(
    "Z217",
    "declared-overlap-expired",
    family="topology",
    severity="error",
    source=_TABLE,
    needs_plan=True,
)
def declared_overlap_expired(subject: Subject) -> Iterator[Finding]:
    """A row of zones/overlaps.csv has expired, and the overlap is still there.

    What it means
        The day in ``until`` is over.
    Why it matters
        The overlap was accepted for a time; it is undeclared now.
    How to fix
        Mend the overlap, or find out whether the reason still holds and set a new day, or none.

    中文
    zones/overlaps.csv 的一行已过期，而重叠还在。

    含义
        ``until`` 的日期已过。
    为什么
        这一重叠只在一段时间内认可，现在等于没有声明。
    怎么改
        改正重叠；或查明理由是否仍成立，写上新的日期或不写。
    """
    for row, pair in _about_rows(subject):
        if pair is None or not row.expired(subject.today):
            continue
        said = Text(
            f"{row.zone_a} 与 {row.zone_b} 重叠的声明已于 {row.until} 到期，重叠仍在；请改正重叠，或重新确认并改日期。",
            f"The declaration that {row.zone_a} and {row.zone_b} overlap expired on {row.until}, and they still do; "
            "mend the overlap, or confirm the reason and set a new day.",
        )
        yield _row_finding("Z217", row, said, pair)


@check(
    "Z218",
    "overlap-row-unusable",
    family="topology",
    severity="error",
    source=_TABLE,
    needs_plan=True,
)
def overlap_row_unusable(subject: Subject) -> Iterator[Finding]:
    """A row of zones/overlaps.csv cannot be used: a bad relation, number or date, no reason, a repetition.

    What it means
        The row has no effect, so that its overlap counts as undeclared.
    Why it matters
        Someone meant to declare something, and it is not heard.
    How to fix
        Correct the cell named. ``relation`` is within, contains, overlaps or touches; areas are in km²; ``until`` is
        YYYY-MM-DD; a pair has one row.

    中文
    zones/overlaps.csv 的一行不能用：关系、数或日期不对，没有理由，或重复。

    含义
        这一行不起作用，其重叠等于没有声明。
    为什么
        有人想声明而没有生效。
    怎么改
        改正所指的单元格。``relation`` 为 within、contains、overlaps 或 touches；面积单位为平方公里；``until`` 写成
        YYYY-MM-DD；一对区只写一行。
    """
    survey = survey_of(subject)
    for problem in survey.problems:
        yield Finding("Z218", problem.message, problem.message_zh, problem.file, problem.line, problem.column)
    first: dict[frozenset[str], int] = {}
    for row in survey.rows or ():
        earlier = first.setdefault(frozenset((row.zone_a, row.zone_b)), row.line)
        if earlier != row.line:
            yield Finding(
                "Z218",
                f"{row.zone_a} and {row.zone_b} are declared in line {earlier} already; keep one row.",
                f"{row.zone_a} 与 {row.zone_b} 已在第 {earlier} 行声明；请只留一行。",
                _TABLE,
                row.line,
                1,
                row.zone_a,
            )
