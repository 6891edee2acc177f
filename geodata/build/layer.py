"""Writing a reference layer: RFC 7946, WGS 84, 6 decimals, one feature a line, the same bytes every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from geodata.build.sources import ROOT

from zoneatlas.plan.canonical import feature_text, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

GEODATA = ROOT / "geodata"
DECIMALS = 6


def feature(geometry: shapely.Geometry | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON Feature with coordinates (WGS 84 degrees) rounded to 6 decimals and RFC 7946 winding."""
    if geometry is None:
        return {"type": "Feature", "properties": dict(properties), "geometry": None}
    snapped = shapely.transform(geometry, lambda xy: np.round(xy, DECIMALS))
    if snapped.geom_type in {"Polygon", "MultiPolygon"}:
        snapped = shapely.orient_polygons(snapped)
    return {"type": "Feature", "properties": dict(properties), "geometry": json.loads(shapely.to_geojson(snapped))}


def write_layer(layer_id: str, features: Iterable[Mapping[str, Any]]) -> Path:
    """Write geodata/<layer_id>.geojson and return its path."""
    path = GEODATA / f"{layer_id}.geojson"
    write_features(path, features)
    return path


def write_features(path: Path, features: Iterable[Mapping[str, Any]]) -> None:
    """Write a FeatureCollection in the project's canonical text, atomically."""
    body = ",\n".join(feature_text(item) for item in features)
    write_atomically(path, '{"type":"FeatureCollection","features":[\n' + body + "\n]}\n")


def read_layer(layer_id: str) -> list[dict[str, Any]]:
    """Return the features of a layer written before."""
    return json.loads((GEODATA / f"{layer_id}.geojson").read_text(encoding="utf-8"))["features"]
