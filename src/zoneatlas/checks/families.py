"""Every family, imported so that its checks are in the registry: one line a family."""

import zoneatlas.checks.datum  # noqa: F401
import zoneatlas.checks.plan_rules  # noqa: F401
import zoneatlas.checks.sources  # noqa: F401
import zoneatlas.checks.structure  # noqa: F401
import zoneatlas.checks.topology  # noqa: F401
