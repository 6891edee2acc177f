"""Reading rules.csv: the words of `where`, and every way a row can be wrong."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas import PlanError
from zoneatlas.plan.rule_areas import (
    EVERYWHERE,
    OWN_DESIGNATION,
    Area,
    Combined,
    Ground,
    WhereError,
    parse_where,
)
from zoneatlas.plan.rules import COLUMNS, RuleTable, read_rules

if TYPE_CHECKING:
    from pathlib import Path

RING_2, RING_3 = Ground("ring", "rings", ("2",)), Ground("ring", "rings", ("3",))


def all_of(*parts: Area) -> Area:
    return Combined("all", parts)


def any_of(*parts: Area) -> Area:
    return Combined("any", parts)


def outside(part: Area) -> Area:
    return Combined("not", (part,))


GOOD = "quiet,restrict,strict,new,brewing,everywhere,,,1.1,,No brewing."


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("everywhere", EVERYWHERE),
        ("inside ring 2", RING_2),
        ("outside ring 3", outside(RING_3)),
        ("between ring 3 and ring 2", all_of(outside(RING_2), RING_3)),
        ("along ring 6 within 3 km", Ground("role", "rings", ("6",), 3000.0)),
        ("along tramlines/red;blue within 250m", Ground("layer", "tramlines", ("red", "blue"), 250.0)),
        ("in region core", Ground("role", "regions", ("core",))),
        ("in district 'North Side';South", Ground("role", "districts", ("North Side", "South"))),
        ("in district 昌平区", Ground("role", "districts", ("昌平区",))),
        ("in layer new_towns", Ground("layer", "new_towns")),
        ("in layer south_city narrow", Ground("layer", "south_city", ("narrow",))),
        ("near layer docks deep within 1.5km", Ground("layer", "docks", ("deep",), 1500.0)),
        ("near places a;b；c within 1 km", Ground("role", "places", ("a", "b", "c"), 1000.0)),
        ("in zone tidewater;regatta", Ground("zone", "", ("tidewater", "regatta"))),
        ("outside layer parks", outside(Ground("layer", "parks"))),
        ("not not in own-designation", OWN_DESIGNATION),
        (
            "everywhere or inside ring 2 and not (in layer a or in layer b)",
            any_of(EVERYWHERE, all_of(RING_2, outside(any_of(Ground("layer", "a"), Ground("layer", "b"))))),
        ),
        ("in layer a and in layer b", all_of(Ground("layer", "a"), Ground("layer", "b"))),
    ],
)
def test_the_words_of_where(text: str, area: object) -> None:
    assert parse_where(text) == area


@pytest.mark.parametrize(
    "text",
    [
        "",
        "somewhere",
        "inside",
        "inside ring two",
        "inside ring nan",
        "between ring 2 or ring 3",
        "along ring 6",
        "along tramlines within 2 km",
        "near places a within 2 miles",
        "near places a",
        "near places within 1 km",
        "in layer",
        "in layer a b c",
        "(everywhere",
        "everywhere)",
        "everywhere inside ring 2",
        "everywhere and",
        "in district 'North Side",
        "(" * 3000 + "everywhere",
    ],
)
def test_what_where_cannot_mean_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(WhereError) as raised:
        parse_where(text)
    assert raised.value.en
    assert raised.value.zh


WORDS = ("everywhere", "inside", "ring", "2", "and", "or", "not", "(", ")", "in", "layer", "x", "near", "within", "km")


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_words_are_understood_or_refused(words: list[str]) -> None:
    with suppress(WhereError):
        parse_where(" ".join(words))


def read(folder: Path, *rows: str) -> RuleTable:
    """Read a table with these rows."""
    path = folder / "rules.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return read_rules(path, "zones/rules.csv", {"brewing", "food"})


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    (rule,) = read(tmp_path, "quiet,restrict,in-principle,existing,brewing;food,inside ring 2,若,if,1.1,禁,No.").rules
    assert (rule.rule_id, rule.effect, rule.strength, rule.applies_to) == (
        "quiet",
        "restrict",
        "in-principle",
        "existing",
    )
    assert rule.industries == ("brewing", "food")
    assert (rule.unless.en, rule.text.zh, rule.clause, rule.line) == ("if", "禁", "1.1", 2)
    assert rule.asks(existing=True)
    assert not rule.asks(existing=False)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (GOOD.replace("quiet", "Quiet Rule"), "Quiet Rule"),
        (GOOD.replace("restrict", "forbid"), "forbid"),
        (GOOD.replace("strict,new", "firm,new"), "firm"),
        (GOOD.replace("new", "old"), "old"),
        (GOOD.replace("brewing,", "baking,"), "baking"),
        (GOOD.replace("brewing,", "*;brewing,"), "stand alone"),
        (GOOD.replace("brewing,", ","), "industries"),
        (GOOD.replace("everywhere", "nowhere"), "nowhere"),
        (GOOD.replace("everywhere", ""), "where"),
        (GOOD.replace("1.1", ""), "clause"),
        (GOOD.replace("No brewing.", ""), "text"),
    ],
)
def test_a_faulty_row_is_left_out_and_reported_with_its_line(tmp_path: Path, row: str, named: str) -> None:
    table = read(tmp_path, GOOD.replace("quiet", "first"), row)
    assert [rule.rule_id for rule in table.rules] == ["first"]
    assert any(named in problem.message for problem in table.problems)
    assert all((problem.file, problem.line) == ("zones/rules.csv", 3) for problem in table.problems)
    assert all(problem.message_zh for problem in table.problems)


def test_a_repeated_id_keeps_the_first_row(tmp_path: Path) -> None:
    table = read(tmp_path, GOOD, GOOD.replace("strict,new", "strict,both"))
    assert [rule.applies_to for rule in table.rules] == ["new"]
    assert "line 2" in table.problems[0].message


def test_an_absent_table_is_empty_and_a_column_too_few_is_refused(tmp_path: Path) -> None:
    assert read_rules(tmp_path / "rules.csv", "zones/rules.csv", {}).rules == ()
    (tmp_path / "rules.csv").write_text("rule_id,effect\n", encoding="utf-8")
    with pytest.raises(PlanError):
        read_rules(tmp_path / "rules.csv", "zones/rules.csv", {})
