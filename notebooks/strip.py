# ruff: noqa: INP001  (a script beside the notebooks)
"""Take outputs, execution counts and the kernel's own metadata out of notebooks; exit code 1 when any had some.

``python notebooks/strip.py FILE…`` mends, ``--check`` only looks. The pre-commit hook and the tests use it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

_KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def stripped(text: str) -> str:
    """Return a notebook's text without anything that running it leaves behind."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    notebook["metadata"] = _KEPT_METADATA
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Strip the notebooks named; return 1 when any was not stripped already."""
    found = 0
    for path in (Path(name) for name in arguments if name != "--check"):
        before = path.read_text(encoding="utf-8")
        after = stripped(before)
        if after == before:
            continue
        found = 1
        sys.stderr.write(f"{path}: has outputs / 含有运行结果\n")
        if "--check" not in arguments:
            path.write_text(after, encoding="utf-8", newline="\n")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
