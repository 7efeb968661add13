"""Reads of this app, one module per subject."""
