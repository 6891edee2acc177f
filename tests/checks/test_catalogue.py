"""The catalogue of checks: ids, names, explanations, and the page about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from zoneatlas.checks.records import FAMILIES
from zoneatlas.checks.registry import RETIRED, all_checks, check, get_check, nearest_checks, selected
from zoneatlas.views.checks_page import checks_page
from zoneatlas.views.explaining import sections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zoneatlas.checks.records import Check, Finding
    from zoneatlas.checks.subject import Subject

CHECKS = all_checks()


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.id)
def test_a_check_is_named_and_explained_in_both_languages(item: Check) -> None:
    assert re.fullmatch(r"Z\d{3}", item.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item.name)
    assert FAMILIES[int(item.id[1]) - 1] == item.family
    assert item.source
    title, parts = sections(item.doc)
    assert title.endswith(".")
    assert [heading for heading, _ in parts] == ["What it means", "Why it matters", "How to fix"]
    assert all(text for _, text in parts)
    title, parts = sections(item.doc_zh)
    assert title.endswith("。")
    assert [heading for heading, _ in parts] == ["含义", "为什么", "怎么改"]
    assert all(text for _, text in parts)


def test_what_a_check_requires_exists() -> None:
    known = {item.id for item in CHECKS}
    assert all(set(item.requires) <= known for item in CHECKS)
    assert not known & RETIRED.keys()


def test_an_id_or_a_name_is_never_taken_twice() -> None:
    def again(_subject: Subject) -> Iterator[Finding]:
        """Again.

        中文
        又一次。
        """
        yield from ()

    with pytest.raises(ValueError, match="is taken"):
        check("Z101", "something-else", family="structure", severity="error", source="x")(again)
    with pytest.raises(ValueError, match="is taken"):
        check("Z999", "open-ring", family="structure", severity="error", source="x")(again)


def test_checks_are_chosen_by_id_prefix_name_and_family() -> None:
    assert [item.id for item in selected(("z147",))] == ["Z147"]
    assert {item.family for item in selected(("Z1",))} == {"structure"}
    assert {item.family for item in selected(("datum",))} == {"datum"}
    assert [item.id for item in selected(("open-ring",), ())] == ["Z147"]
    assert "Z147" not in {item.id for item in selected((), ("Z14",))}
    assert get_check(" OPEN-ring ") is get_check("z147")
    assert [item.name for item in nearest_checks("open-rings")][:1] == ["open-ring"]


def test_the_page_of_checks_is_current(checkout: Path) -> None:
    page = (checkout / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks_page(), "run: python -m zoneatlas.views.checks_page"
