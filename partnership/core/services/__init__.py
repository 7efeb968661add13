"""Writes of the shared core."""
