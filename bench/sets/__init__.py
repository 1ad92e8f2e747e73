"""Sets of queries with judgements, for measuring the directory's search."""
