"""The columns that answers become: lists of zones, names, reasons; as Arrow arrays or as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zoneatlas.answers.assign_points import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zoneatlas.answers.assign import Answer, Assigner

    Codes = NDArray[np.int32]

__all__ = ["DOUBTS", "OUTSIDE", "PARKS", "AnswerColumns", "added_columns"]

_SEPARATOR = ";"
_PLACES = ("district", "region", "ring")
#: With ranges: the columns that say which districts, regions and ring intervals a point may lie in, where uncertain.
DOUBTS = tuple(f"uncertain_{name}" for name in _PLACES)
#: Where the plan has parks: those that hold a point, and those of which an edge is nearer than its accuracy.
PARKS = ("parks", "uncertain_parks")
#: Stands among them for outside of all.
OUTSIDE = "none"


def added_columns(assigner: Assigner) -> tuple[str, ...]:
    """Return the names of the columns that are added, in order."""
    kinds = (kind.replace("-", "_") for kind, _ in assigner.kinds)
    return (
        "zones",
        *kinds,
        "district",
        "region",
        "ring",
        "uncertain",
        "problem",
        *(DOUBTS if assigner.ranges else ()),
        *(PARKS if assigner.parks else ()),
    )


class AnswerColumns:
    """Makes columns from the codes of an `Assigner`.

    Parameters
    ----------
    assigner
        Whose codes.
    nested
        Whether lists stay lists; else they are text, joined with ``;``.
    """

    def __init__(self, assigner: Assigner, *, nested: bool) -> None:
        self.assigner = assigner
        self.nested = nested
        self._kinds = [frozenset(members) for _, members in assigner.kinds]
        self._tables: dict[str, list[Codes]] = {}
        self._known = -1

    def schema(self) -> Any:  # noqa: ANN401  (an arrow schema)
        """Return the added columns as a reader of the file sees them."""
        import pyarrow as pa

        several = pa.list_(pa.string()) if self.nested else pa.string()
        single = ("district", "region", "ring", "problem")
        return pa.schema([(name, pa.string() if name in single else several) for name in added_columns(self.assigner)])

    def arrays(self, codes: Codes, reasons: NDArray[np.int8]) -> list[Any]:
        """Return the added columns for some rows as Arrow arrays; what repeats is kept as a dictionary.

        Parameters
        ----------
        codes : ndarray of int32, shape (n,)
            Codes of the answers; -1 for rows without a place, which have null everywhere but in ``problem``.
        reasons : ndarray of int8, shape (n,)
            Positions in `PROBLEMS`, -1 for none.
        """
        self._learn()
        nowhere = codes < 0
        codes = np.where(nowhere, 0, codes) if nowhere.any() else codes
        zones = self.assigner.zones
        columns = [self._lists("zones", zones, codes, nowhere)]
        columns += [self._lists(f"kind {number}", zones, codes, nowhere) for number in range(len(self._kinds))]
        for name in _PLACES:
            index = self._tables[name][0].take(codes)
            columns.append(_dictionary(index, getattr(self.assigner, f"{name}s"), nowhere | (index < 0)))
        columns.append(self._lists("uncertain", zones, codes, nowhere))
        columns.append(_dictionary(reasons, PROBLEMS, reasons < 0))
        for name in _PLACES if self.assigner.ranges else ():
            words = (*getattr(self.assigner, f"{name}s"), OUTSIDE)  # -1 is the last one
            columns.append(self._lists(f"may {name}", words, codes, nowhere))
        if self.assigner.parks:
            columns += [self._lists(name, self.assigner.parks, codes, nowhere) for name in PARKS]
        return columns

    def _learn(self) -> None:
        """Lay the answers out as tables, anew when there are more."""
        answers = self.assigner.answers[:]
        if len(answers) == self._known:
            return
        self._known = len(answers)
        picks: dict[str, Callable[[Answer], Sequence[int]]] = {
            "zones": lambda answer: answer.zones,
            "uncertain": lambda answer: answer.uncertain,
            PARKS[0]: lambda answer: answer.parks,
            PARKS[1]: lambda answer: answer.may_park,
        }
        for name in _PLACES:
            picks[f"may {name}"] = lambda answer, name=name: getattr(answer, f"may_{name}")  # type: ignore[misc]
        for number, members in enumerate(self._kinds):
            picks[f"kind {number}"] = lambda answer, members=members: [  # type: ignore[misc]
                one for one in answer.zones if one in members
            ]
        for name, pick in picks.items():
            lists = [pick(answer) for answer in answers]
            sizes = np.array([len(one) for one in lists] or [0], dtype=np.int32)
            flat = np.array([one for members in lists for one in members], dtype=np.int32)
            if name.startswith("may"):
                flat = flat % (len(getattr(self.assigner, f"{name.removeprefix('may ')}s")) + 1)
            self._tables[name] = [sizes, np.cumsum(sizes, dtype=np.int32) - sizes, flat]
        for name in _PLACES:
            self._tables[name] = [np.array([getattr(answer, name) for answer in answers] or [-1], dtype=np.int32)]

    def _lists(self, name: str, words: Sequence[str], codes: Codes, nowhere: NDArray[np.bool_]) -> Any:  # noqa: ANN401
        import pyarrow as pa

        sizes, starts, flat = self._tables[name]
        if not self.nested:
            bounds = zip(starts.tolist(), (starts + sizes).tolist(), strict=True)
            joined = [_SEPARATOR.join(words[one] for one in flat[low:high].tolist()) for low, high in bounds]
            return _dictionary(codes, joined, nowhere | (sizes[codes] == 0))
        counts = sizes.take(codes)
        if nowhere.any():
            counts[nowhere] = 0
        offsets = np.zeros(len(codes) + 1, dtype=np.int32)
        np.cumsum(counts, out=offsets[1:])
        some = np.flatnonzero(counts != 0)
        each = counts.take(some)
        place = np.repeat(starts.take(codes.take(some)) - offsets.take(some), each)
        place += np.arange(len(place), dtype=np.int32)
        values = _dictionary(flat.take(place), words, None)
        mask = pa.array(nowhere) if nowhere.any() else None
        return pa.ListArray.from_arrays(pa.array(offsets), values, mask=mask)


def _dictionary(index: NDArray[Any], words: Sequence[str], missing: NDArray[np.bool_] | None) -> Any:  # noqa: ANN401
    """Return words by position as a dictionary array; null where `missing`."""
    import pyarrow as pa

    narrow = np.int8 if len(words) < 2**7 else np.int32
    indices = pa.array(index.astype(narrow), mask=missing if missing is not None and missing.any() else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words), pa.string()))
