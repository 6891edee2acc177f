"""The area drawn against the area published, and the region the plan gives a zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import (
    STANDS,
    cell,
    drawn_zones,
    ground_of,
    length,
    table_text,
    zone_finding,
)
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.plan_rules.edges import Edge
    from zoneatlas.checks.plan_rules.ground import Ground, Site
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Zone

__all__ = ["REGIONS_FILE", "REGION_COLUMNS", "RegionRow", "region_rows"]

REGIONS_FILE = "kind_regions.csv"
REGION_COLUMNS = ("kind", "zone_id", "region", "districts", "reason_zh", "reason_en", "clause")
#: Drawn and published may differ by this much where plan.toml does not say (``[tolerances] zone_area_percent``).
_AREA_PERCENT = 10.0


@check(
    "Z310",
    "area-not-as-published",
    family="plan",
    severity="warning",
    source="the zone's published_area_km2; plan.toml, [tolerances] zone_area_percent",
    requires=STANDS,
    needs_plan=True,
)
def area_not_as_published(subject: Subject) -> Iterator[Finding]:
    """The drawn area and the published one differ by more than the plan allows.

    What it means
        The zone's geodesic area is off its ``published_area_km2`` by more than ``zone_area_percent`` (10 % where
        plan.toml
        does not say).
    Why it matters
        Parts are missing or too many, or the published figure speaks of something else: readers must know which.
    How to fix
        Draw what the figure speaks of; never stretch an edge to meet an area. Where the two are known to disagree,
        add a row
        with the reason to zones/exceptions.csv.

    中文
    绘制面积与公布面积相差超过容许值。

    含义
        功能区的测地面积与 published_area_km2 之差超过 plan.toml 的 zone_area_percent（未写时为 10 %）。
    为什么
        不是漏画、多画，就是公布数字说的是别的范围，读者应当知道是哪一种。
    怎么改
        按公布数字所指的范围画；不要为凑面积挪动边界。确知不一致的，在 zones/exceptions.csv 加一行写明理由。
    """
    from zoneatlas.space.measure import area_km2

    for ground, zone, _, _ in drawn_zones(subject):
        published_km2 = zone.published_area_km2
        if published_km2 is None:
            continue
        allowed = ground.plan.settings.tolerances.get("zone_area_percent", _AREA_PERCENT) / 100
        drawn_km2 = area_km2(ground.shapes[zone.file, zone.index])
        off = drawn_km2 / published_km2 - 1 if published_km2 else float("inf")
        if abs(off) <= allowed:
            continue
        said = f"{100 * off:+.1f} %" if published_km2 else "—"
        yield zone_finding(
            "Z310", subject, zone, ("published_area_km2",),
            f"{zone.name.say('en')} is drawn with {drawn_km2:.2f} km², published {published_km2:g} km² ({said}; "
            "allowed "
            f"±{100 * allowed:g} %). Draw what the figure speaks of, or state the reason in exceptions.csv.",
            f"{zone.name.say('zh')}绘制 {drawn_km2:.2f} 平方公里，公布 {published_km2:g} 平方公里（{said}，容许 "
            f"±{100 * allowed:g} %）。请按数字所指范围画，或在 exceptions.csv 写明理由。",
            measure=Measure(round(100 * off, 2) if published_km2 else 100.0, "percent"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A row of kind_regions.csv.

    Zones of ``kind``, or the one with ``zone_id``, belong to ``region``; ``districts`` are those in which the plan's
    own
    words let the zone lie outside it, for the reason given.
    """

    kind: str
    zone_id: str
    region: str
    districts: tuple[str, ...]
    line: int


def region_rows(plan: Plan) -> tuple[RegionRow, ...]:
    """Return the rows of kind_regions.csv; none where the table is absent or cannot be read."""
    path = plan.root / ZONES / REGIONS_FILE
    if not path.exists():
        return ()
    try:
        rows = read_csv(path, f"{ZONES}/{REGIONS_FILE}", REGION_COLUMNS)
    except PlanError:
        return ()
    return tuple(
        RegionRow(row["kind"], row["zone_id"], row["region"], _listed(row["districts"]), line) for line, row in rows
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


@dataclass(frozen=True)
class _Regions:
    """The rows of kind_regions.csv, and the land of each set of regions, worked out once."""

    ground: Ground
    rows: tuple[RegionRow, ...]
    _lands: dict[frozenset[str], tuple[list[Site], BaseGeometry | None]] = field(default_factory=dict)
    _outside: dict[tuple[str, int], BaseGeometry] = field(default_factory=dict)

    def of(self, zone: Zone) -> tuple[frozenset[str], frozenset[str]]:
        """Return the regions given to a zone, and the districts in which it may lie outside them."""
        rows = [row for row in self.rows if row.zone_id == zone.zone_id or (not row.zone_id and row.kind == zone.kind)]
        return frozenset(row.region for row in rows if row.region), frozenset(
            name for row in rows for name in row.districts
        )

    def land(self, regions: frozenset[str]) -> tuple[list[Site], BaseGeometry | None]:
        """Return the regions' areas and their union (metric), None where the layer has none of them."""
        if regions not in self._lands:
            self._lands[regions] = _land(self.ground, regions)
        return self._lands[regions]

    def outside(self, zone: Zone) -> BaseGeometry:
        """Return what of a zone lies outside the regions it is given (metric), empty where it is given none."""
        import shapely

        key = (zone.file, zone.index)
        if key not in self._outside:
            home = self.land(self.of(zone)[0])[1]
            area = self.ground.areas[key]
            self._outside[key] = shapely.MultiPolygon() if home is None else shapely.difference(area, home)
        return self._outside[key]


def _regions(subject: Subject) -> _Regions | None:
    ground = ground_of(subject)
    if ground is None:
        return None
    return subject.once("plan_rules.regions", lambda _: _Regions(ground, region_rows(ground.plan)))


def _land(ground: Ground, regions: frozenset[str]) -> tuple[list[Site], BaseGeometry | None]:
    from zoneatlas.space.overlay import united

    def words(site: Site) -> set[str]:
        return {*site.names, *(str(value) for key, value in site.feature.properties.items() if key.endswith("_id"))}

    sites = [site for site in ground.sites("regions") if not regions.isdisjoint(words(site))] if regions else []
    return sites, united(site.area for site in sites) if sites else None


@check(
    "Z311",
    "outside-its-region",
    family="plan",
    severity="warning",
    source="zones/kind_regions.csv",
    requires=STANDS,
    needs_plan=True,
)
def outside_its_region(subject: Subject) -> Iterator[Finding]:
    """A zone reaches out of the region the plan gives it, in a district where the plan does not say so.

    What it means
        kind_regions.csv gives the kind (or the zone) a region and may list districts in which it lies outside by the
        plan's
        own words. A part of the zone lies in another district outside the region, farther than the accuracies explain.
    Why it matters
        What the plan says of the region would be applied to land it does not mean.
    How to fix
        Draw the zone back, or add the district with the plan's words to its row in kind_regions.csv.

    中文
    功能区超出规划给它的区域，而规划并未说它在那个区县超出。

    含义
        kind_regions.csv 给该类（或该功能区）定了区域，并可列出按规划原文可以超出的区县；功能区却在别的区县超出，
        距离不能用精度解释。
    为什么
        规划对该区域的要求会被用到它并不指的土地上。
    怎么改
        收回边界，或在 kind_regions.csv 的该行补上区县和规划原文。
    """
    import shapely

    from zoneatlas.space.overlay import farthest_m

    regions = _regions(subject)
    if regions is None or not regions.rows:
        return
    for ground, zone, _, edge in drawn_zones(subject):
        given, allowed_districts = regions.of(zone)
        sites, home = regions.land(given)
        away = regions.outside(zone)
        if home is None or away.is_empty:
            continue
        for site in ground.sites("districts"):
            if not allowed_districts.isdisjoint(site.names) or not away.intersects(site.area):
                continue
            outside = shapely.intersection(away, site.area)
            if outside.area == 0:
                continue
            out_m, position = farthest_m(outside, home)
            if out_m > _allowed_m(edge, sites, shapely.Point(position)):
                yield zone_finding(
                    "Z311", subject, zone, (),
                    f"{zone.name.say('en')} reaches {length(out_m)} out of the region the plan gives it, in "
                    f"{site.feature.name.say('en')} ({outside.area / 1e6:.1f} km²). Draw it back, or declare the "
                    "district "
                    f"with the plan's words in {ZONES}/{REGIONS_FILE}.",
                    f"{zone.name.say('zh')}在{site.feature.name.say('zh')}超出规划给它的区域 {length(out_m, zh=True)}"
                    f"（{outside.area / 1e6:.1f} 平方公里）。请收回，或在 {ZONES}/{REGIONS_FILE} "
                    "中按规划原文列明该区县。",
                    place=ground.place(outside),
                    measure=Measure(round(outside.area / 1e6, 3), "km2"),
                )  # fmt: skip


def _allowed_m(edge: Edge, sites: list[Site], point: BaseGeometry) -> float:
    return edge.accuracy_at(point) + max(site.edge.accuracy_at(point) for site in sites)


@check(
    "Z312",
    "region-declaration-unused",
    family="plan",
    severity="warning",
    source="zones/kind_regions.csv",
    requires=STANDS,
    needs_plan=True,
)
def region_declaration_unused(subject: Subject) -> Iterator[Finding]:
    """A district in which a zone may lie outside its region is declared, but the zone does not.

    What it means
        A row of kind_regions.csv lists a district, and no part of its zone (or of any zone of its kind) lies there
        outside the region.
    Why it matters
        A declaration nobody needs hides the next mistake, or the part it speaks of has been lost from the drawing.
    How to fix
        Take the district off the row, or draw the part the plan names there.

    中文
    声明了功能区可在某区县超出区域，实际并没有。

    含义
        kind_regions.csv 的一行列了区县，但该功能区（或该类的任何功能区）在那里都没有超出区域。
    为什么
        无用的声明会掩盖下一个错误；也可能是该部分从图上丢了。
    怎么改
        从该行删去区县，或补画规划所说的部分。
    """
    regions = _regions(subject)
    if regions is None or not regions.rows:
        return
    ground = regions.ground
    text = table_text(ground.plan, f"{ZONES}/{REGIONS_FILE}")
    for row in regions.rows:
        zones = _zones_of(ground, row)
        if any((zone.file, zone.index) in subject.blocked for zone in zones):
            continue
        if not zones or any(regions.land(regions.of(zone)[0])[1] is None for zone in zones):
            continue
        named = zones[0].name.say("en") if row.zone_id else row.kind
        named_zh = zones[0].name.say("zh") if row.zone_id else row.kind
        for name in row.districts:
            site = next((site for site in ground.sites("districts") if name in site.names), None)
            if site is not None and not any(_leaves(regions, zone, site) for zone in zones):
                yield Finding(
                    "Z312",
                    f"{named} may lie outside its region in {name}, but nothing of it does. "
                    "Take the district off the row, or draw the part.",
                    f"声明了{named_zh}可在{name}超出区域，实际没有。请删去该区县，或补画该部分。",
                    f"{ZONES}/{REGIONS_FILE}",
                    row.line,
                    cell(text, row.line, name),
                    row.zone_id or None,
                )


def _leaves(regions: _Regions, zone: Zone, site: Site) -> bool:
    """Whether a zone lies outside its region in a district, farther than the accuracies explain."""
    import shapely

    from zoneatlas.space.overlay import farthest_m

    sites, home = regions.land(regions.of(zone)[0])
    outside = shapely.intersection(regions.outside(zone), site.area)
    if home is None or outside.area == 0:
        return False
    out_m, position = farthest_m(outside, home)
    return out_m > _allowed_m(regions.ground.edges[zone.file, zone.index], sites, shapely.Point(position))


def _zones_of(ground: Ground, row: RegionRow) -> list[Zone]:
    """Return the drawn zones a row speaks of: the one it names, else all of its kind."""
    return [
        zone
        for zone in ground.plan.zones
        if (zone.zone_id == row.zone_id if row.zone_id else zone.kind == row.kind)
        and (zone.file, zone.index) in ground.areas
    ]
