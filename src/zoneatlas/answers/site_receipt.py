"""What an answer rests on, so that anyone can ask again: the plan's bytes, the program's version, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.frozen import dataclass
from zoneatlas.plan.locate import GEODATA, ZONES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Receipt", "plan_sha256"]

_SUFFIXES = (".csv", ".geojson", ".toml")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The sha256 of the plan's files, the version of this program, and the ids of the rules that were asked."""

    plan_sha256: str
    version: str
    rules: tuple[str, ...]


def plan_sha256(root: Path) -> str:
    """Return the sha256 over every table and layer of a plan.

    Parameters
    ----------
    root
        The folder that holds ``zones/`` and ``geodata/``. Their CSV, GeoJSON and TOML files count, not their
        subfolders: in the order of their names, each as its path, its length in bytes and its bytes.
    """
    from hashlib import sha256  # loads OpenSSL

    digest = sha256()
    for folder in (ZONES, GEODATA):
        base = root / folder
        files = [path for path in base.iterdir() if path.is_file()] if base.is_dir() else []
        names = sorted(path.name for path in files if path.suffix in _SUFFIXES)
        for name in names:
            data = (base / name).read_bytes()
            digest.update(f"{folder}/{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
