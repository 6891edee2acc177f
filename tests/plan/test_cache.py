"""What is kept between runs never changes an answer, and never stands in the way of one."""

# ruff: noqa: SLF001  (where the cache lies and how many plans it keeps is its own affair)
from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from zoneatlas.cli import main
from zoneatlas.plan import cache
from zoneatlas.plan.load import load_kept_plan, load_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Of each command that asks, some questions: understood, doubtful, refused, with nothing found.
QUESTIONS = (
    ("find", "--industry", "biopharma"),
    ("find", "--industry", "特色生物医药产业", "--format", "json"),
    ("find", "--industry", "总部"),
    ("find", "--industry", "F52"),
    ("find", "--industry", "xyzzy"),
    ("find", "--at", "116.51,39.79", "--format", "json"),
    ("find", "--at", "116.3,39.98", "--format", "csv"),
    ("find", "--near", "116.4,39.9", "--within-km", "5"),
    ("find", "--near", "yizhuang", "--within-km", "12", "--format", "json"),
    ("find", "--in", "朝阳区", "--format", "json"),
    ("find", "--in", "inside ring 4"),
    ("find", "--in", "between ring 2 and ring 3", "--kind", "cluster"),
    ("find", "--overlapping", "olympic", "--format", "geojson"),
    ("show", "yizhuang"),
    ("show", "zhongguancun", "--format", "json"),
    ("show", "朝阳区", "--format", "json"),
    ("show", "ring 4"),
    ("show", "inside ring 3"),
    ("show", "badaling-expressway", "--format", "json"),
    ("show", "首都机场"),
    ("site", "--at", "116.51,39.79", "--industry", "automobiles", "--format", "json"),
    ("site", "--at", "116.38,39.91", "--industry", "wholesale", "--existing"),
    ("site", "--at", "116.05,40.4", "--industry", "旅游", "--format", "json"),
    ("site", "--at", "120,39", "--industry", "finance"),
    ("industries", "biopharma"),
    ("places", "机场"),
    ("targets",),
)


FEW = QUESTIONS[:2] + QUESTIONS[5:6] + QUESTIONS[9:10] + QUESTIONS[20:21]


@pytest.fixture
def ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[tuple[int, str, str]]]:
    """Return what asks all questions of a plan with a folder for the cache, and gives codes and what was printed."""

    def asked(
        plan: Path, folder: Path | str, questions: tuple[tuple[str, ...], ...] = FEW
    ) -> list[tuple[int, str, str]]:
        monkeypatch.setenv(cache.VARIABLE, str(folder))
        ended = []
        for question in questions:
            capsys.readouterr()
            code = main(["--plan", str(plan), "--lang", "en", *question])
            ended.append((code, *capsys.readouterr()))
        return ended

    return asked


@pytest.fixture
def plan(checkout: Path, tmp_path: Path) -> Path:
    """Return a copy of the plan that a test may change."""
    for folder in ("zones", "geodata"):
        shutil.copytree(checkout / folder, tmp_path / "plan" / folder, ignore=shutil.ignore_patterns("build"))
    return tmp_path / "plan"


def test_answers_are_the_same_without_a_cache_filling_it_and_from_it(
    ask: Callable[..., list[tuple[int, str, str]]], plan: Path, tmp_path: Path
) -> None:
    without = ask(plan, "off", QUESTIONS)
    assert {code for code, _, _ in without} == {0, 1, 2}
    assert ask(plan, tmp_path / "cache", QUESTIONS) == without
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert ask(plan, tmp_path / "cache", QUESTIONS) == without


@pytest.mark.parametrize("damage", ["cut", "turned", "foreign", "empty"])
def test_a_damaged_cache_is_made_anew(
    ask: Callable[..., list[tuple[int, str, str]]], plan: Path, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "cache"
    without = ask(plan, folder)
    kept = next(folder.iterdir())
    data = bytearray(kept.read_bytes())
    if damage == "turned":  # one byte in every thousand
        data[100::1000] = bytes(byte ^ 0xFF for byte in data[100::1000])
    damaged = {"cut": bytes(data[: len(data) // 2]), "foreign": b"PK\x03\x04" * 400, "empty": b""}
    kept.write_bytes(damaged.get(damage, bytes(data)))
    assert ask(plan, folder) == without
    assert ask(plan, folder) == without


def test_one_damaged_part_is_never_taken_for_sound_later(
    ask: Callable[..., list[tuple[int, str, str]]], plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    without = ask(plan, folder)
    kept = next(folder.iterdir())
    data = bytearray(kept.read_bytes())
    data[-2000:] = bytes(byte ^ 0x01 for byte in data[-2000:])
    kept.write_bytes(data)
    ask(plan, folder, (("find", "--near", "116.41,39.92", "--within-km", "4"),))  # writes the file again
    assert ask(plan, folder) == without


def test_an_edit_is_seen_at_once(ask: Callable[..., list[tuple[int, str, str]]], plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    before = ask(plan, folder)
    zones = plan / "zones" / "functional_zones.geojson"
    told = zones.stat()
    text = zones.read_text(encoding="utf-8")
    edited = text.replace("biopharma", "xiopharma").replace("116.5", "116.6")
    zones.write_text(edited, encoding="utf-8")
    os.utime(zones, ns=(told.st_atime_ns, told.st_mtime_ns))  # same size, same time: only the content tells
    assert zones.stat().st_size == told.st_size
    after = ask(plan, folder)
    assert after != before
    assert after == ask(plan, "off")
    zones.write_text(text, encoding="utf-8")
    assert ask(plan, folder) == before


def test_a_change_while_a_question_is_answered_is_not_kept(plan: Path, tmp_path: Path) -> None:
    store = cache.open_store(plan, {cache.VARIABLE: str(tmp_path / "cache")})
    assert store is not None
    store.part("core", lambda: 1)
    with (plan / "zones" / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    store.save()
    assert not (tmp_path / "cache").exists() or not list((tmp_path / "cache").iterdir())


def test_where_nothing_can_be_written_answers_come_all_the_same(
    ask: Callable[..., list[tuple[int, str, str]]], plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = ask(plan, "off", FEW)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert ask(plan, tmp_path / "file" / "below", FEW) == without
    folder = tmp_path / "cache"
    ask(plan, folder, FEW[:2])
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    writable = os.access
    monkeypatch.setattr(  # a folder of someone else's: a test may run as root, who may write anywhere
        os, "access", lambda path, mode: not str(path).startswith(str(folder)) and writable(path, mode)
    )
    assert ask(plan, folder, FEW) == without
    assert {path: path.read_bytes() for path in folder.iterdir()} == kept


def test_it_can_be_switched_off_and_put_elsewhere(tmp_path: Path) -> None:
    home = str(tmp_path)
    for off in ("off", "OFF", "0", "no", "none"):
        assert cache._folder({"HOME": home, cache.VARIABLE: off}) is None
    assert cache._folder({"HOME": home, cache.VARIABLE: home}) == home
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert cache._folder({"HOME": home}) == f"{home}/.cache/zoneatlas"
        assert cache._folder({"HOME": home, "XDG_CACHE_HOME": f"{home}/x"}) == f"{home}/x/zoneatlas"
        assert cache._folder({}) is None


def test_only_the_latest_plans_are_kept(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for number in range(cache._MOST_STORES + 3):
        (plan / "zones" / "note.csv").write_text(f"{number}\n", encoding="utf-8")
        store = cache.open_store(plan, {cache.VARIABLE: str(folder)})
        assert store is not None
        store.part("number", lambda number=number: number)  # type: ignore[misc]
        store.save()
        assert store._path in map(str, folder.iterdir())
    assert len(list(folder.iterdir())) == cache._MOST_STORES


def test_a_kept_plan_is_equal_to_one_read(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    read = load_plan(plan)
    for _ in range(2):
        kept = load_kept_plan(plan)
        assert kept == read
        assert repr(kept.zones) == repr(read.zones)
        assert kept.rules == read.rules
        assert kept.sources == read.sources
        assert kept.stretches == read.stretches
        assert kept.catalogue == read.catalogue
        assert kept.vocabulary.problems == read.vocabulary.problems
        assert kept.vocabulary.naming.stemmed == read.vocabulary.naming.stemmed
        assert [kept.layer(layer.id) for layer in read.catalogue] == [read.layer(layer.id) for layer in read.catalogue]
        assert kept.store is not None
        kept.store.save()


def test_python_keeps_nothing(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    load_plan(plan).find(industry="biopharma")
    assert not (tmp_path / "cache").exists()
