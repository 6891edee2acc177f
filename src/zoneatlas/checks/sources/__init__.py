"""What everything rests on: bases, sources, accuracies, the catalogue of layers."""

from zoneatlas.checks.sources import accuracies, catalogue, citing  # noqa: F401
