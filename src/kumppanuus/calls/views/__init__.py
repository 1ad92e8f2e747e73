"""Pages about calls for seats."""
