"""The registry: every check by id, made by a decorator on its function.

A check is one function and one example folder (``checks/examples/ID/bad`` and ``good``). Its docstring is what
`explain` and docs/checks.md say: an English part with the headings *What it means*, *Why it matters*, *How to fix*, and
after a line ``中文`` the same in Chinese (*含义*, *为什么*, *怎么改*).
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from zoneatlas.checks.records import Check, CheckFunction, Family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoneatlas.plan.records import Severity

__all__ = ["RETIRED", "all_checks", "check", "get_check", "nearest_checks", "selected"]

#: Ids that were given up, with the id that took their place (or an empty text): never used again.
RETIRED: dict[str, str] = {}
_CHECKS: dict[str, Check] = {}
_LANGUAGE_MARK = "\n中文\n"


def check(  # noqa: PLR0913  (a row of the catalogue has this many columns)
    check_id: str,
    name: str,
    *,
    family: Family,
    severity: Severity,
    source: str,
    requires: Iterable[str] = (),
    needs_plan: bool = False,
) -> Callable[[CheckFunction], CheckFunction]:
    """Put a function into the registry.

    Parameters
    ----------
    check_id : str
        ``Z`` and three digits; the first is the family's.
    name : str
        Kebab case; states the problem and reads well after "allow".
    family, severity, source, requires, needs_plan
        As in `Check`.

    Raises
    ------
    ValueError
        If the id or the name is taken, or the function has no docstring in both languages.
    """

    def register(function: CheckFunction) -> CheckFunction:
        said = inspect.cleandoc(function.__doc__ or "")
        en, mark, zh = said.partition(_LANGUAGE_MARK)
        taken = check_id in _CHECKS or check_id in RETIRED or any(other.name == name for other in _CHECKS.values())
        if taken or not mark:
            raise ValueError(f"{check_id} {name}: the id or name is taken, or the docstring lacks its Chinese part")
        _CHECKS[check_id] = Check(
            check_id, name, family, severity, source, tuple(requires), needs_plan, en.strip(), zh.strip(), function
        )
        return function

    return register


def all_checks() -> tuple[Check, ...]:
    """Return every check in order of id; imports the families."""
    from zoneatlas.checks import families  # noqa: F401

    return tuple(_CHECKS[key] for key in sorted(_CHECKS))


def get_check(word: str) -> Check | None:
    """Return the check with an id or a name, whatever the case; None when there is none."""
    wanted = word.strip().casefold()
    return next((item for item in all_checks() if wanted in (item.id.casefold(), item.name)), None)


def nearest_checks(word: str) -> tuple[Check, ...]:
    """Return up to three checks whose id or name is like a word, nearest first."""
    import difflib

    wanted = word.strip().casefold()
    if re.fullmatch(r"z\d.*", wanted):
        near = [item for item in all_checks() if item.id.casefold()[:3] == wanted[:3]]
        return tuple(near or (item for item in all_checks() if item.id.casefold()[:2] == wanted[:2]))[:3]
    by_name = {item.name: item for item in all_checks()}
    return tuple(by_name[name] for name in difflib.get_close_matches(wanted, by_name, 3, 0.5))


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Check, ...]:
    """Return the checks wanted: ids, id prefixes, names or families to take (all when empty) and to leave out."""
    wanted, unwanted = tuple(select), tuple(ignore)

    def hit(item: Check, words: tuple[str, ...]) -> bool:
        return any(item.id.startswith(word.upper()) or word in (item.name, item.family) for word in words)

    return tuple(item for item in all_checks() if (not wanted or hit(item, wanted)) and not hit(item, unwanted))
