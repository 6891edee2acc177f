"""Every family, imported so that its checks are in the registry: one line a family."""

# ruff: noqa: F401  (imported for what importing does)

import zoneatlas.checks.accepted
import zoneatlas.checks.datum
import zoneatlas.checks.plan_rules
import zoneatlas.checks.sources
import zoneatlas.checks.structure
import zoneatlas.checks.topology
