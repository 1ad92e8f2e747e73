"""A space's own pages, cut by noun."""
