"""The industries the zones designate, against those the vocabulary reads off the zones' clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import ground_of, told_of, zone_finding
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Zone
    from zoneatlas.plan.vocabulary import Industry

_UNWANTED = frozenset({"exit", "restrain"})


def _designated(zone: Zone) -> set[str]:
    return {*zone.industries, *zone.supporting_industries}


@check(
    "Z320",
    "no-industry",
    family="plan",
    severity="warning",
    source="the zone's industries",
    needs_plan=True,
)
def no_industry(subject: Subject) -> Iterator[Finding]:
    """A zone designates no leading industry.

    What it means
        ``industries`` is empty (supporting ones do not make up for it).
    Why it matters
        The zone answers no question about industries, which is what zones are for.
    How to fix
        Put in what the zone's clause says is to be developed, as ids of industries.csv.

    中文
    功能区没有主导产业。

    含义
        industries 为空（配套产业不能代替）。
    为什么
        查产业时永远查不到它，而功能区正是为产业而设。
    怎么改
        按该区条款填入重点发展的产业（industries.csv 中的标识）。
    """
    if subject.plan is None:
        return
    for zone in subject.plan.zones:
        told = (zone.file, zone.index) in subject.blocked or told_of(zone, "industries")
        if not zone.industries and not told:
            yield zone_finding(
                "Z320", subject, zone, ("industries",),
                f"{zone.name.say('en')} designates no leading industry; put in what clause {zone.clause or '—'} says.",
                f"{zone.name.say('zh')}没有主导产业；请按条款 {zone.clause or '—'} 填写 industries。",
            )  # fmt: skip


@check(
    "Z321",
    "industry-left-out",
    family="plan",
    severity="warning",
    source="zones/industries.csv, column clauses",
    requires=("Z320",),
    needs_plan=True,
)
def industry_left_out(subject: Subject) -> Iterator[Finding]:
    """The vocabulary reads an industry off a zone's clause, but no zone of that clause designates it.

    What it means
        The term's ``clauses`` in industries.csv name the clause of a zone; neither ``industries`` nor
        ``supporting_industries`` of the zone hold it. Terms the plan only restrains or wants out are not asked for.
    Why it matters
        A designation has been dropped: the zone is no longer found by it, though the plan gives it that industry.
    How to fix
        Put the term back, or take the clause off its row in industries.csv if the plan does not give it there.

    中文
    词表从某功能区的条款读出一个产业，该条款的功能区却没有列它。

    含义
        industries.csv 中该词的 clauses 写有功能区的条款，而该区的 industries 和 supporting_industries 都没有它。
        规划只限制或要求退出的不问。
    为什么
        漏了一项产业：规划给了它，按产业却查不到。
    怎么改
        补回该产业；若规划在该条款并未给它，则从 industries.csv 该行的 clauses 中删去。
    """
    ground = ground_of(subject)
    if ground is None:
        return
    hosts: dict[str, list[Zone]] = {}
    for zone in ground.plan.zones:
        hosts.setdefault(zone.clause, []).append(zone)
    for industry in ground.plan.vocabulary:
        if industry.stance and _UNWANTED.issuperset(industry.stance):
            continue
        for clause in industry.clauses:
            zones = hosts.get(clause, []) if clause else []
            if not zones or any(industry.industry_id in _designated(zone) for zone in zones):
                continue
            zone = zones[0]
            if (zone.file, zone.index) not in subject.blocked and not _misread(zone, ground.plan):
                yield zone_finding("Z321", subject, zone, ("industries",), *_left_out(zone, industry, clause))


def _misread(zone: Zone, plan: Plan) -> bool:
    """Whether a zone's industries hold a word nobody knows, or are no list: it may be the one that is missed."""
    fields = ("industries", "supporting_industries")
    return any(told_of(zone, field) for field in fields) or any(
        word not in plan.vocabulary for word in (*zone.industries, *zone.supporting_industries)
    )


def _left_out(zone: Zone, industry: Industry, clause: str) -> tuple[str, str]:
    return (
        (
            f"{zone.name.say('en')} does not designate '{industry.industry_id}' ({industry.en or industry.zh}), which "
            f"the vocabulary reads off its clause {clause}. Put it back, or mend the term's clauses in industries.csv."
        ),
        (
            f"{zone.name.say('zh')}没有列“{industry.zh or industry.en}”（{industry.industry_id}），而词表从其条款 "
            f"{clause} 读出了它。"
            "请补回，或改 industries.csv 中该词的 clauses。"
        ),
    )


@check(
    "Z322",
    "industry-not-in-clause",
    family="plan",
    severity="info",
    source="zones/industries.csv, column clauses",
    needs_plan=True,
)
def industry_not_in_clause(subject: Subject) -> Iterator[Finding]:
    """A zone designates an industry that the vocabulary does not read off its clause.

    What it means
        The term's row cites clauses of other zones, but not this zone's. Terms read off other chapters alone are not
        asked.
    Why it matters
        Who asks by which words of the plan the zone has the industry gets no answer.
    How to fix
        Add the clause to the term's row in industries.csv, or take the designation out.

    中文
    功能区列了一个产业，词表却没有从其条款读出它。

    含义
        词表中该词引用了别的功能区的条款，却没有引用该区的；只引自其他章节的词不问。
    为什么
        问规划哪句话给了该区这个产业，答不出来。
    怎么改
        在 industries.csv 该行的 clauses 补上条款，或删去这项产业。
    """
    ground = ground_of(subject)
    if ground is None:
        return
    vocabulary = ground.plan.vocabulary
    clauses = {zone.clause for zone in ground.plan.zones if zone.clause}
    for zone in ground.plan.zones:
        if (zone.file, zone.index) in subject.blocked:
            continue
        for field, industries in (
            ("industries", zone.industries),
            ("supporting_industries", zone.supporting_industries),
        ):
            for index, industry_id in enumerate(industries):
                industry = vocabulary.get(industry_id)
                if (
                    industry is not None
                    and not clauses.isdisjoint(industry.clauses)
                    and not _reads(industry, zone.clause)
                ):
                    yield zone_finding(
                        "Z322", subject, zone, (field, index),
                        f"{zone.name.say('en')} designates '{industry_id}', whose row in industries.csv does not "
                        "cite clause "
                        f"{zone.clause}. Add the clause there, or take the designation out.",
                        f"{zone.name.say('zh')}列有“{industry.zh or industry.en}”（{industry_id}），"
                        "词表该行没有引用条款 "
                        f"{zone.clause}。请补上条款，或删去这项产业。",
                    )  # fmt: skip


def _reads(industry: Industry, clause: str) -> bool:
    """Whether a term cites a clause, or one it is part of."""
    return any(clause.startswith(cited) or cited.startswith(clause) for cited in industry.clauses)


@check(
    "Z323",
    "industry-listed-twice",
    family="plan",
    severity="warning",
    source="the zone's industries and supporting_industries",
    needs_plan=True,
)
def industry_listed_twice(subject: Subject) -> Iterator[Finding]:
    """A zone lists an industry twice, or as leading and as supporting.

    What it means
        The same id stands a second time in ``industries`` or ``supporting_industries`` of one zone.
    Why it matters
        Whether the plan puts the industry first or only adds it cannot be told, and counts are off.
    How to fix
        Keep it once: as leading when the plan's own verb governs it, else as supporting.

    中文
    同一产业在一个功能区列了两次，或既作主导又作配套。

    含义
        同一标识在该区的 industries 或 supporting_industries 中再次出现。
    为什么
        分不清规划是以它为主还是只作配套，统计也会出错。
    怎么改
        只留一处：规划“重点发展”所及的作主导，否则作配套。
    """
    if subject.plan is None:
        return
    for zone in subject.plan.zones:
        if (zone.file, zone.index) in subject.blocked:
            continue
        seen: set[str] = set()
        for field, industries in (
            ("industries", zone.industries),
            ("supporting_industries", zone.supporting_industries),
        ):
            for index, industry_id in enumerate(industries):
                if industry_id in seen:
                    yield zone_finding(
                        "Z323", subject, zone, (field, index),
                        f"{zone.name.say('en')} lists '{industry_id}' twice; keep it once.",
                        f"{zone.name.say('zh')}两次列出“{industry_id}”；请只留一处。",
                    )  # fmt: skip
                seen.add(industry_id)


@check(
    "Z324",
    "industry-without-zone",
    family="plan",
    severity="info",
    source="zones/industries.csv",
    needs_plan=True,
)
def industry_without_zone(subject: Subject) -> Iterator[Finding]:
    """A branch of industries the plan wants has no zone at all.

    What it means
        A term at the top of the tree whose stance is not only to restrain or to leave, and neither it nor anything
        below
        it is designated by any zone. One finding a branch; ``zoneatlas coverage --by industry`` lists every term.
    Why it matters
        It may be the plan's intent, since it places only some of its industries; it may be a designation that was lost.
    How to fix
        Nothing, where the plan gives the branch no place; else designate it in the zone of its clause.

    中文
    规划要发展的一支产业没有任何功能区。

    含义
        词表顶层的一个词，规划不只是限制或要求退出，而它及其下级都没有功能区列出。一支一条；逐词清单见 zoneatlas
        coverage --by industry。
    为什么
        可能是规划本意（它只给部分产业安排了地方），也可能是漏列。
    怎么改
        规划未给地方的不必改；否则在相应条款的功能区补列。
    """
    from zoneatlas.plan.vocabulary import ancestors

    ground = ground_of(subject)
    if ground is None or not ground.plan.zones:
        return
    vocabulary = ground.plan.vocabulary
    named = {industry for zone in ground.plan.zones for industry in _designated(zone)}
    hosted = named | {above for industry in named for above in ancestors(vocabulary, industry)}
    for industry in vocabulary:
        unwanted = industry.stance and _UNWANTED.issuperset(industry.stance)
        if not industry.parent and not unwanted and industry.industry_id not in hosted:
            yield Finding(
                "Z324",
                f"No zone hosts '{industry.industry_id}' ({industry.en or industry.zh}) or anything narrower. "
                "Right where "
                "the plan gives it no place; else designate it in the zone of its clause.",
                f"没有功能区列出“{industry.zh or industry.en}”（{industry.industry_id}）及其下级。"
                "规划未给地方的不必改，否则请补列。",
                "zones/industries.csv",
                industry.line,
                1,
            )
