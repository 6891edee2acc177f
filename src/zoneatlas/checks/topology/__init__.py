"""Topology: whether polygons are valid, and how they lie beside and over one another."""

from zoneatlas.checks.topology import declared, frame, overlaps, rings, spots, tiling

__all__ = ["declared", "frame", "overlaps", "rings", "spots", "tiling"]
