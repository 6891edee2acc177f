"""What the plan itself says of its zones: counts, places, regions, areas, designations, tables."""

# ruff: noqa: F401  (imported for what importing does)
from zoneatlas.checks.plan_rules import (
    anchors,
    areas,
    counting,
    designations,
    layers,
    standing,
    table_rows,
    tables,
)
