"""The pages that know every app: home, and a person's work across the apps."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from governance.selectors import fund_tasks, report_tasks
from indicators import work
from indicators.overviews import HomePage
from indicators.page_cache import LIFE, public_page
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


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language that the browser asks for."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = redirect("home")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the Partnership is, what is new, and where to go."""
    return render(request, "home.html", {"page": HomePage()})


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who runs the portal, how accessible it is, and what may be done with its data."""
    return render(request, "about.html")


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person across the apps, and what the person waits for."""
    return render(request, "my_work.html", my_work_rows(request.user))


def my_work_rows(user: User) -> dict[str, list[Task]]:
    """Return what waits for a person and what the person waits for, the most urgent first."""
    waiting = [task for tasks_of in WAITING for task in tasks_of(user)]
    waited_for = [task for tasks_of in WAITED_FOR for task in tasks_of(user)]
    return {"waiting": sorted(waiting, key=_urgency), "waited_for": sorted(waited_for, key=_urgency)}


def _urgency(task: Task) -> tuple[bool, object, str]:
    return (task.due is None, task.due, task.sentence)
