"""The page of a job: progress that survives a reload, and the result that waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partnership.core.enums import JobState
from partnership.core.selectors import visible_jobs_for


@require_safe
def job_page(request: HttpRequest, pk) -> HttpResponse:
    """Show how far a job is; lead to its result when it is done. Without JavaScript the page reloads itself."""
    job = get_object_or_404(visible_jobs_for(request.user), pk=pk)
    location = job.result.get("location", "")
    if job.state == JobState.DONE and location and "stay" not in request.GET:
        return redirect(location)
    response = render(request, "core/job.html", {"job": job})
    if not job.is_finished:
        response["Refresh"] = "3"
    return response


@require_safe
def job_progress(request: HttpRequest, pk) -> HttpResponse:
    """Return the progress bar alone, for the page's own polling."""
    job = get_object_or_404(visible_jobs_for(request.user), pk=pk)
    response = render(request, "components/job_progress.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response
