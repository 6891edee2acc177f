"""What is generated in the READMEs: tables measured from the files, and what the README's commands print.

python -m zones.build.readme            write the tables
python -m zones.build.readme --check    exit 1 when a README does not hold what the files say now
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geodata.build.sources import ROOT

from zoneatlas.plan.canonical import write_atomically
from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.space.measure import area_km2, length_m

if TYPE_CHECKING:
    from pathlib import Path

    from zoneatlas.plan.records import Zone

Row = Iterable[str]
_RECEIPT = re.compile(r"(receipt: plan )[0-9a-f]+")  # changes with every edit of the plan
_SHOWN = re.compile(r"^```\n\$ (zoneatlas [^\n]+)\n.*?^```\n", re.DOTALL | re.MULTILINE)
AREA_NOTES = ROOT / "zones" / "area_notes.csv"


def _table(head: Row, rows: Iterable[Row]) -> str:
    cells = [list(head), ["---"] * len(list(head)), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def _why() -> Mapping[str, str]:
    with AREA_NOTES.open(encoding="utf-8", newline="") as handle:
        return {row["zone_id"]: f"{row['why_zh']} / {row['why_en']}" for row in csv.DictReader(handle)}


def _km2(value: float | None) -> str:
    return "—" if value is None else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _metres(value: float | None) -> str:
    return "—" if value is None else f"±{value:,.0f} m"


def _accuracy(plan: Plan, zone: Zone) -> str:
    own = [s.boundary_accuracy_m for s in plan.stretches if s.zone_id == zone.zone_id and s.boundary_accuracy_m]
    worst = max(own, default=zone.boundary_accuracy_m or 0.0)
    best = min([*own, zone.boundary_accuracy_m or worst])
    usual = _metres(zone.boundary_accuracy_m)
    return usual if best == worst else f"{usual} ({best:,.0f}–{worst:,.0f})"


def zone_rows(plan: Plan) -> Iterable[Row]:
    """Yield a row a zone: method, basis, published and drawn km², deviation, accuracy, why they differ."""
    why = _why()
    for zone in plan.zones:
        drawn = area_km2(zone.geometry or {})
        published = zone.published_area_km2
        off = "—" if published is None else f"{(drawn / published - 1) * 100:+.1f} %"
        yield (
            f"`{zone.zone_id}` {zone.name_zh}", f"{zone.boundary_method}, {zone.boundary_status}", zone.boundary_basis,
            _km2(published), _km2(drawn), off, _accuracy(plan, zone), why.get(zone.zone_id, ""),
        )  # fmt: skip


def edge_shares(plan: Plan, zone: Zone) -> dict[tuple[str, str], float]:
    """Return the share of a zone's edge length by (method, status); what no stretch overrides is the zone's own."""
    total = length_m(zone.geometry or {})
    lengths: dict[tuple[str, str], float] = {}
    for stretch in plan.stretches:
        if stretch.zone_id == zone.zone_id and stretch.geometry is not None:
            key = (stretch.boundary_method or zone.boundary_method, stretch.boundary_status or zone.boundary_status)
            lengths[key] = lengths.get(key, 0.0) + length_m(stretch.geometry)
    own = (zone.boundary_method, zone.boundary_status)
    lengths[own] = lengths.get(own, 0.0) + max(total - sum(lengths.values()), 0.0)
    return {key: value / total for key, value in lengths.items()}


def share_rows(plan: Plan) -> Iterable[Row]:
    """Yield a row a zone: the length of its edge and the share of it drawn by each method."""
    for zone in plan.zones:
        shares = sorted(edge_shares(plan, zone).items(), key=lambda item: -item[1])
        said = ", ".join(f"{method} ({status}) {share:.0%}" for (method, status), share in shares if share >= 0.005)
        yield f"`{zone.zone_id}`", f"{length_m(zone.geometry or {}) / 1000:,.1f} km", said


def _measured(features: Iterable[Any]) -> str:
    area = sum(
        area_km2(f.geometry) for f in features if f.geometry and f.geometry["type"] in {"Polygon", "MultiPolygon"}
    )
    lines = sum(
        length_m(f.geometry) for f in features if f.geometry and f.geometry["type"] in {"LineString", "MultiLineString"}
    )
    parts = [f"{area:,.2f} km²"] if area else []
    parts += [f"{lines / 1000:,.1f} km"] if lines else []
    return ", ".join(parts) or "points"


def _published(features: Iterable[Any]) -> str:
    keys = {"official_area_km2": "km²", "published_area_km2": "km²", "published_length_km": "km"}
    said = []
    for key, unit in keys.items():
        known = [f.properties[key] for f in features if isinstance(f.properties.get(key), int | float)]
        if known:
            said.append(f"{sum(known):,.2f} {unit} over {len(known)}")
    return ", ".join(said) or "—"


def layer_rows(plan: Plan) -> Iterable[Row]:
    """Yield a row a layer: features, length or area against the published figures, accuracy, licence."""
    for entry in plan.catalogue:
        data = plan.layer(entry.id)
        features = data.features if data else ()
        located = sum(feature.geometry is not None for feature in features)
        count = str(len(features)) if located == len(features) else f"{len(features)} ({located} located)"
        yield (
            f"`{entry.id}` {entry.title.zh} / {entry.title.en}", count, _measured(features), _published(features),
            _metres(entry.accuracy_m), entry.vintage, entry.licence, entry.source,
        )  # fmt: skip


def ring_rows(plan: Plan) -> Iterable[Row]:
    """Yield a row a ring road: length drawn and published, accuracy, length without a supporting point."""
    data = plan.role("rings")
    for feature in data.features if data else ():
        drawn, said = length_m(feature.geometry or {}) / 1000, feature.properties
        published = float(said["published_length_km"])
        yield (
            f"{said['name_zh']} / {said['name_en']}", f"{drawn:.2f} km", f"{published:.2f} km", f"{(drawn / published - 1) * 100:+.2f} %",
            _metres(said["accuracy_m"]), f"{said.get('unsupported_km', 0)} km",
        )  # fmt: skip


def district_rows(plan: Plan) -> Iterable[Row]:
    """Yield a row a district: drawn and official area."""
    data = plan.role("districts")
    for feature in data.features if data else ():
        drawn, official = area_km2(feature.geometry or {}), float(feature.properties["official_area_km2"])
        yield str(feature.properties["name_zh"]), _km2(official), _km2(drawn), f"{(drawn / official - 1) * 100:+.2f} %"


BLOCKS: dict[str, tuple[str, Callable[[Plan], str]]] = {
    "zones": ("zones/README.md", lambda plan: _table(
        ("Zone", "Method", "Basis", "Published km²", "Drawn km²", "Deviation", "Accuracy (range over its stretches)", "Why they differ"), zone_rows(plan))),
    "edges": ("zones/README.md", lambda plan: _table(("Zone", "Edge", "Share of the edge by method (status)"), share_rows(plan))),
    "layers": ("geodata/README.md", lambda plan: _table(
        ("Layer", "Features", "Measured", "Published", "Accuracy", "Vintage", "Licence", "Source"), layer_rows(plan))),
    "rings": ("geodata/README.md", lambda plan: _table(("Ring road", "Drawn", "Published", "Deviation", "Accuracy", "Without a supporting point"), ring_rows(plan))),
    "districts": ("geodata/README.md", lambda plan: _table(("District", "Official km²", "Drawn km²", "Deviation"), district_rows(plan))),
}  # fmt: skip


def renewed(path: Path, plan: Plan) -> str:
    """Return a README's text with each of its generated blocks as the files say now."""
    text = path.read_text(encoding="utf-8")
    for name, (home, block) in BLOCKS.items():
        if ROOT / home == path:
            marked = re.compile(rf"(<!-- generated: {name} -->\n).*?(\n<!-- end: {name} -->)", re.DOTALL)
            body = block(plan)
            text, found = marked.subn(lambda match, body=body: match[1] + body + match[2], text)  # type: ignore[misc]
            if found != 1:
                msg = f"{path}: the markers of the block '{name}' stand {found} times, not once"
                raise ValueError(msg)
    return text


def _answered(match: re.Match[str]) -> str:
    """Return a README block of a command with what the command prints now."""
    words = shlex.split(match[1])[1:]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "zoneatlas", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = _RECEIPT.sub(r"\1…", done.stdout.rstrip())
    return f"```\n$ {match[1]}\n{said}\n```\n"


def with_answers(text: str) -> str:
    """Return a text whose blocks ``$ zoneatlas …`` show what the program prints now."""
    return _SHOWN.sub(_answered, text)


def main() -> int:
    """Write or check the tables; see the module's own text."""
    plan = load_plan(ROOT)
    stale = []
    for home in (*dict.fromkeys(home for home, _ in BLOCKS.values()), "README.md"):
        path = ROOT / home
        text = with_answers(path.read_text(encoding="utf-8")) if home == "README.md" else renewed(path, plan)
        if text != path.read_text(encoding="utf-8"):
            stale.append(home)
            if "--check" not in sys.argv:
                write_atomically(path, text)
    print("\n".join(f"{'stale' if '--check' in sys.argv else 'written'}: {home}" for home in stale) or "current")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
