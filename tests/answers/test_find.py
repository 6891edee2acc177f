"""Which zones host an industry, by which of their designations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoneatlas import Plan, PlanError, find, load_plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(second_plan: Path) -> Plan:
    """Return the second plan."""
    return load_plan(second_plan)


def found(plan: Plan, industry: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return what an industry finds, as plain values."""
    matches = find(plan, industry=industry)
    return [(m.zone.zone_id, [(one.industry, one.role, one.via) for one in m.matched]) for m in matches]


def test_exact_comes_before_narrower_before_broader(plan: Plan) -> None:
    assert found(plan, "shipbuilding") == [
        ("shipwrights", [("shipbuilding", "leading", "exact")]),
        ("regatta", [("yacht-building", "leading", "narrower")]),
        ("tidewater", [("maritime", "leading", "broader")]),
    ]


def test_supporting_industries_count_and_say_so(plan: Plan) -> None:
    assert found(plan, "brewing") == [
        ("shipwrights", [("brewing", "supporting", "exact")]),
        ("regatta", [("food", "supporting", "broader")]),
    ]


@pytest.mark.parametrize("word", ["maritime", "Maritime Trades", "HARBOUR TRADE", "ｍａｒｉｔｉｍｅ"])
def test_any_words_for_the_same_industry(plan: Plan, word: str) -> None:
    assert found(plan, word) == found(plan, "maritime")


def test_conditions_combine_with_and(plan: Plan) -> None:
    assert [match.zone.zone_id for match in find(plan, industry="food", kind="Green rings")] == ["meadow-ring"]
    assert find(plan, industry="shipbuilding", kind="green-ring") == ()
    assert len(find(plan)) == 4


def test_a_known_industry_that_no_zone_hosts_finds_nothing(plan: Plan) -> None:
    assert find(plan, industry="coal handling") == ()


@pytest.mark.parametrize("word", ["brewimg", "shiprepair", "ship"])
def test_an_unknown_or_ambiguous_word_is_refused_with_known_ones(plan: Plan, word: str) -> None:
    with pytest.raises(PlanError) as raised:
        find(plan, industry=word)
    assert 1 <= len(raised.value.suggestions) <= 5
    assert all(plan.vocabulary.get(near.id) for near in raised.value.suggestions)


def test_an_unknown_kind_names_the_known_ones(plan: Plan) -> None:
    with pytest.raises(PlanError) as raised:
        find(plan, kind="district")
    assert [near.id for near in raised.value.suggestions] == ["quarter", "green-ring"]


def test_a_plan_without_a_vocabulary_refuses_every_industry(second_plan: Path) -> None:
    (second_plan / "zones" / "industries.csv").unlink()
    with pytest.raises(PlanError):
        find(load_plan(second_plan), industry="brewing")
