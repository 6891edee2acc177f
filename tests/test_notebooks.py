"""The notebooks run, from their own folder and with no network, and keep nothing of having been run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
STRIP = FOLDER / "strip.py"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
_MOST_BYTES = 20_000
#: Proxies nobody listens at: whatever asks for a page fails at once.
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


def names() -> list[str]:
    """Return the notebooks' names for test ids."""
    return [path.stem for path in NOTEBOOKS]


def test_there_are_four() -> None:
    assert [name[:2] for name in names()] == ["01", "02", "03", "04"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names())
def test_nothing_of_a_run_is_stored(path: Path) -> None:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert path.stat().st_size < _MOST_BYTES
    checked = subprocess.run([sys.executable, str(STRIP), "--check", str(path)], check=False, capture_output=True)
    assert checked.returncode == 0


def test_strip_takes_outputs_out_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "run.ipynb"
    notebook = json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"]}]
    code["execution_count"] = 3
    path.write_text(json.dumps(notebook), encoding="utf-8")
    look = [sys.executable, str(STRIP), "--check", str(path)]
    assert subprocess.run(look, check=False, capture_output=True).returncode == 1
    assert subprocess.run([sys.executable, str(STRIP), str(path)], check=False, capture_output=True).returncode == 1
    assert path.read_bytes() == NOTEBOOKS[0].read_bytes()
    assert subprocess.run(look, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names())
def test_it_runs_and_shows_a_table_a_map_and_a_figure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import warnings

    for name, value in _NO_NETWORK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook machinery
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has no annotations
        client = NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": FOLDER}})
        ran = client.execute()
    shown = [output for cell in ran.cells for output in cell.get("outputs", ())]
    said = "".join(output.get("text", "") for output in shown if output["output_type"] == "stream")
    assert "missing from" not in said, "a character without a glyph: install a font with Chinese characters"
    rich = [output["data"] for output in shown if "data" in output]
    assert any("<table" in data.get("text/html", "") for data in rich)
    assert any("<iframe" in data.get("text/html", "") for data in rich)
    assert any("image/png" in data for data in rich)
