"""Where the plan is silent on an industry but speaks of narrower ones, it is said so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoneatlas import load_plan
from zoneatlas.answers.site import site
from zoneatlas.answers.site_narrower import narrower_verdicts
from zoneatlas.cli import main

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PALACE_MUSEUM = (116.39, 39.92)


def test_rules_on_narrower_industries_are_named() -> None:
    """三（一）1（3） forbids tracts of ordinary housing inside the 2nd ring and restrains luxury housing everywhere."""
    plan = load_plan(ROOT)
    answer = site(plan, *PALACE_MUSEUM, "housing")
    assert answer.verdict == "silent"
    said = {industry.industry_id: verdict for industry, verdict in narrower_verdicts(plan, answer)}
    assert said == {"ordinary-housing": "prohibited", "luxury-housing": "restricted"}


def test_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """The text adds a line; an answer that is not silent adds nothing."""

    def told(lang: str, industry: str) -> str:
        assert main(["--plan", str(ROOT), "--lang", lang, "site", "--at", "116.39,39.92", "--industry", industry]) == 0
        return capsys.readouterr().out

    assert "narrower industries: ordinary commodity housing (prohibited)" in told("en", "housing")
    assert "对更窄的产业另有规定：普通商品房（禁止）" in told("zh", "住宅")
    assert "narrower industries" not in told("en", "ordinary housing")
