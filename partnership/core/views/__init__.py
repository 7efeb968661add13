"""Views of the shared core."""
