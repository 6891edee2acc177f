"""What users script against: results, JSON keys and exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Any]


def test_find_as_a_table(run: Run) -> None:
    ended = run("find", "--industry", "shipbuilding")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "zone         name                  kind              clause  matched by",
        "shipwrights  Shipwrights' Quarter  Working quarters  1.1     shipbuilding (leading, exact)",
        "regatta      Regatta Quarter       Working quarters  1.1     yacht building (leading, narrower)",
        "tidewater    Tidewater Quarter     Working quarters  1       maritime trades (leading, broader)",
    ]


def test_find_as_json(run: Run) -> None:
    ended = run("find", "--industry", "brewing", "--kind", "quarter", "--format", "json")
    assert ended.code == 0
    answer = json.loads(ended.out)
    assert list(answer) == ["query", "zones"]
    assert answer["zones"][0] == {
        "id": "shipwrights",
        "name_zh": "",
        "name_en": "Shipwrights' Quarter",
        "kind": "quarter",
        "clause": "1.1",
        "matched": [{"industry": "brewing", "role": "supporting", "via": "exact"}],
        "distance_m": None,
        "certain": True,
    }


def test_find_says_when_a_known_industry_has_no_zone(run: Run) -> None:
    ended = run("find", "--industry", "coal handling")
    assert ended.code == 1
    assert "coal-handling" in ended.out
    ended = run("find", "--industry", "coal handling", "--format", "json")
    assert (ended.code, json.loads(ended.out)["zones"]) == (1, [])


def test_an_unknown_word_ends_in_2_with_suggestions(run: Run) -> None:
    ended = run("find", "--industry", "shipbilding")
    assert (ended.code, ended.out) == (2, "")
    assert "shipbuilding" in ended.err
    ended = run("find", "--industry", "shipbilding", "--format", "json")
    assert ended.code == 2
    error = json.loads(ended.out)["error"]
    assert list(error) == ["message", "message_zh", "file", "line", "column", "suggestions"]
    assert error["suggestions"][0] == {"id": "shipbuilding", "zh": "", "en": "shipbuilding"}


def test_show_prints_a_zone_with_what_it_rests_on(run: Run) -> None:
    ended = run("show", "shipwrights")
    assert (ended.code, ended.err) == (0, "")
    for said in (
        "Shipwrights' Quarter",
        "1.1",
        "shipbuilding",
        "brewing",
        "2.77 km²",
        "2.80 km²",
        "-1.0 %",
        "Old Crane",
    ):
        assert said in ended.out
    for said in ("± 15 m", "± 60 m", "Harbour bounds order", "https://arden.example/bounds", "gazetted-bounds"):
        assert said in ended.out


@pytest.mark.parametrize("name", ["shipwrights", "Shipwrights' Quarter", "SHIPWRIGHTS QUARTER", "shipw"])
def test_show_takes_any_name_of_a_zone(run: Run, name: str) -> None:
    ended = run("show", name, "--format", "json")
    assert ended.code == 0
    answer = json.loads(ended.out)
    assert answer["id"] == "shipwrights"
    assert answer["area_drawn_km2"] == pytest.approx(2.77, abs=0.01)
    assert answer["sources"][0]["address"] == "https://arden.example/strategy"


def test_show_refuses_a_name_that_fits_none_or_several(run: Run) -> None:
    several = run("show", "quarter", "--format", "json")
    assert several.code == 2
    assert [near["id"] for near in json.loads(several.out)["error"]["suggestions"]] == [
        "shipwrights",
        "regatta",
        "tidewater",
    ]
    none = run("show", "tidewatr")
    assert none.code == 2
    assert "tidewater" in none.err
    assert run("show", "").code == 2


def test_map_writes_one_file(run: Run, second_plan: Path) -> None:
    ended = run("map", "-o", "out.html")
    assert (ended.code, ended.err) == (0, "")
    page = second_plan.parent / "out.html"
    assert "4 of 4" in ended.out
    assert "Meadow Ring" in page.read_text(encoding="utf-8")


def test_map_without_a_folder_to_write_to(run: Run) -> None:
    ended = run("map", "-o", "none/out.html")
    assert ended.code == 2
    assert "none/out.html" in ended.err


@pytest.mark.parametrize("command", [("map",), ("show", "regatta"), ("find",)])
def test_an_unreadable_file_ends_in_2_in_both_languages_and_nothing_is_written(
    run: Run, second_plan: Path, command: tuple[str, ...]
) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    path.write_bytes(path.read_bytes()[:200])
    ended = run(*command)
    assert (ended.code, ended.out) == (2, "")
    assert re.search(r"^plan/zones/quarters\.geojson:2:160: error: The text breaks off", ended.err, re.MULTILINE)
    assert "错误" in ended.err
    assert {entry.name for entry in second_plan.parent.iterdir()} == {"plan"}


def test_an_unreadable_reference_layer_stops_the_map_only(run: Run, second_plan: Path) -> None:
    (second_plan / "geodata" / "tramlines.geojson").write_bytes(b"{")
    assert run("find").code == 0
    ended = run("map")
    assert ended.code == 2
    assert "plan/geodata/tramlines.geojson:1:2" in ended.err


@pytest.mark.parametrize("command", [("map", "-o", "out.html"), ("show", "regatta"), ("find",)])
def test_a_faulty_feature_is_a_warning_on_stderr(run: Run, second_plan: Path, command: tuple[str, ...]) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("10.29,", '"10.29",', 1), encoding="utf-8")
    ended = run(*command)
    assert ended.code == 0
    assert "plan/zones/quarters.geojson:2:" in ended.err
    assert "warning" in ended.err
    assert "警告" in ended.err


def test_fmt_formats_the_plan_or_the_files_named(run: Run, second_plan: Path) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    before = path.read_bytes()
    assert run("fmt").out == ""
    path.write_text(json.dumps(json.loads(before), indent=2), encoding="utf-8")
    checked = run("fmt", "--check")
    assert (checked.code, len(checked.out.splitlines())) == (1, 1)
    assert "quarters.geojson" in checked.out
    assert path.read_bytes() != before
    assert run("fmt", str(path)).code == 0
    assert path.read_bytes() == before
    assert run("fmt", "--check").code == 0


def test_fmt_refuses_what_it_cannot_read_and_formats_the_rest(run: Run, tmp_path: Path) -> None:
    broken, loose = tmp_path / "broken.geojson", tmp_path / "loose.geojson"
    broken.write_text('{"type":"FeatureCollection","features":[{]}')
    loose.write_text('{ "type": "FeatureCollection", "features": [] }')
    ended = run("fmt", str(broken), str(loose), str(tmp_path / "none.geojson"))
    assert ended.code == 2
    assert f"{broken}:1:42" in ended.err
    assert "none.geojson" in ended.err
    assert broken.read_text() == '{"type":"FeatureCollection","features":[{]}'
    assert loose.read_text() == '{"type":"FeatureCollection","features":[\n]}\n'


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("find", "--bad"), ("find", "--format", "xml"), ("show",), ("show", "a", "b"), ("find", "--kind")],
)
def test_bad_usage_ends_in_2_in_both_languages(run: Run, arguments: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        ended = run(*arguments, lang=lang)
        assert (ended.code, ended.out) == (2, "")
        assert "error: " in ended.err
        assert "错误：" in ended.err
        assert ("错误" in ended.err.splitlines()[0]) == (lang == "zh")


def test_bad_usage_is_json_where_json_was_asked(run: Run) -> None:
    ended = run("find", "--format", "json", "--bad")
    assert ended.code == 2
    assert "--bad" in json.loads(ended.out)["error"]["message"]


@pytest.mark.parametrize("command", [(), ("map",), ("show",), ("find",), ("fmt",)])
def test_help_is_in_the_language_asked(run: Run, command: tuple[str, ...]) -> None:
    english, chinese = run(*command, "--help"), run(*command, "--help", lang="zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.out.isascii()
    assert "Usage:" not in chinese.out
    assert "用法" in chinese.out


def test_every_command_speaks_chinese_about_an_english_plan(run: Run) -> None:
    assert "Shipwrights' Quarter" in run("show", "shipwrights", lang="zh").out
    assert "名称" in run("find", lang="zh").out
