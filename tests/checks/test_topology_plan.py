"""The topology checks on plans: overlaps against their table, and layers that should tile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.checks.example import EXAMPLES, example_subject
from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import subject_of_plan

if TYPE_CHECKING:
    from pathlib import Path

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject

TOPOLOGY = selected(["topology"])
HEADER = "zone_a,zone_b,relation,reason_zh,reason_en,clause_or_source,min_km2,max_km2,until\n"
PAIR = "northern-hills,spring-valley"


def findings(subject: Subject) -> list[tuple[str, str | None]]:
    return [(one.check, one.severity) for one in run_checks(subject, TOPOLOGY)]


def with_table(example: str, table: str | None, **changes: Any) -> list[Finding]:  # noqa: ANN401
    """Check a plan in which a belt reaches into a park, with another table."""
    with example_subject(EXAMPLES / example / "bad") as subject:
        assert subject.root is not None
        path = subject.root / "zones" / "overlaps.csv"
        if table is None:
            path.unlink()
        else:
            path.write_text(table, encoding="utf-8")
        return run_checks(replace(subject_of_plan(subject.root), **changes), TOPOLOGY)


def test_without_a_table_an_overlap_across_kinds_is_a_remark() -> None:
    (one,) = with_table("Z210", None)
    assert (one.check, one.severity) == ("Z210", "info")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"{PAIR},overlaps,r,r,1,,,", []),
        ("spring-valley,northern-hills,overlaps,,r,1,0.1,0.2,2030-01-01", []),
        (f"{PAIR},within,r,r,1,,,", ["Z216"]),
        (f"{PAIR},contains,r,r,1,,,", ["Z216"]),
        (f"{PAIR},touches,r,r,1,,,", ["Z216"]),
        (f"{PAIR},overlaps,r,r,1,1,,", ["Z216"]),
        (f"{PAIR},overlaps,r,r,1,,0.01,", ["Z216"]),
        (f"{PAIR},overlaps,r,r,1,,,2020-06-30", ["Z217"]),
        (f"{PAIR},beside,r,r,1,,,", ["Z210", "Z218"]),
        (f"{PAIR},overlaps,,,1,,,", ["Z210", "Z218"]),
        (f"{PAIR},overlaps,r,r,1,few,,", ["Z210", "Z218"]),
        (f"{PAIR},overlaps,r,r,1,,,soon", ["Z210", "Z218"]),
        (f"{PAIR},overlaps,r,r,1,,,\n{PAIR},overlaps,r,r,1,,,", ["Z218"]),
        (f"{PAIR},overlaps,r,r,1,,,\nriver-port,spring-valley,touches,r,r,1,,,", ["Z215"]),
        (f"{PAIR},overlaps,r,r,1,,,\nriver-port,spring-valley,within,r,r,1,,,", ["Z215"]),
    ],
)
def test_rows_of_the_table(row: str, expected: list[str]) -> None:
    found = with_table("Z210", f"{HEADER}{row}\n", today=dt.date(2026, 1, 1))
    assert sorted(one.check for one in found) == expected
    assert all(one.message and one.message_zh for one in found)


def test_a_row_holds_on_its_last_day() -> None:
    row = f"{HEADER}{PAIR},overlaps,r,r,1,,,2026-01-01\n"
    assert not with_table("Z210", row, today=dt.date(2026, 1, 1))
    (one,) = with_table("Z210", row, today=dt.date(2026, 1, 2))
    assert (one.check, one.line, one.file) == ("Z217", 2, "zones/overlaps.csv")


def test_a_table_that_lacks_a_column_is_said_once() -> None:
    found = with_table("Z210", "zone_a,zone_b\n")
    assert not found  # the table is told by Z196, and nothing that rests on it


def test_a_doubled_zone_is_found_with_its_name(tmp_path: Path) -> None:
    with example_subject(EXAMPLES / "Z210" / "good") as subject:
        assert subject.root is not None
        parks = subject.root / "zones" / "parks.geojson"
        lines = parks.read_text(encoding="utf-8").splitlines()
        copy = lines[1].replace('"zone_id":"spring-valley"', '"zone_id":"second-valley"')
        parks.write_text("\n".join([lines[0], copy, *lines[1:]]), encoding="utf-8")
        found = run_checks(subject_of_plan(subject.root), TOPOLOGY)
    assert tmp_path.exists()
    doubled = [one for one in found if one.check == "Z208"]
    assert [(one.severity, one.feature) for one in doubled] == [("error", "spring-valley")]
    assert "second-valley" in doubled[0].message


def test_the_shipped_plan_has_no_faults_of_topology(checkout: Path) -> None:
    assert findings(subject_of_plan(checkout)) == []


def test_zones_of_a_kind_may_have_to_tile() -> None:
    with example_subject(EXAMPLES / "Z221" / "good") as subject:
        assert subject.root is not None
        toml = subject.root / "zones" / "plan.toml"
        text = toml.read_text(encoding="utf-8").replace('["districts"]', '["districts", "industry-park", "nothing"]')
        toml.write_text(text, encoding="utf-8")
        parks = subject.root / "zones" / "parks.geojson"
        lines = parks.read_text(encoding="utf-8").splitlines()
        assert findings(subject_of_plan(subject.root)) == []
        hole = ",[[105.1,34.08],[105.1,34.09],[105.11,34.09],[105.11,34.08],[105.1,34.08]]]}}"
        lines[1] = lines[1].replace("]]]}}", "]]" + hole)
        parks.write_text("\n".join(lines), encoding="utf-8")
        (one,) = run_checks(subject_of_plan(subject.root), TOPOLOGY)
    assert (one.check, one.severity, one.feature) == ("Z220", "error", "spring-valley")


def test_an_outline_that_is_not_filled() -> None:
    with example_subject(EXAMPLES / "Z221" / "good") as subject:
        assert subject.root is not None
        geodata = subject.root / "geodata"
        lines = (geodata / "districts.geojson").read_text(encoding="utf-8").splitlines()
        only = "\n".join([lines[0], lines[1].rstrip(","), *lines[3:]])
        (geodata / "regions.geojson").write_text(only, encoding="utf-8")
        catalogue = geodata / "catalog.toml"
        entry = '\n[[layers]]\nid = "regions"\nfile = "regions.geojson"\n'
        catalogue.write_text(catalogue.read_text(encoding="utf-8") + entry, encoding="utf-8")
        toml = subject.root / "zones" / "plan.toml"
        text = toml.read_text(encoding="utf-8").replace('["districts"]', '["districts", "regions"]')
        toml.write_text(text, encoding="utf-8")
        (one,) = run_checks(subject_of_plan(subject.root), TOPOLOGY)
    assert (one.check, one.file, one.feature) == ("Z221", "geodata/regions.geojson", "west")
    assert one.measure is not None
    assert one.measure.value > 1e6
