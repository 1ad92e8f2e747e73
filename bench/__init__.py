"""Measured claims, each one command; docs/measured.md says what came out."""
