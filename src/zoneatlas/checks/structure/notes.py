"""What a survey notes down: findings without a check's id yet, by the code of the fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.checks.few import MOST_OF_A_KIND, with_more
from zoneatlas.checks.pieces import geometries_of
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.subject import key_of
from zoneatlas.plan.faults import printable
from zoneatlas.plan.geojson import json_name

if TYPE_CHECKING:
    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord
    from zoneatlas.plan.records import Severity

Path = tuple[str | int, ...]
Notebook = dict[str, list[Finding]]


class Notes:
    """Notes about one file; ``zones``: it is a file of a plan's zones."""

    def __init__(self, read: FeatureFile, found: Notebook, *, zones: bool = False) -> None:
        self.zones = zones
        self._said: dict[tuple[int, str], int] = {}
        self._last: dict[tuple[int, str], tuple[int, Finding]] = {}
        self.read = read
        self.found = found

    def at(  # noqa: PLR0913  (a finding has this many parts)
        self,
        record: FeatureRecord,
        code: str,
        path: Path,
        zh: str,
        en: str,
        *,
        place: Any = None,  # noqa: ANN401  (a position of parsed JSON)
        measure: Measure | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Note a fault at a path inside a feature; of one kind in one feature no more than `MOST_OF_A_KIND`.

        Parameters
        ----------
        place
            The position it concerns (longitude, latitude in degrees), by default the feature's first.
        """
        if self.another(record, code):
            return
        said = self._said[record.index, code] = self._said.get((record.index, code), 0) + 1
        line, column = record.locate(path)
        where = point(place) or point(first_position(record.value))
        finding = Finding("", en, zh, self.read.file, line, column, key_of(record), where, measure, severity)
        self._put(code, finding)
        if said == MOST_OF_A_KIND:
            self._last[record.index, code] = len(self.found[code]) - 1, finding

    def another(self, record: FeatureRecord, code: str) -> bool:
        """Count one more of a kind that is told as often as it may be; False when it is not, and is to be told."""
        said = self._said.get((record.index, code), 0)
        if said < MOST_OF_A_KIND:
            return False
        self._said[record.index, code] = said + 1
        self._hold_back(record, code, said + 1 - MOST_OF_A_KIND)
        return True

    def _hold_back(self, record: FeatureRecord, code: str, count: int) -> None:
        """Say with the last one told how many more there are."""
        number, last = self._last[record.index, code]
        self.found[code][number] = with_more(last, count)

    def root(self, code: str, member: str, zh: str, en: str) -> None:
        """Note a fault of a member of the document's root; its beginning where there is no such member."""
        line, column = self.read.places.get(member) or self._start()
        self._put(code, Finding("", en, zh, self.read.file, line, column))

    def _start(self) -> tuple[int, int]:
        before = self.read.text[: len(self.read.text) - len(self.read.text.lstrip())]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def _put(self, code: str, finding: Finding) -> None:
        self.found.setdefault(code, []).append(finding)


def shown(value: object) -> str:
    """Return a JSON value as a message shows it: short, on one line."""
    return json_name(value)


def quoted(text: str) -> str:
    """Return a text as a message shows it."""
    return printable(text, 40)


def point(position: Any) -> dict[str, Any] | None:  # noqa: ANN401  (parsed JSON)
    """Return a GeoJSON point for a position, None when it is none on earth."""
    if not isinstance(position, list) or len(position) < 2:  # noqa: PLR2004  (longitude and latitude)
        return None
    lon, lat = position[:2]
    if type(lon) not in (int, float) or type(lat) not in (int, float):
        return None
    return {"type": "Point", "coordinates": [lon, lat]} if abs(lon) <= 180 and abs(lat) <= 90 else None  # noqa: PLR2004


def first_position(value: Any) -> Any:  # noqa: ANN401  (parsed JSON)
    """Return the first position of a feature's or a geometry's coordinates, None when there is none."""
    found = next(geometries_of(value), (None, ()))[0]
    while isinstance(found, dict | list):
        inner = found.get("coordinates", found.get("geometries")) if isinstance(found, dict) else found
        if not isinstance(inner, list) or not inner or not isinstance(inner[0], dict | list):
            return inner
        found = inner[0]
    return None
