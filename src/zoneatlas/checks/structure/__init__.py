"""The structure family: the file and its text, JSON, GeoJSON after RFC 7946, and the fields of a zone."""

from zoneatlas.checks.structure import (
    document,
    encoding,
    features,
    geometries,
    json_text,
    manners,
    tables,
    zone_fields,
    zone_texts,
    zone_values,
)

__all__ = [
    "document",
    "encoding",
    "features",
    "geometries",
    "json_text",
    "manners",
    "tables",
    "zone_fields",
    "zone_texts",
    "zone_values",
]
