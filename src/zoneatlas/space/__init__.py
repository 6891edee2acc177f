"""Pure geometry and coordinate systems: no files, no plan, no messages."""
