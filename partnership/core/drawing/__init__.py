"""Drawings that pages of several apps share: pure functions from plain values to SVG text, colour by classes."""
