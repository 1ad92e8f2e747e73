"""Pages of organisations, members and posts."""
