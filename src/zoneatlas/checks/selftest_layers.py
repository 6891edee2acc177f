"""Faults of the reference layers, for the self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.selftest import Seeded
from zoneatlas.checks.selftest_copy import PlanCopy, map_positions
from zoneatlas.checks.selftest_shapes import shift_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from zoneatlas.checks.selftest_copy import Position

__all__ = ["gcj02", "moved"]

_DIGITS = 6
_LEAST_SHARED = 8


def moved(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Move a feature of a layer by some kilometres: one that shares an edge with another layer or with a zone.

    Nothing in a plan can tell where a lone point or a line that nothing else touches ought to be, but its checksum.
    """
    found = copy.once("witnessed", _witnessed)
    if not found:
        return None
    file, index, names = rng.choice(found)
    east, north = rng.choice((-1, 1)) * rng.uniform(0.02, 0.1), rng.choice((-1, 1)) * rng.uniform(0.02, 0.1)
    features = copy.features(file)
    geometry = features[index]["geometry"]
    geometry["coordinates"] = map_positions(
        geometry["coordinates"], lambda each: [round(each[0] + east, _DIGITS), round(each[1] + north, _DIGITS)]
    )
    copy.write(file, features)
    return Seeded(file, frozenset(names))


def gcj02(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Store a whole layer in GCJ-02."""
    from zoneatlas.checks.datum.places import drawn_layers
    from zoneatlas.space.shift import in_shifted_region

    drawn = {each.file: each.points for each in drawn_layers(copy.clean).values()}
    shared = {file for file, _, _ in copy.once("witnessed", _witnessed)}
    layers = sorted(file for file in shared if in_shifted_region(drawn[file]))
    if not layers:
        return None
    file = rng.choice(layers)
    move: Callable[[Position], Position] = shift_of("GCJ-02")
    features = copy.features(file)
    for feature in features:
        if feature.get("geometry"):
            feature["geometry"]["coordinates"] = map_positions(feature["geometry"]["coordinates"], move)
    copy.write(file, features)
    return Seeded(file, frozenset((copy.layer_ids[file],)))


def _witnessed(copy: PlanCopy) -> list[tuple[str, int, frozenset[str]]]:
    from zoneatlas.checks.datum.witness import witnessed_features

    return witnessed_features(copy.clean, _LEAST_SHARED)
