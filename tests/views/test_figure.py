"""The printed sheet: what stands on it, that it is the same each time, and every way it can go wrong."""

from __future__ import annotations

import itertools
import json
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.plan.records import Text
from zoneatlas.views import figure, figure_fonts
from zoneatlas.views.figure import FORMATS, draw_sheet, write_figure
from zoneatlas.views.figure_ground import ground_of
from zoneatlas.views.figure_labels import Candidate, place, wrapped
from zoneatlas.views.figure_layout import Box, crowded_window, fit
from zoneatlas.views.mapdata import map_data

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "tests" / "second_plan"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(ROOT)


@pytest.fixture(scope="module")
def second() -> Plan:
    return load_plan(SECOND)


@pytest.fixture(scope="module")
def chinese(plan: Plan) -> ET.Element:
    drawn = draw_sheet(plan, "svg", lang="zh")
    assert (drawn.lang, drawn.remarks) == ("zh", ()), "install a font with Chinese characters: `make browser`"
    return ET.fromstring(drawn.data)  # noqa: S314  (our own)


def texts(svg: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in svg.iter(f"{SVG}text")]


def ids(svg: ET.Element) -> set[str]:
    return {node.get("id", "") for node in svg.iter()}


def test_every_zone_is_drawn_and_named(chinese: ET.Element, plan: Plan) -> None:
    written = texts(chinese)
    for zone in plan.zones:
        assert f"zone-{zone.zone_id}" in ids(chinese)
        assert any(text.endswith(zone.name_zh) for text in written)


def test_title_legend_scale_north_and_sources_stand_on_it(chinese: ET.Element, plan: Plan) -> None:
    written = texts(chinese)
    together = "\n".join(written)
    for said in (plan.settings.title.zh, "图例", "北", "资料：", "边界：示意", "sha256", plan.settings.measuring_crs):
        assert said in together
    for line in plan.settings.attribution:
        assert line.zh in together
    for usage in plan.settings.layers:
        data = plan.layer(usage.layer_id)
        if usage.base and data is not None:
            assert data.layer.title.zh in written
            assert data.layer.attribution in together.replace("\n", "")
    assert sum(re.fullmatch(r"1:[\d,]+", text) is not None for text in written) == 2  # map and inset
    assert sum(text.endswith(" km") for text in written) == 2


def test_the_inset_shows_zones_bigger(chinese: ET.Element) -> None:
    shown = [name for name in ids(chinese) if name.startswith("inset-")]
    scales = [int(text[2:].replace(",", "")) for text in texts(chinese) if re.fullmatch(r"1:[\d,]+", text)]
    assert shown
    assert max(scales) >= 2 * min(scales)


def boxes(svg: ET.Element) -> list[tuple[str, Box]]:
    """Return the halves of the sheet's labels on the maps as the browser's reader meets them: text, middle, size."""
    found = []
    for node in svg.iter(f"{SVG}text"):
        style = node.get("style", "")
        size = re.search(r"font-size: ([\d.]+)px", style)
        if size is None or "text-anchor: middle" not in style:
            continue
        text, high = "".join(node.itertext()), float(size[1])
        wide = sum(1.0 if ord(sign) > 0x2E7F else 0.5 for sign in text) * high * 0.97
        x, y = float(node.get("x", "0")), float(node.get("y", "0"))
        found.append((text, Box(x - wide / 2, y - high * 0.7, wide, high * 0.7)))
    return found


def test_no_label_collides_with_another(chinese: ET.Element) -> None:
    found = boxes(chinese)
    assert len(found) > 50
    collisions = [
        (one, other)
        for at, (one, box) in enumerate(found)
        for other, second_box in found[at + 1 :]
        if box.shrunk(0.2).meets(second_box)
    ]
    assert not collisions


def test_marks_show_in_svg_as_on_paper(chinese: ET.Element) -> None:
    patterns = list(chinese.iter(f"{SVG}pattern"))
    assert patterns
    assert all(pattern.find(f"{SVG}rect[@fill='none']") is not None for pattern in patterns)


def test_colours_are_those_of_the_map(second: Plan) -> None:
    colours = {zone["id"]: zone["colour"] for zone in map_data(second, "en")["zones"]}
    assert {drawn.zone.zone_id: drawn.colour for drawn in ground_of(second).zones} == colours


def test_zones_of_a_kind_with_colours_of_their_own_have_them(plan: Plan) -> None:
    for drawn in ground_of(plan).zones:
        if drawn.kind.zone_colours:
            assert drawn.colour in drawn.kind.zone_colours


def test_edges_are_parted_by_status_and_nothing_of_them_is_lost(plan: Plan) -> None:
    for drawn in ground_of(plan).zones:
        lines = [*drawn.firm, *drawn.indicative]
        length_m = sum(math.dist(a, b) for line in lines for a, b in itertools.pairwise(line))
        assert length_m == pytest.approx(drawn.area.length, rel=1e-9)
        statuses = {s.boundary_status for s in plan.stretches if s.zone_id == drawn.zone.zone_id}
        if drawn.zone.boundary_status != "indicative" and "indicative" not in statuses:
            assert not drawn.indicative


@pytest.mark.parametrize("form", FORMATS.values())
def test_the_same_bytes_twice(second: Plan, form: str) -> None:
    assert draw_sheet(second, form, lang="en").data == draw_sheet(load_plan(SECOND), form, lang="en").data


def test_the_same_bytes_in_processes_of_their_own(run_process: Callable[..., Any], tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.svg"
        assert run_process("figure", "-o", str(path), PYTHONHASHSEED=seed).returncode == 0
        found.append(path.read_bytes())
    assert found[0] == found[1]


@pytest.mark.parametrize("size", ["a4", "a4-portrait", "a3", "a3-portrait"])
def test_paper_sizes(run: Callable[..., Any], tmp_path: Path, size: str) -> None:
    path = tmp_path / "plan.svg"
    ended = run("figure", "-o", str(path), "--size", size)
    assert (ended.code, ended.err) == (0, "")
    assert "4/4" in ended.out
    view = ET.parse(path).getroot().get("viewBox", "").split()  # noqa: S314  (our own)
    assert [float(side) for side in view[2:]] == pytest.approx(
        [side / 25.4 * 72 for side in figure.SIZES[size]], abs=0.1
    )


def test_the_command_writes_plan_png_in_the_plans_language(run: Callable[..., Any], second_plan: Path) -> None:
    ended = run("figure")
    assert ended.code == 0
    assert (second_plan.parent / "plan.png").read_bytes().startswith(b"\x89PNG")
    assert ended.out.startswith("plan.png: 4/4 zones drawn, 1:")


def test_an_english_plan_can_be_drawn_in_chinese(second: Plan) -> None:
    drawn = draw_sheet(second, "svg", lang="zh")
    written = texts(ET.fromstring(drawn.data))  # noqa: S314  (our own)
    assert "图例" in written
    assert any("Meadow Ring" in text for text in written)


def test_an_unknown_ending_is_refused_before_anything_is_read(run: Callable[..., Any], second_plan: Path) -> None:
    (second_plan / "zones" / "plan.toml").unlink()
    ended = run("figure", "-o", "plan.jpg")
    assert (ended.code, ended.out) == (2, "")
    for said in ("plan.jpg", ".png, .pdf, .svg", "请用"):
        assert said in ended.err


def test_a_file_that_cannot_be_written_leaves_nothing(run: Callable[..., Any], second_plan: Path) -> None:
    ended = run("figure", "-o", "none/plan.svg")
    assert ended.code == 2
    assert "none/plan.svg" in ended.err
    assert {entry.name for entry in second_plan.parent.iterdir()} == {"plan"}


def test_without_matplotlib_it_says_what_to_install(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure, "find_spec", lambda _: None)
    ended = run("figure", "-o", "plan.svg")
    assert ended.code == 2
    assert "zoneatlas[figures]" in ended.err
    assert "请运行" in ended.err


def test_without_a_chinese_font_it_speaks_english_and_says_so(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_fonts, "_installed", lambda _: [])
    drawn = write_figure(plan, tmp_path / "plan.svg", lang="zh")
    assert drawn.lang == "en"
    (remark,) = drawn.remarks
    assert "fonts-noto-cjk" in remark.zh
    assert "fonts-noto-cjk" in remark.en
    written = texts(ET.fromstring(drawn.data))  # noqa: S314  (our own)
    assert "Legend" in written
    assert not [text for text in written if re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("name", ["$x^2$ \\frac{1}", "a\nb\u202ec", "<&>\"'", "长" * 5000, "\U0001f3ed works"])
def test_odd_names_are_written_as_they_are_or_cut(second_plan: Path, name: str) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    text = path.read_text(encoding="utf-8").replace('"Regatta Quarter"', json.dumps(name))
    path.write_text(text, encoding="utf-8")
    drawn = draw_sheet(load_plan(second_plan), "svg", lang="en")
    assert drawn.zones == 4
    assert any(text.startswith("2 ") for text in texts(ET.fromstring(drawn.data)))  # noqa: S314  (our own)


def test_a_voice_uses_the_other_language_or_question_marks_for_what_it_cannot_write() -> None:
    voice = figure_fonts.Voice("zh", ("DejaVu Sans",), frozenset(map(ord, "abc?")))
    assert voice.say(Text("中", "abc")) == "abc"
    assert voice.say(Text("中", ""), "ab") == "ab"
    assert voice.say(Text("中a", "")) == "?a"


def test_lines_are_broken_evenly_and_not_before_punctuation() -> None:
    assert wrapped("Folk Culture Tourism Cluster", 2, len) == [
        ("Folk Culture Tourism Cluster",),
        ("Folk Culture", "Tourism Cluster"),
    ]
    assert wrapped("一二，三四", 2, len)[1] == ("一二，", "三四")


def test_labels_that_want_the_same_place_share_it_out() -> None:
    one = [Candidate(Box(0, 0, 10, 3), 0, 0.0), Candidate(Box(0, 4, 10, 3), 0, 1.0)]
    first, second = place([one, one])
    assert first is not None
    assert second is not None
    assert not first.box.meets(second.box)
    assert place([one[:1], one[:1]]).count(None) == 1


def test_an_inset_is_made_only_where_zones_crowd() -> None:
    frame = fit(Box(0, 0, 160, 160), (0, 0, 160_000, 160_000), 3.0)
    room = Box(170, 80, 80, 80)
    near = [(80 + x, 80 + y, Box(79 + x, 79 + y, 2, 2)) for x in range(0, 12, 4) for y in range(0, 12, 4)]
    apart = [(20.0 + 40 * x, 80.0, Box(19 + 40 * x, 79, 2, 2)) for x in range(4)]
    assert crowded_window(frame, room, apart) is None
    inset = crowded_window(frame, room, near)
    assert inset is not None
    assert inset.scale * 2 <= frame.scale
    window = inset.window
    east_m = frame.east_m + (84 - 80) * frame.scale / 1000
    assert window[0] < east_m < window[2]
