"""Every family, imported so that its checks are in the registry: one line a family."""

import zoneatlas.checks.structure  # noqa: F401
