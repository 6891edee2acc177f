"""The structure family: the file and its text, JSON, GeoJSON after RFC 7946, and the fields of a zone."""

from zoneatlas.checks.structure import encoding

__all__ = ["encoding"]
