"""Practitioner networks and action plans."""
