"""Questions whose answers were read off the plan's text, and every designation in every wording.

questions.csv: ``hosts`` are the zones the text gives the industry, or something narrower (via exact or narrower), that
meet the other conditions; ``from`` quotes the clause. designations.csv: a row for each designation of each zone.
plan_words.csv: the industries each clause names, typed as the text writes them and as its reader would in English.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from zoneatlas import Plan, find, load_plan

HERE = Path(__file__).parent
#: What the columns of questions.csv call the conditions.
_KEYS = {"in": "inside"}


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the shipped plan."""
    return load_plan(HERE.parents[1])


def conditions_of(text: str) -> dict[str, Any]:
    """Return the conditions of a question as keywords."""
    pairs = [part.partition("=") for part in text.split(";")]
    said: dict[str, Any] = {_KEYS.get(key, key): value for key, _, value in pairs}
    if "within_km" in said:
        said["within_km"] = float(said["within_km"])
    return said


def test_there_are_enough_questions() -> None:
    assert len(rows("questions.csv")) >= 60


@pytest.mark.parametrize("row", rows("questions.csv"), ids=lambda row: row["question"])
def test_a_question_of_the_text(plan: Plan, row: dict[str, str]) -> None:
    matches = find(plan, **conditions_of(row["conditions"]))
    hosts = {
        match.zone.zone_id for match in matches if not match.matched or match.matched[0].via in ("exact", "narrower")
    }
    assert hosts == set(filter(None, row["hosts"].split(";"))), row["from"]


def test_the_table_of_designations_is_complete(plan: Plan) -> None:
    table = {(row["zone_id"], row["role"], row["industry_id"]) for row in rows("designations.csv")}
    designated = {
        (zone.zone_id, role, industry)
        for zone in plan.zones
        for role, industries in (("leading", zone.industries), ("supporting", zone.supporting_industries))
        for industry in industries
    }
    assert table == designated
    assert {row["zone_id"]: row["clause"] for row in rows("designations.csv")} == {
        zone.zone_id: zone.clause for zone in plan.zones
    }


@pytest.mark.parametrize("wording", ["industry_id", "zh", "en", "synonym"])
@pytest.mark.parametrize(
    "row", rows("designations.csv"), ids=lambda row: f"{row['zone_id']}-{row['industry_id']}-{row['role']}"
)
def test_a_zone_is_found_by_each_of_its_designations(plan: Plan, row: dict[str, str], wording: str) -> None:
    if not row[wording]:
        pytest.skip("the vocabulary has no such wording")
    found = {match.zone.zone_id: match.matched for match in find(plan, industry=row[wording])}
    assert (row["industry_id"], row["role"], "exact") in {
        (one.industry, one.role, one.via) for one in found[row["zone_id"]]
    }


@pytest.mark.parametrize(
    "row",
    [row for row in rows("designations.csv") if row["code"]],
    ids=lambda row: f"{row['zone_id']}-{row['industry_id']}-{row['code']}",
)
def test_a_zone_is_found_by_the_codes_of_its_designations(plan: Plan, row: dict[str, str]) -> None:
    assert row["zone_id"] in {match.zone.zone_id for match in find(plan, industry=row["code"])}


@pytest.mark.parametrize("row", rows("plan_words.csv"), ids=lambda row: f"{row['zone']}-{row['word']}")
def test_the_words_of_a_clause_find_its_zone(plan: Plan, row: dict[str, str]) -> None:
    """A zone is found, as asked and not by a broader or narrower term, by every industry its clause names."""
    found = {match.zone.zone_id: match.matched[0].via for match in find(plan, industry=row["word"])}
    assert found.get(row["zone"]) == "exact", (row["clause"], found)
