"""Pages and feeds of the annual clock."""
