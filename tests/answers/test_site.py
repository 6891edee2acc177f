"""May this be sited here: the order in which rules combine, on the second plan with rules of its own."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneatlas import Plan, PlanError, load_plan
from zoneatlas.answers.site import SiteAnswer, Siting, site
from zoneatlas.answers.site_receipt import plan_sha256
from zoneatlas.plan.rules import COLUMNS
from zoneatlas.space.geodesic import distance_m
from zoneatlas.views.siting import site_json, site_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

RULES = (
    "own,encourage,strict,both,designated,in own-designation,,,2,,Zones host what they designate.",
    "no-brewing,prohibit,strict,new,brewing,in district 'North Arden',,,3.1,,No brewing in the north.",
    "harbour,restrict,in-principle,new,maritime,near places old-crane within 6 km,,it floats,3.2,,Keep the harbour.",
    "coal,restrict,strict,both,coal-handling,everywhere,,,3.3,,Coal leaves.",
    "old-coal,encourage,strict,existing,coal-handling,in zone tidewater,,,3.4,,Old coal may stay.",
    "southern-food,encourage,strict,both,food,in district 'South Arden',,,3.5,,Food in the south.",
    "tram-food,direct,strict,new,food,along tramlines/'Line 1' within 500 m,,,3.6,,Food along the tram.",
)
SHIPWRIGHTS, TIDEWATER = (10.305, 55.107), (10.3675, 55.0998)
NORTH, SOUTH, SEA = (10.25, 55.17), (10.30, 55.05), (11.5, 55.5)


@pytest.fixture
def plan(second_plan: Path) -> Plan:
    """Return the second plan with rules."""
    text = "\n".join([",".join(COLUMNS), *RULES]) + "\n"
    (second_plan / "zones" / "rules.csv").write_text(text, encoding="utf-8")
    return load_plan(second_plan)


def ruled(answer: SiteAnswer) -> list[str | None]:
    """Return the rules of an answer's reasons."""
    return [reason.rule for reason in answer.reasons]


@pytest.mark.parametrize(
    ("place", "industry", "verdict", "rules"),
    [
        (
            SHIPWRIGHTS,
            "brewing",
            "prohibited",
            ["no-brewing", "own", "tram-food"],
        ),  # goes before the zone's own designation
        (SHIPWRIGHTS, "shipbuilding", "encouraged", ["own", "harbour"]),  # exact: goes before a restriction
        (SHIPWRIGHTS, "maritime", "encouraged", ["own", "harbour"]),  # the zone's term is narrower: likewise
        (SHIPWRIGHTS, "yacht-building", "restricted", ["harbour", "own"]),  # the zone's term is broader: restricted
        (TIDEWATER, "ship-repair", "restricted", ["harbour", "own"]),
        (SOUTH, "coal-handling", "restricted", ["coal"]),
        (SOUTH, "fish-smoking", "encouraged", ["southern-food"]),  # narrower than the rule's term
        (NORTH, "food", "silent", []),
        ((10.36, 55.16), "food", "encouraged", ["tram-food"]),  # direct: along the line
        ((10.37, 55.15), "food", "silent", []),  # and silent elsewhere
        (SEA, "food", "outside", [None]),
        (SEA, "coal-handling", "outside", [None]),
    ],
)
def test_the_order_of_verdicts(
    plan: Plan, place: tuple[float, float], industry: str, verdict: str, rules: list[str | None]
) -> None:
    answer = site(plan, *place, industry)
    assert (answer.verdict, ruled(answer)) == (verdict, rules)


def test_what_stands_already_is_asked_apart(plan: Plan) -> None:
    assert site(plan, *SHIPWRIGHTS, "brewing", existing=True).verdict == "encouraged"
    assert site(plan, *SOUTH, "coal-handling", existing=True).verdict == "restricted"
    assert "old-coal" in ruled(site(plan, *TIDEWATER, "coal-handling", existing=True))
    assert "old-coal" not in ruled(site(plan, *TIDEWATER, "coal-handling"))


def test_strength_and_condition_stand_in_the_reason_and_change_nothing(plan: Plan) -> None:
    answer = site(plan, 10.31, 55.12, "ship-repair")
    assert answer.verdict == "restricted"
    (reason,) = answer.reasons
    assert "In principle" in reason.text.en
    assert "it floats" in reason.text.en
    assert "原则上" in reason.text.zh


def test_at_an_edge_nearer_than_its_accuracy_both_verdicts_are_named(plan: Plan) -> None:
    inside, outside = site(plan, 10.3, 55.10003, "brewing"), site(plan, 10.25, 55.09997, "brewing")
    assert (inside.verdict, inside.between) == ("cannot-say", ("prohibited", "encouraged"))
    assert (outside.verdict, outside.between) == ("cannot-say", ("encouraged", "prohibited"))
    assert {"no-brewing", "southern-food"} <= set(ruled(outside))
    for answer in (inside, outside):
        assert any(r.accuracy_m == 5 and abs(r.distance_m or 0) < 5 for r in answer.reasons)


def test_at_the_outline_the_other_verdict_is_outside(plan: Plan) -> None:
    inside, outside = site(plan, 10.30, 55.00003, "food"), site(plan, 10.30, 54.99997, "food")
    assert (inside.verdict, inside.between) == ("cannot-say", ("encouraged", "outside"))
    assert (outside.verdict, outside.between) == ("cannot-say", ("outside", "encouraged"))
    assert ruled(inside)[0] is None


def test_a_doubtful_edge_that_changes_nothing_leaves_the_verdict(plan: Plan) -> None:
    answer = site(plan, 10.25003, 55.055, "food")  # at the edge of a zone that hosts food, in a district that does too
    assert answer.verdict == "encouraged"
    assert [match.certain for match in answer.zones if match.zone.zone_id == "regatta"] == [False]


def test_a_point_that_is_not_well_known_widens_every_band(plan: Plan) -> None:
    assert site(plan, 10.25, 55.1002, "brewing").verdict == "prohibited"
    assert site(plan, 10.25, 55.1002, "brewing", doubt_m=30).verdict == "cannot-say"


def test_nearest_names_zones_that_would_encourage_it(plan: Plan) -> None:
    answer = site(plan, *NORTH, "shipbuilding")
    assert [near.zone.zone_id for near in answer.nearest][:1] == ["shipwrights"]
    assert all(one.distance_m <= two.distance_m for one, two in zip(answer.nearest, answer.nearest[1:], strict=False))
    brewing = site(plan, *NORTH, "brewing")  # shipwrights hosts it, but the north prohibits it
    assert [near.zone.zone_id for near in brewing.nearest] == ["regatta"]


def test_a_plan_without_rules_lets_its_zones_be_seen_but_not_speak(second_plan: Path) -> None:
    answer = site(load_plan(second_plan), *SHIPWRIGHTS, "shipbuilding")
    assert (answer.verdict, answer.receipt.rules) == ("silent", ())
    assert [match.zone.zone_id for match in answer.zones] == ["shipwrights"]


def test_a_rule_that_names_what_is_not_there_is_reported_and_holds_nowhere(second_plan: Path) -> None:
    rows = [
        "a,prohibit,strict,new,food,in layer docks,,,1,,x",
        "b,prohibit,strict,new,food,inside ring 9,,,1,,x",
        "c,prohibit,strict,new,food,near places lost-inn;old-crane within 1 m,,,1,,x",
        "d,prohibit,strict,new,food,in zone nowhere,,,1,,x",
    ]
    (second_plan / "zones" / "rules.csv").write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    answer = site(load_plan(second_plan), *SOUTH, "food")
    assert answer.verdict == "silent"
    assert [(problem.feature, problem.line) for problem in answer.problems] == [("a", 2), ("b", 3), ("c", 4), ("d", 5)]


@pytest.mark.parametrize("place", [(math.nan, 55.0), (10.0, 95.0), (math.inf, 0.0), (5_100_000.0, 55.0)])
def test_what_is_no_place_is_refused(plan: Plan, place: tuple[float, float]) -> None:
    with pytest.raises(PlanError):
        site(plan, *place, "food")


def test_the_same_question_gives_the_same_bytes_and_another_plan_another_receipt(plan: Plan) -> None:
    def told() -> str:
        return json.dumps(site_json(site(load_plan(plan.root), *SHIPWRIGHTS, "brewing")), ensure_ascii=False)

    before = told()
    assert told() == before
    assert json.loads(before)["receipt"]["rules"] == ["own", "no-brewing", "southern-food", "tram-food"]
    with (plan.root / "geodata" / "boroughs.geojson").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert json.loads(told())["receipt"]["plan_sha256"] != json.loads(before)["receipt"]["plan_sha256"]


def test_the_receipt_is_that_of_the_files_alone(tmp_path: Path) -> None:
    for folder in ("zones", "geodata"):
        (tmp_path / folder / "build").mkdir(parents=True)
        (tmp_path / folder / "a.csv").write_bytes(b"x\n")
        (tmp_path / folder / "README.md").write_text("left out")
        (tmp_path / folder / "build" / "b.csv").write_text("left out")
    assert plan_sha256(tmp_path) == sha256(b"zones/a.csv\x002\x00x\ngeodata/a.csv\x002\x00x\n").hexdigest()


def test_the_text_says_what_silence_means_in_both_languages(plan: Plan) -> None:
    answer = site(plan, *NORTH, "food")
    assert "does not mean not allowed" in site_text(answer, "en")
    assert "不等于不允许" in site_text(answer, "zh")


PLACES = st.tuples(st.floats(10.19, 10.41), st.floats(54.99, 55.21))
MOVES = st.tuples(st.floats(-0.004, 0.004), st.floats(-0.002, 0.002))
ASKED = st.sampled_from(("shipbuilding", "food", "brewing", "maritime", "coal-handling", "ship-repair"))


@settings(max_examples=500)
@given(place=PLACES, move=MOVES, industry=ASKED, existing=st.booleans())
def test_moving_a_point_changes_no_verdict_unless_an_edge_or_its_band_is_crossed(
    place: tuple[float, float],
    move: tuple[float, float],
    industry: str,
    existing: bool,  # noqa: FBT001
) -> None:
    lon, lat = place
    plan = MOVING.plan()
    there = (lon + move[0], lat + move[1])
    siting = MOVING.siting(industry, existing=existing)
    one, two = siting.at(lon, lat), siting.at(*there)
    moved_m = distance_m(lon, lat, *there)
    crossed = any(abs(abs(edge_m) - band_m) <= moved_m + 0.01 for edge_m, band_m in MOVING.bands(plan, lon, lat))
    if not crossed:
        assert one.verdict == two.verdict
    if one.verdict != two.verdict and "cannot-say" not in (one.verdict, two.verdict):
        assert any(abs(edge_m) <= moved_m + 0.01 for edge_m, _ in MOVING.bands(plan, lon, lat))


class _Moving:
    """The plan the points move in; made once."""

    def __init__(self) -> None:
        self._sitings: dict[tuple[str, bool], Siting] = {}
        self._plan: Plan | None = None

    def plan(self) -> Plan:
        """Return the second plan with the rules."""
        if self._plan is None:
            import shutil
            import tempfile
            from pathlib import Path

            folder = Path(tempfile.mkdtemp()) / "plan"
            shutil.copytree(Path(__file__).parents[1] / "second_plan", folder)
            text = "\n".join([",".join(COLUMNS), *RULES]) + "\n"
            (folder / "zones" / "rules.csv").write_text(text, encoding="utf-8")
            self._plan = load_plan(folder)
        return self._plan

    def siting(self, industry: str, *, existing: bool) -> Siting:
        """Return a question, kept."""
        key = (industry, existing)
        if key not in self._sitings:
            self._sitings[key] = Siting(self.plan(), industry, existing=existing)
        return self._sitings[key]

    def bands(self, plan: Plan, lon: float, lat: float) -> list[tuple[float, float]]:
        """Return the distance to every edge a rule may turn on, with 0 for the edge and the widths of its band."""
        from zoneatlas.answers import where
        from zoneatlas.answers.shapes import shape_of_zone

        found: list[tuple[float, float]] = []

        def add(distance_m: float, *accuracies_m: float | None) -> None:
            found.extend((distance_m, band) for band in (0.0, *(accuracy or 0.0 for accuracy in accuracies_m)))

        for zone in plan.zones:
            for accuracy_m, edges in shape_of_zone(plan, zone).edges.items():
                add(edges.distance_m(lon, lat), accuracy_m)
        for key in ("North Arden", "South Arden"):
            area = where.distance_to_feature(plan, "boroughs", key, lon, lat)
            assert area is not None
            add(area.edge.distance_m, 5.0)
        crane = where.distance_to_feature(plan, "landmarks", "old-crane", lon, lat)
        tram = where.distance_to_feature(plan, "tramlines", "Line 1", lon, lat)
        assert crane is not None
        assert tram is not None
        add(crane.edge.distance_m - 6000)
        add(tram.edge.distance_m - 500)
        return found


MOVING = _Moving()


def test_site_at_a_point_on_the_command_line(plan: Plan, run: Callable[..., Ended]) -> None:
    assert plan
    ended = run("site", "--at", "10.305,55.107", "--industry", "Brewing", "--format", "json")
    answer = json.loads(ended.out)
    assert ended.code == 0
    assert list(answer) == ["verdict", "between", "reasons", "zones", "nearest", "receipt"]
    keys = ["rule", "effect", "clause", "zone", "distance_m", "accuracy_m", "text", "text_zh"]
    assert all(list(reason) == keys for reason in answer["reasons"])
    assert list(answer["receipt"]) == ["plan_sha256", "version", "rules"]
    assert answer["verdict"] == "prohibited"
    assert run("site", "--at", "55.107N 10.305E", "--industry", "brewing").out.startswith(
        "brewing at 10.305000,55.107000"
    )
    assert run("site", "--at", "10.305,55.107", "--industry", "brewing", lang="zh").out.startswith("brewing，10.305")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "10.3,55.1"),
        ("--industry", "food"),
        ("--at", "10.3,55.1", "--industry", "flying"),
        ("--at", "here", "--industry", "food"),
        ("--at", "10.3,55.1", "--industry", "food", "-o", "x.csv"),
        ("points.csv", "--at", "10.3,55.1", "--industry", "food"),
        ("points.csv", "--industry", "food"),
        ("points.csv", "--industry", "food", "-o", "out.csv"),
        ("--at", "10.3,55.1", "--industry", "food", "--datum", "mars"),
    ],
)
def test_a_question_that_cannot_be_asked_ends_in_2(
    plan: Plan, run: Callable[..., Ended], arguments: tuple[str]
) -> None:
    assert plan
    ended = run("site", *arguments, "--format", "json")
    assert ended.code == 2
    assert set(json.loads(ended.out)) == {"error"}


def test_one_point_is_answered_without_the_heavy_libraries(plan: Plan) -> None:
    code = (
        "import sys; from zoneatlas.cli import main;"
        f"code = main(['--plan', {str(plan.root)!r}, 'site', '--at', '10.3,55.1', '--industry', 'brewing']);"
        "heavy = {'shapely', 'numpy', 'pyproj', 'pandas', 'geopandas', 'folium', 'pyarrow'} & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_plan_can_be_asked_itself(plan: Plan) -> None:
    answer = plan.site(*SHIPWRIGHTS, "brewing", existing=True)
    assert isinstance(answer, SiteAnswer)
    assert answer.verdict == "encouraged"
