"""Input about meetings → clean data. Nothing is saved here."""
