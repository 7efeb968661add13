"""The Celery application; its configuration is in ``celeryconfig.py``, read when it is first needed."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")

app = Celery("partnership")
app.config_from_object("partnership.celeryconfig")
app.autodiscover_tasks(["partnership.core", "indicators", "technical_assistance", "governance"])
