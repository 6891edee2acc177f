"""How far a long command is, on a terminal: rows, rate, time left."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneatlas.cli.session import Session

__all__ = ["Bar"]

_SECONDS = 0.5


class Bar:
    """Progress on stderr where that is a terminal; elsewhere nothing."""

    def __init__(self, session: Session) -> None:
        self._zh = session.lang == "zh"
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._start = time.monotonic()
        self._last = 0.0

    def show(self, rows: int, total: int | None) -> None:
        """Show how far it is; `total` is None where nobody knows it."""
        now = time.monotonic()
        if not self._terminal or now - self._last < _SECONDS:
            return
        self._last = now
        rate = rows / max(now - self._start, 1e-9)
        said = f"{rows:,} 行，每秒 {rate:,.0f} 行" if self._zh else f"{rows:,} rows, {rate:,.0f} rows/s"
        if total:
            left, done = max(total - rows, 0) / max(rate, 1e-9), min(rows / total, 1.0)
            said += f"，{done:.0%}，还需 {left:.0f} 秒" if self._zh else f", {done:.0%}, {left:.0f} s left"
        sys.stderr.write(f"\r\x1b[K{said}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line empty."""
        if self._terminal and self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
