"""Requests, roster, activities and travel claims."""
