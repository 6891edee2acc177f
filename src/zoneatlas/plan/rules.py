"""Reading rules.csv: the spatial rules of a plan, a row each.

A plan may leave the table out; then nothing but its zones speaks. Nothing here knows a place or an industry: which
ground a rule holds in is told by its column `where` (`zoneatlas.plan.rule_areas`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from zoneatlas.frozen import dataclass
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import Problem, Text
from zoneatlas.plan.rule_areas import Area, WhereError, parse_where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

__all__ = ["COLUMNS", "DESIGNATED", "Effect", "Rule", "RuleTable", "read_rules"]

Effect = Literal["prohibit", "restrict", "encourage", "direct"]
Strength = Literal["strict", "in-principle"]
AppliesTo = Literal["new", "existing", "both"]

COLUMNS = (
    "rule_id",
    "effect",
    "strength",
    "applies_to",
    "industries",
    "where",
    "unless_zh",
    "unless_en",
    "clause",
    "text_zh",
    "text_en",
)
#: What `industries` says in the row for what each zone designates itself.
DESIGNATED = "designated"
_CHOICES = {
    "effect": ("prohibit", "restrict", "encourage", "direct"),
    "strength": ("strict", "in-principle"),
    "applies_to": ("new", "existing", "both"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of rules.csv.

    Attributes
    ----------
    industries
        Ids of the vocabulary; the rule holds for them and everything narrower. ``("*",)`` is any industry,
        ``("designated",)`` what the zone in question designates.
    where
        The column's words; `area` is what they mean.
    unless
        A condition the user must judge, empty where there is none.
    line
        The row's line in the file.
    """

    rule_id: str
    effect: Effect
    strength: Strength
    applies_to: AppliesTo
    industries: tuple[str, ...]
    where: str
    area: Area
    unless: Text
    clause: str
    text: Text
    line: int

    @property
    def designated(self) -> bool:
        """Whether the rule speaks of each zone's own designations."""
        return self.industries == (DESIGNATED,)

    def asks(self, *, existing: bool) -> bool:
        """Whether the rule speaks of what stands already, or else of what is new."""
        return self.applies_to in ("both", "existing" if existing else "new")


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The rules in file order, what was wrong with single rows (which are left out), and the file's name."""

    rules: tuple[Rule, ...] = ()
    problems: tuple[Problem, ...] = ()
    file: str = ""


def read_rules(path: Path, name: str, known_industries: Collection[str]) -> RuleTable:
    """Read rules.csv; an absent table is an empty one.

    Parameters
    ----------
    path
        The table.
    name
        What messages call it.
    known_industries
        The ids of the vocabulary; the column `industries` names them.

    Returns
    -------
    RuleTable
        A faulty row is left out and reported with its line.

    Raises
    ------
    PlanError
        If the table is there and cannot be read at all, or lacks a column.
    """
    if not path.exists():
        return RuleTable(file=name)
    from zoneatlas.plan.tables import read_csv

    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for line, row in read_csv(path, name, COLUMNS):
        area: Area | None = None
        faults = list(_faults(row, rules, known_industries))
        try:
            area = parse_where(row["where"])
        except WhereError as error:
            faults.append((error.en, error.zh))
        if faults or area is None:
            problems += [
                Problem(
                    f"{en} The rule is left out.", f"{zh}这条规则未用。", name, line, 1, feature=row["rule_id"] or None
                )
                for en, zh in faults
            ]
        else:
            rules[row["rule_id"]] = _rule(line, row, area)
    return RuleTable(tuple(rules.values()), tuple(problems), name)


def _faults(
    row: Mapping[str, str], seen: Mapping[str, Rule], known_industries: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield (en, zh) for what is wrong in one row, `where` apart."""
    rule_id, shown = row["rule_id"], printable(row["rule_id"])
    if not _is_slug(rule_id):
        yield (
            f"The rule_id '{shown}' is no kebab-case slug; write lower-case letters, digits and hyphens.",
            f"rule_id“{shown}”不是短横线小写标识；请用小写字母、数字和短横线。",
        )
    if rule_id in seen:
        yield (
            f"The rule_id '{shown}' stands in line {seen[rule_id].line} already; rename one.",
            f"rule_id“{shown}”在第 {seen[rule_id].line} 行已有；请改名。",
        )
    for column, choices in _CHOICES.items():
        if row[column] not in choices:
            value = printable(row[column])
            yield (
                f"'{value}' is no {column}; use one of {', '.join(choices)}.",
                f"{column} 不能是“{value}”；可用：{'、'.join(choices)}。",
            )
    yield from _industry_faults(row["industries"], known_industries)
    missing = [column for column in ("where", "clause") if not row[column]]
    if not row["text_zh"] and not row["text_en"]:
        missing.append("text_zh / text_en")
    for column in missing:
        yield f"The column {column} is empty.", f"{column} 列为空。"


def _industry_faults(text: str, known_industries: Collection[str]) -> Iterator[tuple[str, str]]:
    industries = _listed(text)
    if not industries:
        yield "The column industries is empty.", "industries 列为空。"
    if len(industries) > 1 and not {"*", DESIGNATED}.isdisjoint(industries):
        yield f"'*' and '{DESIGNATED}' stand alone in industries.", f"industries 中“*”和“{DESIGNATED}”只能单独使用。"
    for industry in industries:
        if industry not in known_industries and industry not in ("*", DESIGNATED):
            yield (
                f"'{printable(industry)}' in industries is no industry_id of industries.csv.",
                f"industries 中的“{printable(industry)}”不是 industries.csv 的 industry_id。",
            )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.replace("；", ";").split(";") if item.strip())


def _is_slug(text: str) -> bool:
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))


def _rule(line: int, row: Mapping[str, str], area: Area) -> Rule:
    return Rule(
        rule_id=row["rule_id"],
        effect=cast("Effect", row["effect"]),
        strength=cast("Strength", row["strength"]),
        applies_to=cast("AppliesTo", row["applies_to"]),
        industries=_listed(row["industries"]),
        where=row["where"],
        area=area,
        unless=Text(row["unless_zh"], row["unless_en"]),
        clause=row["clause"],
        text=Text(row["text_zh"], row["text_en"]),
        line=line,
    )
