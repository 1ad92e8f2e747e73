"""Pages of the library of operating models."""
