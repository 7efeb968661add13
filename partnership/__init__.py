"""Composition root: knows every app; nobody imports it, except partnership.core and the Celery application."""

from partnership.celery import app as celery_app

__all__ = ["celery_app"]
