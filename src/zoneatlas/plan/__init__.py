"""What a plan is: records, reading with line and column, canonical writing, the vocabulary, the catalogue."""
