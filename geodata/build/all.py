"""Rebuild every reference layer in the order the catalogue needs, then seal the catalogue with the files' sha256."""

from __future__ import annotations

import importlib
import tomllib

from geodata.build.layer import GEODATA
from geodata.build.seal import seal


def main() -> None:
    """Build each layer of the catalogue once, in its order; a layer that others build from stands before them."""
    entries = tomllib.loads((GEODATA / "catalog.toml").read_text(encoding="utf-8"))["layers"]
    for module in dict.fromkeys(entry["built_by"] for entry in entries):
        print(module)
        importlib.import_module(module).build()
    seal()


if __name__ == "__main__":
    main()
