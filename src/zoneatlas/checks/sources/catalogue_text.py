"""Where each entry and key of catalog.toml stands: tomllib keeps no lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import table_text
from zoneatlas.plan.load import CATALOGUE_FILE
from zoneatlas.plan.locate import GEODATA

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan

__all__ = ["CATALOGUE", "Entry", "entries_of"]

CATALOGUE = f"{GEODATA}/{CATALOGUE_FILE}"
_HEAD = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
_KEY = re.compile(r"^\s*(?:\"?)([\w-]+)(?:\"?)\s*=\s*")


@dataclass(frozen=True)
class Entry:
    """The lines of one ``[[layers]]`` entry: where it starts, and line and column of each key's value."""

    line: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def at(self, key: str) -> tuple[int, int]:
        """Return line and column of a key's value, or of the entry's head where it has no such key."""
        return self.keys.get(key, (self.line, 1))


def entries_of(plan: Plan) -> tuple[Entry, ...]:
    """Return the entries of catalog.toml in file order, one for each layer of ``plan.catalogue``."""
    found: list[Entry] = []
    inside = False
    for number, line in enumerate(table_text(plan, CATALOGUE).splitlines(), 1):
        head = _HEAD.match(line)
        key = _KEY.match(line)
        if head or line.lstrip().startswith("["):
            inside = head is not None and head[1] == "layers"
            if inside:
                found.append(Entry(number))
        elif key and inside:
            found[-1].keys.setdefault(key[1], (number, key.end() + 1))
    missing = len(plan.catalogue) - len(found)
    return tuple(found) + (Entry(1),) * max(missing, 0)
