"""How each target is worked out from a table of points: rows of zones/indicators.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.answers.stats_dimensions import DIMENSIONS, dimension
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError, Problem, Text
from zoneatlas.plan.tables import read_csv
from zoneatlas.plan.wording import is_code

if TYPE_CHECKING:
    from collections.abc import Collection

    from zoneatlas.plan.load import Plan

__all__ = ["COUNT", "Clause", "Definition", "Side", "definitions"]

INDICATORS_FILE = "indicators.csv"
COLUMNS = (
    "target_id", "numerator_column", "numerator_codes", "numerator_where", "denominator_column", "denominator_codes",
    "denominator_where", "factor", "needs_zh", "needs_en", "note_zh", "note_en",
)  # fmt: skip
#: Stands for a column: the number of rows; the numerator's column.
COUNT, SAME = "*", "="
_PLACES = tuple(name for name in DIMENSIONS if name != "industry")


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on a row's place: it lies in one of ``ids`` of a dimension."""

    dimension: str
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """A numerator or a denominator.

    ``columns`` are names one of which the figure's column has (``*`` counts rows); ``codes`` are sections or prefixes
    of GB/T 4754—2002 (any when empty); ``where`` are conditions on the place, all of which hold (the whole table when
    empty).
    """

    columns: tuple[str, ...]
    codes: tuple[str, ...]
    where: tuple[Clause, ...]

    def column(self, names: Collection[str]) -> str | None:
        """Return the first column that is there."""
        return next((name for name in self.columns if name in names or name == COUNT), None)


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to work out a target: numerator over denominator (or alone) times ``factor``.

    Without a numerator no table of points answers the target; ``needs`` says what would. ``same`` is whether the
    denominator is the numerator's column.
    """

    target_id: str
    numerator: Side | None
    denominator: Side | None
    same: bool
    factor: float
    needs: Text
    note: Text


def definitions(plan: Plan) -> tuple[Definition, ...]:
    """Return the definitions in the table's order; a plan without the table has none.

    Raises
    ------
    PlanError
        If the table cannot be read or a row is faulty; with its line.
    """
    path, name = plan.root / ZONES / INDICATORS_FILE, f"{ZONES}/{INDICATORS_FILE}"
    if not path.exists():
        return ()
    return tuple(_definition(plan, name, line, row) for line, row in read_csv(path, name, COLUMNS))


def _definition(plan: Plan, file: str, line: int, row: dict[str, str]) -> Definition:
    def refuse(en: str, zh: str) -> PlanError:
        return PlanError(Problem(en, zh, file, line, 1, "error"))

    def side(which: str) -> Side | None:
        columns, codes = _listed(row[f"{which}_column"]), _listed(row[f"{which}_codes"])
        wrong = next((code for code in codes if not is_code(code) or (code.isalnum() and code != code.upper())), None)
        if wrong is not None:
            raise refuse(
                f"'{wrong}' in {which}_codes is no section or prefix of GB/T 4754—2002.",
                f"{which}_codes 中的“{wrong}”不是 GB/T 4754—2002 的门类或代码。",
            )
        where = tuple(clause(part) for part in _listed(row[f"{which}_where"]))
        return Side(columns, codes, where) if columns else None

    def clause(text: str) -> Clause:
        name, sign, listed = text.partition("=")
        ids = frozenset(part.strip() for part in listed.split("|") if part.strip())
        if not sign or name.strip() not in _PLACES or not ids:
            shown = ", ".join(_PLACES)
            raise refuse(
                f"Write a condition as name=id|id with one of {shown}, not '{text}'.",
                f"条件写作 名称=标识|标识，名称为 {shown} 之一；“{text}”不合。",
            )
        try:
            known = {key.id for key in tuple(dimension(plan, name.strip()).keys()) if key.level == name.strip()}
        except PlanError as error:  # the plan lacks the layer
            raise refuse(error.problem.message, error.problem.message_zh) from error
        unknown = sorted(ids - known)
        if unknown:
            raise refuse(
                f"The plan has no {name} '{unknown[0]}'; use one of {', '.join(sorted(known))}.",
                f"规划中没有 {name}“{unknown[0]}”；可用：{'、'.join(sorted(known))}。",
            )
        return Clause(name.strip(), ids)

    numerator, denominator = side("numerator"), side("denominator")
    try:
        factor = float(row["factor"] or 1)
    except ValueError:
        raise refuse(f"factor '{row['factor']}' is no number.", f"factor“{row['factor']}”不是数。") from None
    if numerator is None and not (row["needs_zh"] or row["needs_en"]):
        raise refuse(
            "Without numerator_column a row must say in needs_zh and needs_en what is missing.",
            "没有 numerator_column 时，须在 needs_zh、needs_en 写明缺什么。",
        )
    same = denominator is not None and denominator.columns == (SAME,)
    needs, note = Text(row["needs_zh"], row["needs_en"]), Text(row["note_zh"], row["note_en"])
    return Definition(row["target_id"], numerator, denominator, same, factor, needs, note)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())
