"""How many zones there are, and whether each clause of the plan has its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import zone_finding
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.plan.locate import ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, Zone

_NUMBERED = re.compile(r"(.*?)(\d+)")
_FEWEST = 2


@check(
    "Z301",
    "zone-count-differs",
    family="plan",
    severity="error",
    source="plan.toml, [[kinds]] count",
    needs_plan=True,
)
def zone_count(subject: Subject) -> Iterator[Finding]:
    """The plan names more or fewer zones of a kind than its file holds.

    What it means
        ``count`` of a kind in plan.toml is how many zones the plan names; the file holds another number.
    Why it matters
        A zone was lost, drawn twice or filed under the wrong kind, and every total is off.
    How to fix
        Restore the missing zone from version control, delete the double one, or mend ``kind``; if the plan itself
        changed, mend ``count``.

    中文
    规划所列的某类功能区个数与文件中的不符。

    含义
        plan.toml 中该类的 count 是规划所列的个数，文件里却是另一个数。
    为什么
        有功能区丢失、重复或归错了类，各项合计随之出错。
    怎么改
        从版本库恢复丢失的，删去重复的，或改正 kind；规划本身变了则改 count。
    """
    if subject.plan is None:
        return
    for kind in _counted(subject):
        zones = [zone for zone in subject.plan.zones if zone.kind == kind.kind]
        if kind.count is None or len(zones) == kind.count:
            continue
        missing = ", ".join(clause for clause, _ in _missing(zones, kind))
        en = f"{kind.title.say('en')}: the plan names {kind.count}, the file holds {len(zones)}"
        zh = f"{kind.title.say('zh')}：规划列有 {kind.count} 个，文件中有 {len(zones)} 个"
        if missing:
            en, zh = f"{en}; no zone has the clause {missing}", f"{zh}；没有条款为 {missing} 的功能区"
        yield Finding(
            "Z301",
            f"{en}. Restore what is missing or delete what is double (kind '{kind.kind}').",
            f"{zh}。请恢复缺失的或删去重复的（类别 {kind.kind}）。",
            f"{ZONES}/{kind.file}",
            measure=Measure(len(zones) - kind.count, "count"),
        )


@check(
    "Z302",
    "clause-without-zone",
    family="plan",
    severity="warning",
    source="the plan's own numbering of its clauses",
    needs_plan=True,
)
def clause_without_zone(subject: Subject) -> Iterator[Finding]:
    """The clauses of a kind are numbered through, and one of the numbers has no zone.

    What it means
        The zones of a kind stand in clauses that differ in their last number alone (say 2.1, 2.2, 2.4): one is missing.
        The finding lists the industries the vocabulary reads off that clause.
    Why it matters
        The zone of that clause has been dropped, or carries another's clause, and nobody finds its industries.
    How to fix
        Restore the zone, or mend the ``clause`` of the one that should have it.

    中文
    同类功能区的条款依次编号，其中一个号没有功能区。

    含义
        某类功能区的条款只有末尾数字不同（如 2.1、2.2、2.4），中间缺号。所列产业为词表从该条款读出的。
    为什么
        该条款的功能区被删，或写成了别的条款，其产业也就查不到了。
    怎么改
        恢复该功能区，或改正应属此条款的功能区的 clause。
    """
    if subject.plan is None:
        return
    for kind in _counted(subject):
        zones = [zone for zone in subject.plan.zones if zone.kind == kind.kind]
        for clause, industries in _missing(zones, kind, subject.plan):
            held = f" The vocabulary reads off it: {', '.join(industries[:6])}." if industries else ""
            held_zh = f"词表从该条款读出：{'、'.join(industries[:6])}。" if industries else ""
            yield Finding(
                "Z302",
                f"No zone of kind '{kind.kind}' has the clause {clause}, though its neighbours have theirs.{held} "
                "Restore the zone or mend its clause.",
                f"{kind.title.say('zh')}中没有条款为 {clause} 的，而前后条款都有。{held_zh}请恢复该功能区或改正条款。",
                f"{ZONES}/{kind.file}",
            )


@check(
    "Z303",
    "clause-of-two-zones",
    family="plan",
    severity="warning",
    source="the plan's own numbering of its clauses",
    needs_plan=True,
)
def clause_of_two_zones(subject: Subject) -> Iterator[Finding]:
    """Two zones of a kind have one clause, though the kind's clauses are numbered through, one a zone.

    What it means
        A second zone carries the clause of an earlier one of its kind.
    Why it matters
        A zone was copied and never changed, or its clause is wrong: every citation of it leads to the wrong sentence.
    How to fix
        Mend ``clause``, or delete the copy.

    中文
    同类的两个功能区写着同一条款，而该类条款本是一区一号。

    含义
        后一个功能区的条款与前一个相同。
    为什么
        多半是复制后未改，或条款写错，引用会指到错的句子。
    怎么改
        改正 clause，或删去复制品。
    """
    if subject.plan is None:
        return
    for kind in _counted(subject):
        zones = [zone for zone in subject.plan.zones if zone.kind == kind.kind]
        clauses = [zone.clause for zone in zones]
        if not _numbered_through(sorted(set(clauses)), kind):
            continue
        for index, zone in enumerate(zones):
            if zone.clause in clauses[:index] and (zone.file, zone.index) not in subject.blocked:
                first = zones[clauses.index(zone.clause)]
                yield zone_finding(
                    "Z303", subject, zone, ("clause",),
                    f"The clause {zone.clause} belongs to '{first.zone_id}' already; mend it or delete the copy.",
                    f"条款 {zone.clause} 已属“{first.zone_id}”；请改正或删去复制品。",
                )  # fmt: skip


def _numbered_through(clauses: list[str], kind: Kind) -> bool:
    """Whether a kind's clauses are one series, the same but for their last number, nearly as many as zones."""
    parts = [_NUMBERED.fullmatch(clause) for clause in clauses]
    heads = {part[1] for part in parts if part}
    enough = len(clauses) >= max(_FEWEST, (kind.count or 0) / 2)
    return enough and all(parts) and len(heads) == 1


def _counted(subject: Subject) -> Iterator[Kind]:
    """Yield the kinds that can be counted: their file is readable and all in it are zones."""
    plan = subject.plan
    zones = {(zone.file, zone.index) for zone in plan.zones} if plan is not None else set()
    lost = {
        file.file
        for file in subject.files
        if not file.readable or any((file.file, record.index) not in zones for record in file.features)
    }
    for kind in plan.settings.kinds if plan is not None else ():
        if f"{ZONES}/{kind.file}" not in lost:
            yield kind


def _missing(zones: list[Zone], kind: Kind, plan: Plan | None = None) -> Iterator[tuple[str, list[str]]]:
    """Yield the clauses without a zone in a series of clauses, with the industries the vocabulary reads off each."""
    clauses = sorted({zone.clause for zone in zones})
    if not _numbered_through(clauses, kind):
        return
    parts = [part for clause in clauses if (part := _NUMBERED.fullmatch(clause))]
    head, numbers = parts[0][1], {int(part[2]) for part in parts}
    if min(numbers) > _FEWEST:
        return
    most = 2 * max(len(numbers), kind.count or 0)  # a number far beyond is a slip, and no series leads up to it
    for number in range(1, max(*(each for each in numbers if each <= most), kind.count or 0, 1) + 1):
        clause = f"{head}{number}"
        if number not in numbers:
            industries = [item for item in plan.vocabulary if clause in item.clauses] if plan is not None else []
            yield clause, [item.zh or item.en for item in industries]
