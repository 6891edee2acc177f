"""Which zones host an industry, hold a point, lie in or near a place, are of a kind, overlap a zone. All with AND."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from zoneatlas.answers.words import kind_named, plain, zone_named
from zoneatlas.frozen import dataclass, replace
from zoneatlas.plan.faults import printable
from zoneatlas.plan.load import industries_named
from zoneatlas.plan.records import PlanError, Text, Zone
from zoneatlas.plan.resolve import resolve
from zoneatlas.plan.vocabulary import Industry, relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneatlas.answers.coordinates import Position
    from zoneatlas.answers.places import Place
    from zoneatlas.plan.load import Plan

__all__ = [
    "Answer",
    "Doubtful",
    "Match",
    "Matched",
    "Role",
    "Understood",
    "Via",
    "ask",
    "find",
    "matched_by",
    "understood",
]

Role = Literal["leading", "supporting"]
Via = Literal["exact", "narrower", "broader"]

#: Ways of understanding a word that need no remark.
_LITERAL = frozenset(("id", "name", "synonym", "code"))
_VIA_ORDER = ("exact", "narrower", "broader")
_ROLE_ORDER = ("leading", "supporting")


@dataclass(frozen=True, slots=True)
class Matched:
    """A designation of the zone that answers the question.

    ``industry`` is what the plan designates, ``role`` whether as leading or supporting, ``via`` how it stands to what
    was asked: exact, narrower than it, or broader.
    """

    industry: str
    role: Role
    via: Via


@dataclass(frozen=True, slots=True)
class Match:
    """A zone that meets every condition.

    ``matched`` is empty when no industry was asked; ``distance_m`` is to the zone's edge, negative inside, None when no
    point was asked; ``certain`` is False when an edge that decides is nearer than its accuracy.
    """

    zone: Zone
    matched: tuple[Matched, ...] = ()
    distance_m: float | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A zone left out although, within the accuracy of an edge, it may meet the condition.

    ``distance_m`` and ``accuracy_m`` belong to the deciding edge where a point was asked; ``area_km2`` is what it would
    share with the place asked.
    """

    zone: Zone
    distance_m: float | None = None
    accuracy_m: float | None = None
    area_km2: float | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """An industry a word was taken for.

    ``literal`` when the word is its id, a name, a code or a synonym of it that is not just a part of its name.
    """

    text: str
    industry: Industry
    literal: bool


@dataclass(frozen=True)
class Answer:
    """The zones found, and how the question was understood.

    ``doubtful`` are zones that meet every condition but one, and that one perhaps; ``remarks`` say how words were
    taken.
    """

    matches: tuple[Match, ...]
    doubtful: tuple[Doubtful, ...] = ()
    remarks: tuple[Text, ...] = ()
    industry: Understood | None = None
    position: Position | None = None
    inside: Place | None = None
    near: Place | Position | None = None
    overlapping: Zone | None = None


class _Asking:
    """A question being answered: what is still in the running."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.matches = [Match(zone) for zone in plan.zones]
        self.doubtful: dict[str, Doubtful] = {}
        self.remarks: list[Text] = []

    def keep(self, judge: Callable[[Match], Match | Doubtful | None]) -> None:
        """Keep the zones that meet a condition, and those that perhaps do apart."""
        judged = [(match, judge(match)) for match in self.matches]
        still = {match.zone.zone_id for match in self.matches}
        kept = [verdict for _, verdict in judged if isinstance(verdict, Match)]
        perhaps = {match.zone.zone_id: verdict for match, verdict in judged if isinstance(verdict, Doubtful)}
        earlier = {
            key: one for key, one in self.doubtful.items() if key not in still and judge(Match(one.zone)) is not None
        }
        self.matches, self.doubtful = kept, {**earlier, **perhaps}


def find(  # noqa: PLR0913  (each is a condition of its own)
    plan: Plan,
    *,
    industry: str | None = None,
    at: str | tuple[float, float] | Position | None = None,
    datum: str = "wgs84",
    inside: str | None = None,
    near: str | tuple[float, float] | None = None,
    within_km: float | None = None,
    kind: str | None = None,
    overlapping: str | None = None,
) -> tuple[Match, ...]:
    """Find the zones that meet every condition; without any, all zones.

    Parameters
    ----------
    plan
        The plan.
    industry
        An industry in any words: id, name, synonym or code in either language.
    at
        A position the zone holds as drawn: longitude and latitude in degrees, or a text as `read_position` takes it.
    datum
        What `at` and a position in `near` refer to; see `zoneatlas.answers.coordinates.DATUMS`.
    inside
        A place of which the zone shares land: a district, region, ring phrase, zone or any other feature.
    near, within_km
        A place, zone or position the zone's edge is at most so many kilometres from; 0 inside.
    kind
        A kind of zone by its id or title.
    overlapping
        A zone it shares land with, by id or name.

    Returns
    -------
    tuple of Match
        By industry, exact matches come before narrower ones, and these before broader ones; near a place, the nearest
        come first; otherwise in the plan's order.

    Raises
    ------
    PlanError
        If a word is unknown or ambiguous, with the nearest known ones; or the conditions are incomplete.
    """
    return ask(
        plan,
        industry=industry,
        at=at,
        datum=datum,
        inside=inside,
        near=near,
        within_km=within_km,
        kind=kind,
        overlapping=overlapping,
    ).matches


def ask(  # noqa: PLR0913  (each is a condition of its own)
    plan: Plan,
    *,
    industry: str | None = None,
    at: str | tuple[float, float] | Position | None = None,
    datum: str = "wgs84",
    inside: str | None = None,
    near: str | tuple[float, float] | None = None,
    within_km: float | None = None,
    kind: str | None = None,
    overlapping: str | None = None,
) -> Answer:
    """Find zones as `find` does, with how the question was understood and what is in doubt."""
    asking = _Asking(plan)
    answer = Answer(())
    if kind is not None:
        wanted = kind_named(plan, kind).kind
        asking.keep(lambda match: match if match.zone.kind == wanted else None)
    if industry is not None:
        meant = understood(plan, industry)
        answer = replace(answer, industry=meant)
        asking.keep(lambda match: _hosting(plan, match, meant.industry.industry_id))
    if overlapping is not None:
        answer = replace(answer, overlapping=_overlap(asking, overlapping))
    if inside is not None:
        answer = replace(answer, inside=_in(asking, inside))
    if near is not None or within_km is not None:
        answer = replace(answer, near=_near(asking, near, within_km, datum))
    if at is not None:
        answer = replace(answer, position=_at(asking, _position(at, datum)))
    if industry is not None:
        asking.matches.sort(key=lambda match: _VIA_ORDER.index(match.matched[0].via))
    elif near is not None:
        asking.matches.sort(key=lambda match: match.distance_m or 0.0)
    return replace(
        answer,
        matches=tuple(asking.matches),
        doubtful=tuple(asking.doubtful.values()),
        remarks=tuple(dict.fromkeys(asking.remarks)),
    )


def understood(plan: Plan, text: str) -> Understood:
    """Return the industry a word means.

    Raises
    ------
    PlanError
        If it is unknown or could mean several; with at most five suggestions.
    """
    meant = resolve(plan.vocabulary, text)
    industry = plan.vocabulary.get(meant.industry) if meant.industry else None
    if industry is not None:
        literal = meant.how in _LITERAL and not (meant.how == "synonym" and _is_part(text, industry))
        return Understood(text, industry, literal=literal)
    shown = printable(text)
    if meant.candidates:
        raise PlanError.about(
            f"'{shown}' may mean {len(meant.candidates)} industries; say which.",
            f"“{shown}”可指 {len(meant.candidates)} 个产业，请说明是哪一个。",
            suggestions=industries_named(plan.vocabulary, meant.candidates),
        )
    raise PlanError.about(
        f"'{shown}' is no industry this plan knows.",
        f"本规划的产业词表里没有“{shown}”。",
        suggestions=industries_named(plan.vocabulary, meant.suggestions or _main_branches(plan)),
    )


def _is_part(text: str, industry: Industry) -> bool:
    """Tell whether a word, though a known synonym, is but a part of the term's name."""
    word = plain(text)
    return any(word in name and word != name for name in (plain(industry.zh), plain(industry.en)))


def _main_branches(plan: Plan) -> list[str]:
    """Return the topmost terms, for a word that is like none."""
    return [item.industry_id for item in plan.vocabulary if not item.parent]


def matched_by(plan: Plan, zone: Zone, asked: str) -> tuple[Matched, ...]:
    """Return every designation of a zone that answers an industry (its id), the closest first."""
    designated: list[tuple[str, Role]] = [(industry, "leading") for industry in zone.industries]
    designated += [(industry, "supporting") for industry in zone.supporting_industries]
    found = []
    for industry, role in dict.fromkeys(designated):
        via = relation(plan.vocabulary, asked, industry)
        if via is not None:
            found.append(Matched(industry, role, cast("Via", via)))
    found.sort(key=lambda matched: (_VIA_ORDER.index(matched.via), _ROLE_ORDER.index(matched.role)))
    return tuple(found)


def _hosting(plan: Plan, match: Match, asked: str) -> Match | None:
    found = matched_by(plan, match.zone, asked)
    return replace(match, matched=found) if found else None


def _position(at: str | tuple[float, float] | Position, datum: str) -> Position:
    if not isinstance(at, str | tuple):
        return at
    from zoneatlas.answers.coordinates import read_position

    return read_position(at if isinstance(at, str) else f"{at[0]!r},{at[1]!r}", datum)


def _at(asking: _Asking, position: Position) -> Position:
    from zoneatlas.answers.shapes import out_of_reach, shape_of_zone

    def judge(match: Match) -> Match | Doubtful | None:
        if match.zone.geometry is None or out_of_reach(
            asking.plan, match.zone, position.lon, position.lat, position.accuracy_m
        ):
            return None
        edge = shape_of_zone(asking.plan, match.zone).to_edge(position.lon, position.lat)
        certain = abs(edge.deciding_m) >= (edge.accuracy_m or 0.0) + position.accuracy_m
        if edge.inside:
            return replace(match, distance_m=edge.distance_m, certain=match.certain and certain)
        return None if certain else Doubtful(match.zone, edge.deciding_m, edge.accuracy_m)

    asking.remarks += position.remarks
    asking.keep(judge)
    return position


def _in(asking: _Asking, text: str) -> Place:
    from zoneatlas.answers.lying import lying_in
    from zoneatlas.answers.places import place_named, ring_as_land

    place = ring_as_land(asking.plan, place_named(asking.plan, text))
    if place.remark is not None:
        asking.remarks.append(place.remark)
    asking.keep(lying_in(asking.plan, place))
    return place


def _near(
    asking: _Asking, text: str | tuple[float, float] | None, within_km: float | None, datum: str
) -> Place | Position:
    from zoneatlas.answers.coordinates import looks_like_position
    from zoneatlas.answers.lying import lying_near
    from zoneatlas.answers.places import place_named

    if text is None or within_km is None or not 0 <= within_km < float("inf"):
        raise PlanError.about(
            "--near PLACE and --within-km N belong together; N is a number of kilometres, 0 or more.",
            "--near 地点 与 --within-km N 须一起给出；N 为公里数，不小于 0。",
        )
    place: Place | Position
    if isinstance(text, tuple) or looks_like_position(text):
        place = _position(text, datum)
        asking.remarks += place.remarks
    else:
        place = place_named(asking.plan, text)
        asking.remarks += [place.remark] if place.remark is not None else []
    asking.keep(lying_near(asking.plan, place, within_km * 1000))
    return place


def _overlap(asking: _Asking, text: str) -> Zone:
    from zoneatlas.answers.lying import overlapping_with

    zone = zone_named(asking.plan, text)
    asking.keep(overlapping_with(asking.plan, zone))
    return zone
