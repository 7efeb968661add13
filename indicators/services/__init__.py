"""Writes of the statistics, one module per aggregate."""
