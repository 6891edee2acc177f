"""How well the datum family finds zones traced on the wrong base map, and how often it cries wolf.

``python -m tests.benchmarks.datum_recall [--plans 1000] [--seed 0] [--noise 0 10]`` prints both tables for the shipped
plan. Every case is a changed copy of the plan's files, read and checked as a user's would be; nothing is short-cut.

Recall: each zone alone, and all of them with their stretches, moved by the offset of GCJ-02 and of BD-09, or unshifted
though they were in WGS 84; vertices as they stand, or each displaced at random as a retracing hand would.
False alarms: every zone is moved rigidly, or vertex by vertex, or both, each vertex by no more than the accuracy its
zone states, uniformly in the disc; its stretches move alike, or stay.
"""

# ruff: noqa: T201  (it prints a table)

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.plan.locate import find_root
from zoneatlas.space.geodesic import metres_per_degree
from zoneatlas.space.shift import SHIFTS

FloatArray = NDArray[np.float64]
Move = Callable[[FloatArray, str], FloatArray]
STRETCHES = "boundary_stretches.geojson"
_DIGITS = 6
_CM = 1e6
MODES = tuple((how, alike) for how in ("rigid", "vertex", "both") for alike in (True, False))


@dataclass
class Copy:
    """A copy of the plan whose geometries one can change and put back."""

    root: Path
    originals: dict[Path, dict[str, Any]]

    def write(self, move: Move, *, stretches: bool, only: str | None = None) -> None:
        """Write all files, the geometries of `only` (or of every zone) moved; those of the stretches if asked."""
        for path, original in self.originals.items():
            features = []
            for feature in original["features"]:
                zone_id = feature["properties"]["zone_id"]
                wanted = (only is None or zone_id == only) and (stretches or path.name != STRETCHES)
                features.append(
                    {**feature, "geometry": moved(feature["geometry"], move, zone_id)} if wanted else feature
                )
            path.write_text(json.dumps({**original, "features": features}), encoding="utf-8")

    def findings(self) -> list[Any]:
        """Return what the datum family finds in the copy as it stands, warnings and errors."""
        found = run_checks(subject_of_plan(self.root), selected(["datum"]))
        return [finding for finding in found if finding.severity != "info"]


@contextmanager
def plan_copy(root: Path) -> Iterator[Copy]:
    """Make a copy of a plan's zones beside a link to its reference layers."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        shutil.copytree(root / "zones", copy / "zones", ignore=shutil.ignore_patterns("build"))
        (copy / "geodata").symlink_to((root / "geodata").resolve())
        paths = sorted((copy / "zones").glob("*.geojson"))
        yield Copy(copy, {path: json.loads(path.read_text(encoding="utf-8")) for path in paths})


def moved(geometry: dict[str, Any] | None, move: Move, zone_id: str) -> dict[str, Any] | None:
    """Return a geometry with all its positions moved, in 6 decimals."""
    if geometry is None:
        return None

    def walk(value: Any) -> Any:  # noqa: ANN401  (nested lists of any depth)
        if isinstance(value[0][0], list):
            return [walk(part) for part in value]
        return np.round(move(np.array(value, dtype=float), zone_id), _DIGITS).tolist()

    return {**geometry, "coordinates": walk(geometry["coordinates"])}


def in_disc(rng: np.random.Generator, number: int, radius_m: float, lat: float) -> FloatArray:
    """Return random displacements (degrees) of at most `radius_m`, uniform in the disc."""
    radius, angle = radius_m * np.sqrt(rng.random(number)), rng.random(number) * 2 * np.pi
    metres = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    degrees: FloatArray = metres / np.array(metres_per_degree(lat))
    return degrees


def per_vertex(seed: int, radius_m: Callable[[str], float]) -> Move:
    """Return a move that displaces each vertex of a zone at random, the same vertex alike wherever it stands."""

    def move(points: FloatArray, zone_id: str) -> FloatArray:
        rows = [
            in_disc(np.random.default_rng((seed, *np.round(point * _CM).astype(int).tolist(), len(zone_id))), 1,
                    radius_m(zone_id), point[1])[0] for point in points
        ]  # fmt: skip
        changed: FloatArray = points + np.array(rows)
        return changed

    return move


def rigid(seed: int, radius_m: Callable[[str], float]) -> Move:
    """Return a move that displaces each zone as a whole at random."""
    offsets: dict[str, FloatArray] = {}
    rng = np.random.default_rng(seed)

    def move(points: FloatArray, zone_id: str) -> FloatArray:
        if zone_id not in offsets:
            offsets[zone_id] = in_disc(rng, 1, radius_m(zone_id), points[0, 1])
        return points + offsets[zone_id]

    return move


def shifted(number: int, *, undo: bool = False, noise_m: float = 0.0, seed: int = 0) -> Move:
    """Return a move by a datum shift (or by its inverse), each vertex displaced by up to `noise_m` besides."""
    change = SHIFTS[number].undo if undo else SHIFTS[number].redo
    jitter = per_vertex(seed, lambda _: noise_m)

    def move(points: FloatArray, zone_id: str) -> FloatArray:
        traced = jitter(points, zone_id) if noise_m else points
        found: FloatArray = np.column_stack(change(traced[:, 0], traced[:, 1]))
        return found

    return move


def recall(copy: Copy, zone_ids: list[str], noises_m: tuple[float, ...]) -> None:
    """Print how many zones are found when each is shifted alone, and all together."""
    print("| moved by | vertices off by up to | each alone | each with its stretches | all with their stretches |")
    print("| --- | --- | --- | --- | --- |")
    for number, undo in ((0, False), (1, False), (2, False), (0, True), (1, True)):
        for noise_m in noises_m if not undo and number < 2 else (0.0,):
            move = shifted(number, undo=undo, noise_m=noise_m)
            name = ("unshifted from " if undo else "") + SHIFTS[number].name
            alone = [zone_id for zone_id in zone_ids if _alone(copy, move, zone_id, stretches=False)]
            along = [zone_id for zone_id in zone_ids if _alone(copy, move, zone_id, stretches=True)]
            copy.write(move, stretches=True)
            said = " ".join(f"{one.feature} {one.message}" for one in copy.findings() if one.check == "Z404")
            every = [zone_id for zone_id in zone_ids if zone_id in said]
            cells = " | ".join(_cell(found, zone_ids) for found in (alone, along, every))
            print(f"| {name} | {noise_m:g} m | {cells} |", flush=True)


def _cell(found: list[str], zone_ids: list[str]) -> str:
    missed = [zone_id for zone_id in zone_ids if zone_id not in found]
    return f"{len(found)}/{len(zone_ids)}" + (f" (not {', '.join(missed)})" if 0 < len(missed) <= 3 else "")


def _alone(copy: Copy, move: Move, zone_id: str, *, stretches: bool) -> bool:
    copy.write(move, stretches=stretches, only=zone_id)
    found = copy.findings()
    return [one.feature for one in found if one.check == "Z404"] == [zone_id] and len(found) == 1


def false_alarms(copy: Copy, accuracy_m: dict[str, float], plans: int, seed: int) -> None:
    """Print in how many jittered plans anything is reported."""
    alarms: dict[tuple[str, bool], int] = Counter()
    tried: dict[tuple[str, bool], int] = Counter()
    said: Counter[str] = Counter()
    for number in range(plans):
        how, alike = mode = MODES[number % len(MODES)]
        half = 0.5 if how == "both" else 1.0
        radius = {zone_id: metres * half for zone_id, metres in accuracy_m.items()}
        first, second = rigid(seed + number, radius.__getitem__), per_vertex(seed + number, radius.__getitem__)

        def both(points: FloatArray, zone_id: str, first: Move = first, second: Move = second) -> FloatArray:
            return first(second(points, zone_id), zone_id)

        copy.write({"rigid": first, "vertex": second, "both": both}[how], stretches=alike)
        found = copy.findings()
        tried[mode] += 1
        alarms[mode] += bool(found)
        said.update(f"{one.check} {one.feature}: {one.message[:150]}" for one in found)
    print("| zones moved within their stated accuracy | stretches | plans | with any finding of the family |")
    print("| --- | --- | --- | --- |")
    for (how, alike), number in tried.items():
        print(f"| {how} | {'move alike' if alike else 'stay'} | {number} | {alarms[how, alike]} |")
    print(f"| all | | {sum(tried.values())} | {sum(alarms.values())} |")
    for line, number in said.most_common(10):
        print(f"  {number} × {line}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, default=None)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--noise", type=float, nargs="*", default=[0.0, 1.0, 10.0, 30.0])
    options = parser.parse_args()
    start = time.perf_counter()
    with plan_copy(find_root(options.plan)) as copy:
        zones = subject_of_plan(copy.root).plan
        if zones is None:
            return
        accuracy_m = {zone.zone_id: float(zone.boundary_accuracy_m or 0) for zone in zones.zones}
        if options.noise:
            recall(copy, list(accuracy_m), tuple(options.noise))
        print(f"\n{time.perf_counter() - start:.0f} s\n")
        false_alarms(copy, accuracy_m, options.plans, options.seed)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
