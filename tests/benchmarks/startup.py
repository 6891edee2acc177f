"""How long a cold command takes, against importing shapely and against bare Python.

``python tests/benchmarks/startup.py [ROUNDS]`` prints a table. Every command is a process of its own, run from bytecode
as installed programs are; the commands take turns, so that a busy moment strikes all alike. Of each the median of the
wall-clock time counts, and of the processor time too, which others at work on the machine disturb less.

Ratios are to ``python -c "import shapely"``; of ``--help``, the milliseconds above bare Python. The bound holds with
the cache filled, as every run but the first on a plan finds it (docs/cache.md); the table shows beside it what the same
commands take with the cache switched off.
"""

# ruff: noqa: T201  (it prints what it measured)
from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 15
_HELP_LIMIT_MS = 45.0
_RUN = ("-m", "zoneatlas", "--lang", "en")
BARE, SHAPELY, HELP = "bare Python", "import shapely", "--help"
YARDSTICKS = {BARE: ("-c", "pass"), SHAPELY: ("-c", "import shapely"), HELP: (*_RUN, "--help")}
#: What must take no longer than importing shapely.
COMMANDS: dict[str, tuple[str, ...]] = {
    "find --industry": ("find", "--industry", "automobiles"),
    "find --industry (a word)": ("find", "--industry", "biopharma"),
    "find --industry (a stem)": ("find", "--industry", "特色生物医药产业"),
    "find --at": ("find", "--at", "116.51,39.79"),
    "find --near": ("find", "--near", "116.4,39.9", "--within-km", "5"),
    "find --in": ("find", "--in", "朝阳区"),
    "show ZONE": ("show", "yizhuang"),
    "show DISTRICT": ("show", "朝阳区"),
    "site --at": ("site", "--at", "116.51,39.79", "--industry", "automobiles"),
}

#: Wall-clock and processor milliseconds of each run.
Times = dict[str, list[tuple[float, float]]]


def measure(rounds: int = _ROUNDS) -> tuple[Times, Times]:
    """Return what each command took with the cache filled, and without a cache."""
    kept: Times = {name: [] for name in (*YARDSTICKS, *COMMANDS)}
    bare: Times = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(-2, rounds):  # the first compiles and fills the cache, the second compiles what reads it
            for cache, times in ((f"{folder}/cache", kept), ("off", bare)):
                names = list(times)
                for name in names[turn % len(names) :] + names[: turn % len(names)]:
                    arguments = YARDSTICKS.get(name) or (*_RUN, *COMMANDS[name])
                    took = _run(arguments, environment | {"ZONEATLAS_CACHE": cache})
                    if turn >= 0:
                        times[name].append(took)
    return kept, bare


def _run(arguments: tuple[str, ...], environment: dict[str, str]) -> tuple[float, float]:
    begun, used = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=environment, cwd=ROOT)
    now, wall = os.times(), time.perf_counter() - begun
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    return wall * 1000, processor * 1000


def main() -> int:
    """Print the table; return 1 when a bound is passed."""
    kept, bare = measure(int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS)
    wall = {name: statistics.median(one for one, _ in times) for name, times in kept.items()}
    processor = {name: statistics.mean(one for _, one in times) for name, times in kept.items()}
    print(f"{'':<26}{'with the cache':^34}{'without':^16}")
    print(f"{'command':<26}{'median ms':>10}{'ratio':>8}{'processor':>11}{'':5}{'ratio':>8}{'processor':>11}")
    for name, wall_ms in wall.items():
        line = f"{name:<26}{wall_ms:>10.1f}{wall_ms / wall[SHAPELY]:>8.2f}{processor[name] / processor[SHAPELY]:>11.2f}"
        if name in bare:
            without_ms = statistics.median(one for one, _ in bare[name])
            without = statistics.mean(one for _, one in bare[name]) / processor[SHAPELY]
            line += f"{'':5}{without_ms / wall[SHAPELY]:>8.2f}{without:>11.2f}"
        print(line)
    late = [name for name in COMMANDS if wall[name] > wall[SHAPELY]]
    above_ms = wall[HELP] - wall[BARE]
    print(f"--help: {above_ms:.1f} ms above bare Python (bound {_HELP_LIMIT_MS:.0f})")
    late += [HELP] if above_ms > _HELP_LIMIT_MS else []
    print("over its bound: " + ", ".join(late) if late else "all within their bounds")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
