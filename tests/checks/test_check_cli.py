"""The commands `check` and `explain`: exit codes, options, formats."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zoneatlas.checks import registry
from zoneatlas.checks.example import BASE, EXAMPLES
from zoneatlas.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ended

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject

    Check = Callable[..., tuple[int, str, str]]

OPEN_RING = str(EXAMPLES / "Z147" / "bad" / "fields.geojson")
CLOCKWISE = str(EXAMPLES / "Z150" / "bad" / "fields.geojson")
GOOD = str(EXAMPLES / "Z150" / "good" / "fields.geojson")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "plan")


@pytest.fixture
def ran(plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    monkeypatch.chdir(plan.parent)

    def run_it(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--plan", "plan", "--lang", lang, *arguments])
        return (code, *capsys.readouterr())

    return run_it


def test_a_clean_plan(ran: Check) -> None:
    code, out, err = ran("check", "--strict")
    assert code == 0
    assert out.startswith("0 errors, 0 warnings, 0 notes; ")
    assert err == ""


def test_the_second_plan_has_no_errors(run: Callable[..., Ended]) -> None:
    ended = run("check", "--format", "json")
    assert ended.code == 0, ended.out


def test_errors_end_in_1_warnings_only_when_strict(ran: Check) -> None:
    assert ran("check", OPEN_RING)[0] == 1
    assert ran("check", CLOCKWISE)[0] == 0
    assert ran("check", CLOCKWISE, "--strict")[0] == 1
    assert ran("check", GOOD, "--strict")[0] == 0


def test_a_line_can_be_jumped_to_from_the_working_folder(ran: Check, plan: Path) -> None:
    (plan / "zones" / "parks.geojson").write_text("[", encoding="utf-8")
    code, out, _ = ran("check", "--select", "structure")
    assert code == 1
    assert out.splitlines()[:2] == [
        "plan/zones/parks.geojson",
        (
            "plan/zones/parks.geojson:1:2: error Z110 truncated-json: The text breaks off here and the JSON is "
            "incomplete; restore the rest from a backup or from version control."
        ),
    ]
    assert "plan/zones/parks.geojson:1:2: 错误 Z110 truncated-json：" in ran("check", lang="zh")[1]


def test_a_missing_file_is_a_finding(ran: Check) -> None:
    code, out, _ = ran("check", "nowhere.geojson")
    assert code == 1
    assert "nowhere.geojson:1:1: error Z101 unreadable-file" in out


def test_links_and_folders_are_followed_or_told(ran: Check, tmp_path: Path) -> None:
    (tmp_path / "link.geojson").symlink_to(GOOD)
    (tmp_path / "loop.geojson").symlink_to(tmp_path / "loop.geojson")
    assert ran("check", "link.geojson", "--strict")[0] == 0
    for name in ("loop.geojson", "plan", "C:\\zones\\parks.geojson", "x" * 300):
        code, out, _ = ran("check", name)
        assert code == 1
        assert "Z101" in out


def test_a_missing_plan_is_refused(ran: Check) -> None:
    shutil.rmtree("plan")
    code, out, err = ran("check")
    assert (code, out) == (2, "")
    assert "plan holds no plan" in err


def test_selecting_and_ignoring(ran: Check) -> None:
    assert ran("check", OPEN_RING, "--select", "Z14,topology")[0] == 1
    assert ran("check", OPEN_RING, "--select", "topology")[0] == 0
    assert ran("check", OPEN_RING, "--ignore", "open-ring")[0] == 0
    assert ran("check", OPEN_RING, "--ignore", "Z1")[0] == 0


def test_an_unknown_check_is_bad_usage(ran: Check) -> None:
    code, out, err = ran("check", "--select", "opem-ring")
    assert (code, out) == (2, "")
    assert "Z147" in err
    code, out, _ = ran("explain", "Z140x", "--format", "json")
    assert code == 2


@pytest.mark.parametrize("form", ["text", "json", "github", "geojson", "sarif"])
def test_a_report_may_go_to_a_file(ran: Check, plan: Path, form: str) -> None:
    path = plan / "report"
    code, out, err = ran("check", OPEN_RING, "--format", form, "-o", str(path))
    assert (code, out) == (1, "")
    assert "1 error" in err
    text = path.read_text(encoding="utf-8")
    assert "Z147" in text
    assert "\x1b" not in text
    if form in ("json", "geojson", "sarif"):
        json.loads(text)


def test_json_on_stdout(ran: Check) -> None:
    value = json.loads(ran("check", OPEN_RING, "--format", "json")[1])
    assert list(value) == ["root", "summary", "findings"]
    assert value["findings"][0]["id"] == "Z147"


@pytest.mark.parametrize("word", ["Z147", "z147", "open-ring"])
def test_explain(ran: Check, word: str) -> None:
    code, out, _ = ran("explain", word)
    assert code == 0
    assert out.startswith("Z147 open-ring\nA ring is not closed.")
    assert "环没有闭合" in ran("explain", word, lang="zh")[1]


def test_explain_answers_for_an_id_given_up(ran: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.RETIRED, "Z998", "Z147")
    code, out, _ = ran("explain", "z998")
    assert code == 0
    assert out.startswith("Z998 was given up; Z147 took its place.\nZ147 open-ring")


def test_a_crash_in_a_check_is_ours(ran: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_subject: Subject) -> Iterator[Finding]:
        raise ZeroDivisionError

    registry.all_checks()
    item = registry.get_check("Z147")
    assert item is not None
    broken = type(item)(item.id, item.name, item.family, item.severity, item.source, (), False, "", "", crash)  # noqa: FBT003
    monkeypatch.setattr(registry, "selected", lambda *_: (broken,))
    code, _, err = ran("check", GOOD)
    assert code == 3
    assert "Z147" in err


def test_many_files_in_one_run(ran: Check) -> None:
    code, out, _ = ran("check", OPEN_RING, CLOCKWISE, GOOD, "--format", "json")
    assert code == 1
    assert [one["id"] for one in json.loads(out)["findings"]] == ["Z147", "Z150"]


def test_check_needs_no_heavy_library(plan: Path) -> None:
    code = (
        "import sys; from zoneatlas.cli import main; "
        f"main(['--plan', {str(plan)!r}, 'check']); "
        "print([name for name in ('geopandas', 'pandas', 'folium') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
