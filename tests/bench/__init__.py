"""Measurements against the goals of docs/performance.md; never part of the test run: `make bench ARGS="B1 B2"`."""
