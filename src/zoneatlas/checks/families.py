"""Every family, imported so that its checks are in the registry: one line a family."""

import zoneatlas.checks.accepted
import zoneatlas.checks.datum
import zoneatlas.checks.plan_rules
import zoneatlas.checks.sources
import zoneatlas.checks.structure
import zoneatlas.checks.topology
