"""The industry vocabulary: a tree of terms, and what someone means by a word.

The terms are rows of zones/industries.csv; which modifiers and endings a word may go without are rows of
zones/term_affixes.csv. A plan may leave out either table. Nothing here knows an industry.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from zoneatlas.frozen import dataclass, field
from zoneatlas.plan.records import Problem
from zoneatlas.plan.wording import Affix, Naming, build_naming, normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zoneatlas.plan.cache import Store

__all__ = ["Industry", "Vocabulary", "ancestors", "children", "descendants", "read_vocabulary", "relation"]

COLUMNS = ("industry_id", "zh", "en", "parent", "synonyms_zh", "synonyms_en", "clauses", "stance", "gbt4754_2002")
AFFIX_COLUMNS = ("kind", "text", "lang")
STANCES = frozenset(
    {"twin-engine", "twin-support", "supplement", "pillar", "potential", "develop", "restrain", "exit"}
)  # fmt: skip
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Industry:
    """A row of industries.csv. ``parent`` is empty at the top of the tree; ``line`` is the row's line in the file."""

    industry_id: str
    zh: str
    en: str
    parent: str
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    clauses: tuple[str, ...]
    stance: tuple[str, ...]
    gbt4754_2002: tuple[str, ...]
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """Every way the row writes its term: both names, then the synonyms; none is empty."""
        return tuple(name for name in (self.zh, self.en, *self.synonyms_zh, *self.synonyms_en) if name)


@dataclass(frozen=True)
class Vocabulary:
    """The terms by id in file order, their affixes, and what was wrong in the rows of ``file``."""

    industries: Mapping[str, Industry] = field(default_factory=dict)
    affixes: tuple[Affix, ...] = ()
    row_problems: tuple[Problem, ...] = ()
    file: str = ""
    store: Store | None = field(default=None, repr=False, compare=False)

    @cached_property
    def naming(self) -> Naming:
        """Which terms a word names; made when a word is first asked for."""
        if self.store is None:
            return self._named()
        written, codes = self.store.part("naming", lambda: ((made := self._named()).written, made.codes))
        return Naming(written, codes, self.affixes, self.store)

    def _named(self) -> Naming:
        named = {item.industry_id: item.names for item in self.industries.values()}
        codes = {item.industry_id: item.gbt4754_2002 for item in self.industries.values()}
        return build_naming(named, codes, self.affixes)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong in the table: in its rows, and names that two rows share."""
        shared = _name_faults(self.industries, self.naming)
        return (*self.row_problems, *(Problem(en, zh, self.file, line, 1) for line, en, zh in shared))

    def get(self, industry_id: str) -> Industry | None:
        """Return the term with an id, or None."""
        return self.industries.get(industry_id)

    def __iter__(self) -> Iterator[Industry]:
        """Go through the terms in file order."""
        return iter(self.industries.values())

    def __len__(self) -> int:
        """Return how many terms there are."""
        return len(self.industries)

    def __contains__(self, industry_id: object) -> bool:
        """Tell whether an id is known."""
        return industry_id in self.industries


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.replace("；", ";").split(";") if item.strip())


def _row_faults(row: Mapping[str, str], seen: Mapping[str, Industry]) -> Iterator[tuple[str, str]]:
    """Yield (en, zh) for what is wrong in one row."""
    industry_id = row["industry_id"]
    if not re.fullmatch(_ID, industry_id):
        yield (
            f"The industry_id '{industry_id}' is no kebab-case slug; write lower-case letters, digits and hyphens.",
            f"industry_id“{industry_id}”不是短横线小写标识；请用小写字母、数字和短横线。",
        )
    if industry_id in seen:
        yield (
            f"The industry_id '{industry_id}' stands in line {seen[industry_id].line} already; keep one row.",
            f"industry_id“{industry_id}”在第 {seen[industry_id].line} 行已有；请只留一行。",
        )
    if not row["zh"] and not row["en"]:
        yield f"The industry '{industry_id}' has neither zh nor en.", f"产业“{industry_id}”没有 zh 也没有 en。"
    for stance in _listed(row["stance"]):
        if stance not in STANCES:
            yield (
                f"The stance '{stance}' of '{industry_id}' is unknown; use one of {', '.join(sorted(STANCES))}.",
                f"“{industry_id}”的 stance“{stance}”不认识；可用：{'、'.join(sorted(STANCES))}。",
            )


def _industry(line: int, row: Mapping[str, str]) -> Industry:
    return Industry(
        industry_id=row["industry_id"],
        zh=row["zh"],
        en=row["en"],
        parent=row["parent"],
        synonyms_zh=_listed(row["synonyms_zh"]),
        synonyms_en=_listed(row["synonyms_en"]),
        clauses=_listed(row["clauses"]),
        stance=_listed(row["stance"]),
        gbt4754_2002=_listed(row["gbt4754_2002"]),
        line=line,
    )


def _tree_faults(industries: Mapping[str, Industry]) -> Iterator[tuple[int, str, str]]:
    """Yield (line, en, zh) for parents that are missing or run in a circle."""
    for item in industries.values():
        if item.parent and item.parent not in industries:
            yield (
                item.line,
                f"The parent '{item.parent}' of '{item.industry_id}' is no industry_id of this table.",
                f"“{item.industry_id}”的 parent“{item.parent}”不在表中。",
            )
        elif item.industry_id in _upwards(industries, item.parent):
            yield (
                item.line,
                f"'{item.industry_id}' is its own ancestor; mend the parent column.",
                f"“{item.industry_id}”成了自己的上级；请改 parent 列。",
            )


def _upwards(industries: Mapping[str, Industry], start: str) -> list[str]:
    found: list[str] = []
    while start in industries and start not in found:
        found.append(start)
        start = industries[start].parent
    return found


def _name_faults(industries: Mapping[str, Industry], naming: Naming) -> Iterator[tuple[int, str, str]]:
    """Yield (line, en, zh) for names that two rows share."""
    shared = {form: keys for form, keys in naming.written.items() if len(keys) > 1}
    owners: dict[str, Industry] = {}
    for item in industries.values() if shared else ():
        for name in item.names:
            owner = owners.setdefault(normal(name), item)
            if owner is not item:
                other = f"'{owner.industry_id}' (line {owner.line})"
                yield (
                    item.line,
                    f"The name '{name}' of '{item.industry_id}' belongs to {other} too; keep it in one row.",
                    f"“{item.industry_id}”的名称“{name}”与第 {owner.line} 行“{owner.industry_id}”重复；请只留一处。",
                )


def _read_affixes(path: Path, name: str) -> tuple[Affix, ...]:
    if not path.exists():
        return ()
    from zoneatlas.plan.tables import read_csv

    rows = read_csv(path, name, AFFIX_COLUMNS)
    return tuple(Affix(row["kind"], normal(row["text"])) for _, row in rows if row["kind"] and normal(row["text"]))


def read_vocabulary(path: Path, name: str | None = None) -> Vocabulary:
    """Read industries.csv, and term_affixes.csv beside it.

    Parameters
    ----------
    path : Path
        The table; one that is absent gives an empty vocabulary.
    name : str, optional
        What messages call the file; its path when left out.

    Returns
    -------
    Vocabulary
        Faulty rows are reported in ``problems`` and used as far as they go; a repeated id keeps its first row.

    Raises
    ------
    PlanError
        If a table is there and cannot be read at all, or lacks a column.
    """
    shown = name or str(path)
    if not path.exists():
        return Vocabulary()
    from zoneatlas.plan.tables import read_csv

    industries: dict[str, Industry] = {}
    problems: list[Problem] = []
    for line, row in read_csv(path, shown, COLUMNS):
        problems += [Problem(en, zh, shown, line, 1) for en, zh in _row_faults(row, industries)]
        if row["industry_id"]:
            industries.setdefault(row["industry_id"], _industry(line, row))
    beside = path.with_name("term_affixes.csv")
    affixes = _read_affixes(beside, shown.replace(path.name, beside.name))
    problems += [Problem(en, zh, shown, line, 1) for line, en, zh in _tree_faults(industries)]
    return Vocabulary(industries, affixes, tuple(problems), shown)


def ancestors(vocabulary: Vocabulary, industry_id: str) -> tuple[str, ...]:
    """Return the ids above a term, nearest first; empty for an unknown or topmost one."""
    item = vocabulary.get(industry_id)
    return () if item is None else tuple(_upwards(vocabulary.industries, item.parent))


def children(vocabulary: Vocabulary, industry_id: str) -> tuple[str, ...]:
    """Return the ids directly below a term, in file order."""
    return tuple(item.industry_id for item in vocabulary if item.parent == industry_id)


def descendants(vocabulary: Vocabulary, industry_id: str) -> tuple[str, ...]:
    """Return every id below a term, in file order."""
    return tuple(item.industry_id for item in vocabulary if industry_id in ancestors(vocabulary, item.industry_id))


def relation(vocabulary: Vocabulary, asked: str, designated: str) -> str | None:
    """Say how a zone's designation stands to what was asked.

    Returns
    -------
    str or None
        ``exact``; ``narrower`` when the designation is narrower than what was asked; ``broader`` when it is broader;
        None when neither lies above the other.
    """
    if asked == designated:
        return "exact"
    if asked in ancestors(vocabulary, designated):
        return "narrower"
    if designated in ancestors(vocabulary, asked):
        return "broader"
    return None
