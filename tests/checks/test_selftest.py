"""The self-test: it leaves the plan alone, catches what it seeds, and owns up to what it misses."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from zoneatlas.checks import selftest
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.selftest import HOLLOW_CHECKS, Seeded, run_self_test
from zoneatlas.checks.selftest_copy import plan_copy
from zoneatlas.checks.selftest_faults import all_faults
from zoneatlas.plan.locate import find_root

ROOT = find_root()
SECOND = Path(__file__).resolve().parents[1] / "second_plan"


def fingerprint(root: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("zones", "geodata")
        for path in sorted((root / folder).iterdir())
        if path.is_file()
    }


def test_every_fault_is_caught_on_the_shipped_plan_and_the_plan_is_not_touched() -> None:
    before = fingerprint(ROOT)
    report = run_self_test(ROOT, placements=1, seed=7)
    assert fingerprint(ROOT) == before
    assert {row.fault for row in report.rows} == {fault.name for fault in all_faults()}
    assert [row.fault for row in report.rows if row.missed or not row.placements] == []
    assert report.complete
    assert report.as_json()["complete"] is True


def test_another_plan_is_tested_too_and_misses_are_told() -> None:
    report = run_self_test(SECOND, placements=1)
    rows = {row.fault: row for row in report.rows}
    assert rows["gcj-02-shift"].placements == 0
    assert rows["axis-swap"].caught == 1
    assert rows["bow-tie"].placements in (0, rows["bow-tie"].caught)
    assert report.complete == (not any(row.missed for row in report.rows))
    for lang in ("zh", "en"):
        assert len(list(report.lines(lang))) >= len(report.rows)


def test_the_same_seed_breaks_the_same_places() -> None:
    with plan_copy(SECOND) as copy:
        for fault in all_faults():
            texts = []
            for _ in range(2):
                seeded = fault.seed(copy, random.Random(3))  # noqa: S311  (places, no secrets)
                texts.append((seeded, seeded and copy.text(seeded.file)))
                copy.restore()
            assert texts[0] == texts[1], fault.name


def test_a_copy_is_restored() -> None:
    with plan_copy(SECOND) as copy:
        before = fingerprint(copy.root)
        for fault in all_faults():
            fault.seed(copy, random.Random(5))  # noqa: S311  (places, no secrets)
            copy.restore()
        assert fingerprint(copy.root) == before


def finding(feature: str | None, check: str = "Z999", severity: str = "error") -> Finding:
    return Finding(check, "m", "m", "zones/a.geojson", feature=feature, severity=severity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "caught"),
    [
        (finding("a"), True),
        (finding("b"), False),
        (finding(None), False),
        (finding("a", severity="info"), False),
        (finding("a", check="Z998"), False),
    ],
)
def test_only_the_right_zone_and_check_count(found: Finding, caught: bool) -> None:  # noqa: FBT001
    seeded = Seeded("zones/a.geojson", frozenset(("a",)))
    assert bool(selftest._caught([found], seeded, frozenset(), {"Z999"})) == caught  # noqa: SLF001
    assert not selftest._caught([found], seeded, frozenset((selftest._key(found),)), {"Z999"})  # noqa: SLF001


def test_counts_and_checksums_do_not_count() -> None:
    names = {item.name for item in all_checks()}
    assert names >= HOLLOW_CHECKS
