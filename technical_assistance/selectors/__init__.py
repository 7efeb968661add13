"""Reads of this app, one module per question."""

from .activities import activities_delivered, visible_activities_for
from .person_days import PersonDays, person_days, person_days_by_area
from .requests import visible_ta_requests_for
from .roster import visible_models_for, visible_practitioners_for
from .tasks import tasks_waited_for, tasks_waiting_for

__all__ = [
    "PersonDays",
    "activities_delivered",
    "person_days",
    "person_days_by_area",
    "tasks_waited_for",
    "tasks_waiting_for",
    "visible_activities_for",
    "visible_models_for",
    "visible_practitioners_for",
    "visible_ta_requests_for",
]
