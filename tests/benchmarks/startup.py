"""How long a cold command takes, against importing shapely and against bare Python.

``python tests/benchmarks/startup.py [ROUNDS]`` prints a table. Every command is a process of its own, run from bytecode
as installed programs are; the commands take turns, so that a busy moment strikes all alike, and the median counts.
Ratios are to ``python -c "import shapely"``; of ``--help``, the milliseconds above bare Python. Measure on a quiet
machine.
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
COMMANDS: dict[str, tuple[str, ...]] = {
    BARE: ("-c", "pass"),
    SHAPELY: ("-c", "import shapely"),
    HELP: (*_RUN, "--help"),
    "find --industry": (*_RUN, "find", "--industry", "biopharma"),
    "find --industry (a stem)": (*_RUN, "find", "--industry", "特色生物医药产业"),
    "find --at": (*_RUN, "find", "--at", "116.51,39.79"),
    "find --near": (*_RUN, "find", "--near", "116.4,39.9", "--within-km", "5"),
    "show ZONE": (*_RUN, "show", "yizhuang"),
    "site --at": (*_RUN, "site", "--at", "116.51,39.79", "--industry", "automobiles"),
}
#: What must take no longer than importing shapely.
BOUND = ("find --industry", "find --at", "show ZONE", "site --at")


def measure(rounds: int = _ROUNDS) -> dict[str, float]:
    """Return the median wall-clock milliseconds of each command."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(rounds + 1):
            for name, arguments in COMMANDS.items():
                begun = time.perf_counter()
                subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=environment, cwd=ROOT)
                if turn:  # the first turn compiles and fills the caches
                    taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> int:
    """Print the table; return 1 when a bound is passed."""
    medians_ms = measure(int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS)
    shapely_ms, bare_ms = medians_ms[SHAPELY], medians_ms[BARE]
    print(f"{'command':<26}{'median ms':>10}{'of shapely':>12}{'above bare':>12}")
    for name, median_ms in medians_ms.items():
        print(f"{name:<26}{median_ms:>10.1f}{median_ms / shapely_ms:>12.2f}{median_ms - bare_ms:>12.1f}")
    late = [name for name in BOUND if medians_ms[name] > shapely_ms]
    late += [HELP] if medians_ms[HELP] - bare_ms > _HELP_LIMIT_MS else []
    print("over its bound: " + ", ".join(late) if late else "all within their bounds")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
