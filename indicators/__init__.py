"""Definitions, data collection, quality control and public statistics."""
