"""The frozen records of a GeoJSON file as it was read: its features with their places, and what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from zoneatlas.frozen import dataclass, field
from zoneatlas.plan import jsontext

if TYPE_CHECKING:
    from zoneatlas.plan.mending import Mended
    from zoneatlas.plan.records import Problem

__all__ = ["FeatureFile", "FeatureRecord", "StoredRecord"]


@dataclass(frozen=True, slots=True)
class FeatureRecord:
    """One element of ``features`` as it stands in the file.

    ``value`` is the parsed JSON, whatever it is; ``start`` and ``end`` are its offsets in the file's text; ``line`` and
    ``column`` count from 1. ``clean`` is False when its text holds a fault of JSON (a repeated key, NaN …).
    """

    value: Any
    index: int
    start: int
    end: int
    line: int
    column: int
    clean: bool
    text: str = field(repr=False)
    mended: Mended | None = field(default=None, repr=False)
    """Where ``text`` is not the file's own but a mended one: how its offsets lead back."""

    def locate(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Return the line and column of a value inside this feature.

        Parameters
        ----------
        path
            Keys and indices from the feature on, such as ``("geometry", "coordinates", 0, 3)``. Where it leads nowhere,
            the place of the deepest value that exists is returned.
        """
        return self.place(jsontext.locate(self.text, self.start, path))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset inside this feature."""
        text, start = self.text, self.start
        if self.mended is not None:
            text, start, offset = self.mended.original, self.mended.origin(start), self.mended.origin(offset)
        breaks = text.count("\n", start, offset)
        if not breaks:
            return self.line, self.column + offset - start
        return self.line + breaks, offset - text.rfind("\n", 0, offset)


class StoredRecord(FeatureRecord):
    """A feature of a large file: its value is decoded again whenever it is asked for, the last one being kept."""

    __slots__ = ()
    _last: ClassVar[tuple[str, int, Any]] = ("", -1, None)

    def __init__(self, record: FeatureRecord) -> None:
        for name in ("index", "start", "end", "line", "column", "clean", "text", "mended"):
            object.__setattr__(self, name, getattr(record, name))

    @property
    def value(self) -> Any:  # noqa: ANN401
        """The parsed JSON."""
        text, start, value = StoredRecord._last
        if text is not self.text or start != self.start:
            value = jsontext.decode(self.text, self.start)[0]
            StoredRecord._last = (self.text, self.start, value)
        return value


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """A GeoJSON file read: its features, its other members, and what was wrong.

    ``root`` is the document's ``type`` (``FeatureCollection``; ``Feature`` or a geometry type, whose one value is then
    the only record; empty when it is none of these, though one in the wrong case has its record too). ``members`` are
    the root's members but ``features``, in order (with ``features`` where that is no array).
    """

    file: str
    text: str = field(repr=False)
    root: str
    members: dict[str, Any] = field(repr=False)
    features: tuple[FeatureRecord, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    places: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False)
    """Line and column of the value of each member of the root, ``features`` included."""

    @property
    def readable(self) -> bool:
        """Whether the file could be read as a whole (single features may still be faulty)."""
        return not any(problem.severity == "error" for problem in self.problems)
