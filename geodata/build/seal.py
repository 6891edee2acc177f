"""Write the sha256 of every layer's file into the catalogue; nothing else of it is touched."""

from __future__ import annotations

import hashlib
import re

from geodata.build.layer import GEODATA

from zoneatlas.plan.canonical import write_atomically

_ENTRY = re.compile(r"(?ms)^\[\[layers\]\]$.*?(?=^\[\[|\Z)")
_FILE = re.compile(r'(?m)^file = "([^"]+)"$')
_SHA256 = re.compile(r'(?m)^sha256 = "[0-9a-f]*"$')


def _sealed(entry: str) -> str:
    found = _FILE.search(entry)
    if found is None:
        return entry
    digest = hashlib.sha256((GEODATA / found[1]).read_bytes()).hexdigest()
    return _SHA256.sub(f'sha256 = "{digest}"', entry)


def seal() -> None:
    """Bring the catalogue's sha256 lines up to the files that stand in geodata/ now."""
    path = GEODATA / "catalog.toml"
    text = path.read_text(encoding="utf-8")
    write_atomically(path, _ENTRY.sub(lambda match: _sealed(match[0]), text))


if __name__ == "__main__":
    seal()
