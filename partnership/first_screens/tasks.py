"""What waits for a person, and what the person waits for, across the apps: the one list that every screen shows."""

from collections.abc import Callable

from governance.selectors import fund_tasks, report_tasks
from indicators import work
from partnership.core.models import User
from partnership.core.selectors import Task
from technical_assistance.selectors import tasks as ta_tasks

TasksOf = Callable[[User], list[Task]]

WAITING: tuple[TasksOf, ...] = (
    work.tasks_waiting_for,
    ta_tasks.tasks_waiting_for,
    fund_tasks.fund_tasks_waiting_for,
    report_tasks.report_tasks_waiting_for,
)
WAITED_FOR: tuple[TasksOf, ...] = (
    work.tasks_waited_for,
    ta_tasks.tasks_waited_for,
    report_tasks.report_tasks_waited_for,
)


def waiting_for(user: User) -> list[Task]:
    """Return what the person can do next."""
    return [task for tasks_of in WAITING for task in tasks_of(user)]


def waited_for_by(user: User) -> list[Task]:
    """Return what of the person's is with others."""
    return [task for tasks_of in WAITED_FOR for task in tasks_of(user)]
