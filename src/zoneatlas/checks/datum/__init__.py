"""The datum family: axis order, units, place, and drawings traced on a shifted base map."""

from zoneatlas.checks.datum import moved, order, shifted, stretches, witness

__all__ = ["moved", "order", "shifted", "stretches", "witness"]
