"""Records made by `zoneatlas.frozen` are frozen dataclasses in every way the standard ones are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from functools import cached_property
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas import frozen
from zoneatlas.plan.records import Problem, Text, Zone


@frozen.dataclass(frozen=True, slots=True)
class Slotted:
    """With slots."""

    name: str
    kind: ClassVar[str] = "kind"
    hidden: int = frozen.field(default=1, repr=False)
    seen: dict[str, int] = frozen.field(default_factory=dict, compare=False)


@frozen.dataclass(frozen=True)
class Open:
    """Without slots."""

    name: str
    size: float = 1.5

    @cached_property
    def twice(self) -> float:
        """Twice the size."""
        return 2 * self.size


@dataclasses.dataclass(frozen=True, slots=True)
class StandardSlotted:
    """The standard counterpart of `Slotted`."""

    name: str
    kind: ClassVar[str] = "kind"
    hidden: int = dataclasses.field(default=1, repr=False)
    seen: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)


VALUES = st.tuples(st.text(max_size=3), st.integers(0, 3), st.dictionaries(st.text(max_size=1), st.integers(0, 2)))


@given(VALUES, VALUES)
def test_it_behaves_as_the_standard_one(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    pair, standard = (Slotted(*one), Slotted(*other)), (StandardSlotted(*one), StandardSlotted(*other))
    assert (pair[0] == pair[1]) == (standard[0] == standard[1])
    assert (hash(pair[0]) == hash(pair[1])) == (hash(standard[0]) == hash(standard[1]))
    assert "Standard" + repr(pair[0]) == repr(standard[0])
    assert dataclasses.asdict(pair[0]) == dataclasses.asdict(standard[0])
    for copied in (copy.deepcopy(pair[0]), pickle.loads(pickle.dumps(pair[0])), dataclasses.replace(pair[0])):  # noqa: S301
        assert copied == pair[0]
        assert copied.seen == pair[0].seen


def test_nothing_can_be_set_or_deleted() -> None:
    for record in (Slotted("a"), Open("a")):
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
            record.name = "b"  # type: ignore[misc]
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
            del record.name


def test_slots_and_lasting_properties() -> None:
    assert not hasattr(Slotted("a"), "__dict__")
    assert Open("a").twice == 3.0
    assert Open.size == 1.5


@pytest.mark.parametrize("arguments", [{}, {"name": "a", "other": 1}])
def test_wrong_arguments_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"Slotted.__init__\(\)"):
        Slotted(**arguments)


def test_what_asks_of_a_dataclass_finds_one() -> None:
    assert dataclasses.is_dataclass(Zone)
    assert [known.name for known in dataclasses.fields(Problem)][:3] == ["message", "message_zh", "file"]
    assert frozen.replace(Text("a", "b"), en="c") == Text("a", "c") == dataclasses.replace(Text("a", "b"), en="c")
    assert list(inspect.signature(Slotted).parameters) == ["name", "hidden", "seen"]
    assert inspect.signature(Open).parameters["size"].default == 1.5
    match Text("a", "b"):
        case Text(zh, en):
            assert (zh, en) == ("a", "b")


def test_records_of_two_classes_are_never_equal() -> None:
    records: list[object] = [Open("a"), Slotted("a")]
    assert records[0] != records[1]


def test_only_frozen_classes_are_made() -> None:
    with pytest.raises(TypeError, match="frozen"):
        frozen.dataclass(frozen=False)
