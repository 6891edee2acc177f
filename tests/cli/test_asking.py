"""The commands that ask: formats, exit codes, points on stdin."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.cli import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]
INSIDE = "10.305,55.1065"


def test_find_at_a_point_as_json(run: Run) -> None:
    ended = run("find", "--at", INSIDE, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    answer = json.loads(ended.out)
    assert list(answer) == ["query", "zones"]
    zone = next(zone for zone in answer["zones"] if zone["id"] == "shipwrights")
    assert list(zone) == ["id", "name_zh", "name_en", "kind", "clause", "matched", "distance_m", "certain"]
    assert zone["distance_m"] < 0
    assert zone["certain"] is True
    assert (answer["query"]["lon"], answer["query"]["lat"]) == (10.305, 55.1065)


def test_find_nowhere_ends_in_1(run: Run) -> None:
    for form in ("table", "json", "csv", "geojson"):
        assert run("find", "--at", "11,56", "--format", form).code == 1
    assert run("find", "--at", "11,56", lang="zh").out == "没有符合条件的功能区。\n"


def test_a_table_stays_aligned_with_wide_characters(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from zoneatlas.views.text import width

    assert main(["--plan", str(checkout), "--lang", "zh", "find", "--near", "116.4,39.9", "--within-km", "8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    starts = {width(line[: line.index(word)]) for line in lines[1:] for word in ("四（",)}
    assert len(lines) > 4
    assert len(starts) == 1


def test_find_as_geojson_for_qgis(run: Run) -> None:
    ended = run("find", "--at", INSIDE, "--industry", "shipbuilding", "--format", "geojson")
    assert ended.code == 0
    collection = json.loads(ended.out)
    assert collection["type"] == "FeatureCollection"
    (feature,) = [one for one in collection["features"] if one["properties"]["zone_id"] == "shipwrights"]
    assert set(feature) == {"type", "properties", "geometry"}
    assert feature["geometry"]["type"] == "Polygon"
    properties = feature["properties"]
    assert properties["matched"] == ["shipbuilding:leading:exact"]
    assert properties["certain"] is True
    assert not any(isinstance(value, dict) for value in properties.values())
    assert not any(
        isinstance(one, list | dict) for value in properties.values() if isinstance(value, list) for one in value
    )


def test_geojson_opens_with_the_reader_qgis_uses(run: Run, tmp_path: Path) -> None:
    import geopandas as gpd

    path = tmp_path / "found.geojson"
    path.write_text(run("find", "--format", "geojson").out, encoding="utf-8")
    frame = gpd.read_file(path)
    assert (len(frame), frame.crs.to_epsg()) == (4, 4326)
    assert frame.geometry.notna().all()


def test_find_as_csv(run: Run) -> None:
    ended = run("find", "--industry", "brewing", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [(row["id"], row["matched"], row["distance_m"], row["certain"]) for row in rows] == [
        ("shipwrights", "brewing:supporting:exact", "", "true"),
        ("regatta", "food:supporting:broader", "", "true"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "here"),
        ("--at", "116.4,95"),
        ("--in", "nowhere"),
        ("--near", "Old Crane"),
        ("--within-km", "3"),
        ("--near", "Old Crane", "--within-km", "far"),
        ("--overlapping", "nothing"),
        ("--kind", "nothing"),
        ("--at", INSIDE, "--datum", "wgs72"),
        ("--near", "Lost Inn", "--within-km", "1"),
    ],
)
def test_what_cannot_be_asked_ends_in_2(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run("find", *arguments, "--format", "json")
    assert ended.code == 2
    assert list(json.loads(ended.out)) == ["error"]
    for lang in ("zh", "en"):
        told = run("find", *arguments, lang=lang)
        assert (told.code, told.out) == (2, "")
        assert "错误：" in told.err
        assert "error: " in told.err


def test_an_ambiguous_place_lists_candidates(run: Run) -> None:
    ended = run("find", "--in", "Arden", "--format", "json")
    assert ended.code == 2
    assert {near["en"] for near in json.loads(ended.out)["error"]["suggestions"]} == {"North Arden", "South Arden"}


def points(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """Put lines on stdin."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


def test_points_on_stdin_are_answered_in_order(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    points(monkeypatch, f"\ufeff{INSIDE}\r\nnonsense\n\n11,56\n55.1065,10.305\n".encode())
    ended = run("find", "--at", "-")
    results = json.loads(ended.out)["results"]
    assert ended.code == 0
    assert [result["line"] for result in results] == [1, 2, 3, 4, 5]
    assert [len(result.get("zones", ())) for result in results][:4] == [1, 0, 0, 0]
    assert ["error" in result for result in results] == [False, True, True, False, False]
    assert results[1]["text"] == "nonsense"
    assert results[1]["error"]["message_zh"]
    assert ended.err.startswith("2: ")


def test_points_on_stdin_as_csv_and_their_exit_codes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    points(monkeypatch, f"{INSIDE}\nx\n".encode())
    ended = run("find", "--at", "-", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [(row["line"], row["id"], bool(row["problem"])) for row in rows] == [
        ("1", "shipwrights", False),
        ("2", "", True),
    ]
    assert ended.code == 0
    points(monkeypatch, b"11,56\n")
    assert run("find", "--at", "-").code == 1
    points(monkeypatch, b"x\n\xff\xfe\n")
    assert run("find", "--at", "-").code == 2
    points(monkeypatch, b"")
    ended = run("find", "--at", "-")
    assert (ended.code, json.loads(ended.out)) == (1, {"results": []})
    points(monkeypatch, f"{INSIDE}\n".encode())
    assert run("find", "--at", "-", "--format", "geojson").code == 2
    points(monkeypatch, f"{INSIDE}\n".encode())
    assert run("find", "--at", "-", "--industry", "shipbilding").code == 2


def test_latitude_first_is_said(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--plan", str(checkout), "--lang", "en", "find", "--at", "39.79,116.51"])
    assert "latitude first" in capsys.readouterr().err


def test_a_known_industry_that_no_zone_hosts_says_what_the_plan_does(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--plan", str(checkout), "--lang", "zh", "find", "--industry", "资源开采"]) == 1
    told = capsys.readouterr().out
    assert "退出" in told
    assert "三（五）" in told
    assert main(["--plan", str(checkout), "find", "--industry", "资源开采", "--format", "json"]) == 1
    policy = json.loads(capsys.readouterr().out)["query"]["policy"]
    assert "exit" in policy["stance"]


def test_a_fragment_is_understood_and_said_so(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("总部", "民俗", "工艺品"):
        assert main(["--plan", str(checkout), "--lang", "zh", "find", "--industry", word]) == 0
        told = capsys.readouterr()
        assert word in told.err
        assert "理解为" in told.err
    for word in ("biopharma", "生物医药", "biomedicine", "总部经济"):
        assert main(["--plan", str(checkout), "find", "--industry", word]) == 0
        assert capsys.readouterr().err == ""


def test_industries_as_a_tree(run: Run) -> None:
    ended = run("industries")
    assert (ended.code, ended.err) == (0, "")
    assert "  shipbuilding [shipbuilding]" in ended.out
    answer = json.loads(run("industries", "--format", "json").out)
    assert {"id", "parent", "depth", "stance", "clauses", "leading", "supporting"} <= set(answer["industries"][0])
    branch = json.loads(run("industries", "shipbuilding", "--format", "json").out)
    assert [zone["id"] for zone in branch["zones"]] == ["shipwrights", "regatta", "tidewater"]
    assert "Zones that host it" in run("industries", "shipbuilding").out
    assert run("industries", "shipbilding").code == 2
    assert "主导：" in run("industries", lang="zh").out


def test_places_and_targets(run: Run) -> None:
    answer = json.loads(run("places", "--format", "json").out)
    assert [place["id"] for place in answer["places"]] == ["old-crane", "lost-inn"]
    assert answer["places"][1]["lon"] is None
    assert "No map shows it." in run("places").out
    assert run("places", "crane").out.count("\n") == 2
    assert run("places", "nothing").code == 1
    assert run("places", "borough").code in (0, 1)
    assert (run("targets").code, json.loads(run("targets", "--format", "json").out)) == (0, {"targets": []})


def test_show_a_place(run: Run) -> None:
    ended = run("show", "North Arden")
    assert (ended.code, ended.err) == (0, "")
    assert "shipwrights" in ended.out
    answer = json.loads(run("show", "old crane", "--format", "json").out)
    assert (answer["id"], answer["lon"], answer["area_km2"]) == ("old-crane", 10.305, None)
    assert [one["id"] for one in answer["at"]] == ["North Arden"]
    lost = run("show", "lost-inn")
    assert lost.code == 0
    assert "No map shows it." in lost.out
    assert "所在" in run("show", "old-crane", lang="zh").out


@pytest.mark.parametrize("name", ["districts", "regions", "rings", "places", "roads", "water"])
def test_show_describes_every_feature_with_a_role(
    checkout: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    from zoneatlas import load_plan
    from zoneatlas.answers.places import feature_place
    from zoneatlas.answers.surroundings import place_portrait
    from zoneatlas.views.place_text import place_json, place_portrait_text

    plan = load_plan(checkout)
    layer = plan.role(name)
    assert layer is not None
    for feature in layer.features[:: max(1, len(layer.features) // 6)]:
        portrait = place_portrait(plan, feature_place(layer, feature))
        assert place_portrait_text(plan, portrait, "zh")
        assert json.dumps(place_json(portrait), allow_nan=False)
    assert capsys.readouterr().err == ""
