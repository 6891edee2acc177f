"""What the page works out itself agrees with the library: places, distances, areas, datum, who hosts an industry."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyproj
import pytest
import shapely

from zoneatlas.answers.find import find
from zoneatlas.answers.where import Situation, locate
from zoneatlas.space.datum import wgs84_to_gcj02
from zoneatlas.views.edges import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.views.conftest import Opened

    from zoneatlas.plan.load import Plan

_PER_KIND = 60


def _spots(plan: Plan) -> list[tuple[float, float]]:
    """Return positions all over the plan, and as many within twice an edge's accuracy of a zone, district or ring."""
    chance = random.Random(5)  # noqa: S311  (the same spots every time)
    spots = [(chance.uniform(115.3, 117.6), chance.uniform(39.4, 41.1)) for _ in range(_PER_KIND)]
    edges: list[tuple[Any, float]] = [
        (zone.geometry, zone.boundary_accuracy_m or 100) for zone in plan.zones if zone.geometry
    ]
    for role in ("districts", "rings"):
        layer = plan.role(role)
        assert layer
        edges += [(feature.geometry, layer.layer.accuracy_m or 100) for feature in layer.features if feature.geometry]
    for _ in range(_PER_KIND):
        geometry, accuracy_m = chance.choice(edges)
        lon, lat = chance.choice(chance.choice(list(lines_of(geometry))))[:2]
        away = 2 * accuracy_m / 100_000
        spots.append((lon + chance.uniform(-away, away), lat + chance.uniform(-away, away)))
    return spots


def _told(found: Situation) -> dict[str, Any]:
    return {
        "zones": {one.zone.zone_id: one.certain for one in found.zones if one.edge.inside or not one.certain},
        "inside": [one.zone.zone_id for one in found.zones if one.edge.inside],
        "districts": [(one.feature.name.en, one.edge.certain) for one in found.districts],
        "regions": [(one.feature.name.en, one.edge.certain) for one in found.regions],
        "rings": (found.rings.interval, found.rings.certain),
        "outside": found.outside,
    }


_ASK = """(spots) => spots.map(([lon, lat]) => { const s = zoneatlas.situation(lon, lat); return {
    zones: Object.fromEntries(s.zones.filter((z) => z.inside || !z.certain).map((z) => [z.zone.id, z.certain])),
    inside: s.zones.filter((z) => z.inside).map((z) => z.zone.id), away: s.zones.map((z) => z.distance_m),
    districts: s.districts.map((d) => [d.feature.name[1], d.certain]),
    regions: s.regions.map((d) => [d.feature.name[1], d.certain]),
    rings: [s.rings.interval, s.rings.certain], outside: s.outside, outline: s.outline.distance_m }; })"""


def test_a_place_asked_in_the_page_is_answered_as_by_the_library(
    shipped: Path, shipped_plan: Plan, open_page: Callable[..., Opened]
) -> None:
    spots = _spots(shipped_plan)
    answers = open_page(shipped).ask(_ASK, spots)
    doubtful = 0
    for spot, said in zip(spots, answers, strict=True):
        found = locate(shipped_plan, *spot)
        told = _told(found)
        assert said["zones"] == told["zones"], spot
        assert said["inside"] == told["inside"], spot
        assert [tuple(pair) for pair in said["districts"]] == told["districts"], spot
        assert [tuple(pair) for pair in said["regions"]] == told["regions"], spot
        assert tuple(said["rings"]) == told["rings"], spot
        assert said["outside"] == told["outside"], spot
        assert said["away"] == pytest.approx([one.distance_m for one in found.zones], rel=1e-6, abs=0.002)
        assert found.outline
        assert said["outline"] == pytest.approx(found.outline.distance_m, rel=1e-6, abs=0.002)
        doubtful += not all(told["zones"].values())
    assert doubtful > _PER_KIND / 6  # the sample does reach the edges


def test_on_an_edge_the_page_decides_as_the_library_and_shapely(
    shipped: Path, shipped_plan: Plan, open_page: Callable[..., Opened]
) -> None:
    chance = random.Random(11)  # noqa: S311  (the same positions every time)
    areas = {zone.zone_id: dict(zone.geometry) for zone in shipped_plan.zones if zone.geometry}
    lines = [line for area in areas.values() for line in lines_of(area)]
    corners = chance.sample(sorted({(at[0], at[1]) for line in lines for at in line}), 1000)
    ways = [chance.choice(list(pairwise(chance.choice(lines)))) for _ in range(1000)]
    shares = [chance.random() for _ in ways]
    beside = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for (a, b), t in zip(ways, shares, strict=True)]
    spots = [*corners, *beside]
    answers = open_page(shipped).ask(_ASK, spots)
    shapes = {key: shapely.geometry.shape(area) for key, area in areas.items()}
    for spot, said in zip(spots, answers, strict=True):
        told = _told(locate(shipped_plan, *spot))
        assert (said["inside"], said["zones"]) == (told["inside"], told["zones"]), spot
        held = {key for key, shape in shapes.items() if shapely.intersects(shape, shapely.Point(spot))}
        assert set(told["inside"]) == held, spot


def test_measured_distances_and_areas_are_geodesic(shipped: Path, open_page: Callable[..., Opened]) -> None:
    geod = pyproj.Geod(ellps="WGS84")
    chance = random.Random(7)  # noqa: S311  (the same rings every time)
    opened = open_page(shipped)
    for size in (0.001, 0.02, 0.5):
        lon, lat = 116.4, 39.9
        ring = [(lon, lat), (lon + size, lat + size * chance.random()), (lon + size / 3, lat + size)]
        lons, lats = [at[0] for at in ring], [at[1] for at in ring]
        said = opened.ask("(ring) => zoneatlas.measured(ring)", ring)
        assert said["length_m"] == pytest.approx(geod.line_length(lons, lats), abs=0.001)
        area, around = geod.polygon_area_perimeter(lons, lats)
        assert said["perimeter_m"] == pytest.approx(around, abs=0.001)
        assert said["area_m2"] == pytest.approx(abs(area), rel=2e-5)


def test_the_shift_to_gcj02_and_back_is_the_librarys(shipped: Path, open_page: Callable[..., Opened]) -> None:
    spots = [(115.5, 39.5), (116.4, 39.9), (117.4, 41.0), (104.06, 30.67)]
    shifted = open_page(shipped).ask(
        "(spots) => spots.map((at) => [zoneatlas.toGcj(at), zoneatlas.fromGcj(zoneatlas.toGcj(at))])", spots
    )
    for spot, (there, back) in zip(spots, shifted, strict=True):
        assert there == pytest.approx([float(value) for value in wgs84_to_gcj02(*spot)], abs=1e-10)
        assert back == pytest.approx(spot, abs=1e-10)


def test_an_industry_is_hosted_by_the_zones_that_find_names(
    shipped: Path, shipped_plan: Plan, open_page: Callable[..., Opened]
) -> None:
    ids = list(shipped_plan.vocabulary.industries)[::7]
    said = open_page(shipped).ask("(ids) => ids.map((id) => zoneatlas.hosts(id).map((h) => [h.zone.id, h.via]))", ids)
    for industry, hosts in zip(ids, said, strict=True):
        found = find(shipped_plan, industry=industry)
        assert [tuple(host) for host in hosts] == [(one.zone.zone_id, one.matched[0].via) for one in found], industry


def test_normal_forms_and_geometry_are_those_of_the_library(
    shipped: Path, shipped_plan: Plan, open_page: Callable[..., Opened]
) -> None:
    from zoneatlas.plan.wording import normal

    opened = open_page(shipped)
    words = ["生物 医药", "Ｂiopharma", "R&D services", "industries", "buses", "四（一）5", "  high-tech  "]
    assert opened.ask("(words) => words.map(zoneatlas.normal)", words) == [normal(word) for word in words]
    for zone in shipped_plan.zones:
        drawn = opened.ask("(id) => zoneatlas.zoneById.get(id).geometry", zone.zone_id)
        assert zone.geometry
        assert drawn == {"type": zone.geometry["type"], "coordinates": zone.geometry["coordinates"]}
