"""What can be wrong: one small function a check in a registry; families structure, topology, plan, datum, sources."""
