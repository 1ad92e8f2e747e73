"""The pages of comment rounds."""
