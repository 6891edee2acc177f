"""What the plan itself says of its zones: counts, places, regions, areas, designations, tables."""

from zoneatlas.checks.plan_rules import anchors, areas, counting, designations, layers, standing, tables  # noqa: F401
