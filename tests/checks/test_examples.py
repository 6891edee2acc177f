"""Every check has an example folder: `bad` fires exactly it, `good` and the plan they are laid over fire nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoneatlas.checks.example import BASE, EXAMPLES, example_subject
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_plan

if TYPE_CHECKING:
    from zoneatlas.checks.records import Check

CHECKS = all_checks()


def test_the_base_is_clean() -> None:
    assert check_subject(subject_of_plan(BASE), CHECKS).findings == ()


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.id)
def test_the_bad_example_fires_exactly_its_check(item: Check) -> None:
    with example_subject(EXAMPLES / item.id / "bad") as subject:
        found = check_subject(subject, CHECKS).findings
    assert {one.check for one in found} == {item.id}, [f"{one.check} {one.message}" for one in found]
    assert item.severity in {one.severity for one in found}


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.id)
def test_the_good_example_fires_nothing(item: Check) -> None:
    with example_subject(EXAMPLES / item.id / "good") as subject:
        assert check_subject(subject, CHECKS).findings == ()


def test_every_folder_belongs_to_a_check() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    assert folders == {"base", *(item.id for item in CHECKS)}
