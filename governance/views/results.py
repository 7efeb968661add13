"""The results framework: its table, the facts behind a value, and values that people type."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.reports import TypedActualForm
from governance.models import TypedActual
from governance.reports.sections.results import framework_table
from governance.reports.source import Source
from governance.selectors.framework import evidence_of, framework, waiting_values
from governance.services.results import confirm_actual, type_actual
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.transitions import Refused


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show baseline, target and the actual value of each half-year for the nine performance indicators."""
    _readers_only(request)
    found = framework(timezone.localdate())
    source = Source({"results": found.rows}, get_language() or "en")
    may_type = may(request.user, "governance.type_actual")
    context = {
        "table": framework_table(source) if found.rows else None,
        "locked": sorted(found.locked),
        "running": found.running,
        "may_type": may_type,
        "waiting": [(typed, may(request.user, "governance.confirm_actual", typed)) for typed in waiting_values()]
        if may_type
        else [],
    }
    return render(request, "governance/results.html", context)


@require_safe
def result_evidence(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """List the facts that a value is counted from."""
    _readers_only(request)
    found = evidence_of(code, period, timezone.localdate())
    if found is None:
        raise Http404
    row, actual = found
    source = Source({"results": [row]}, get_language() or "en")
    context = {
        "code": code,
        "period": period,
        "name": source.text(row["name"]),
        "unit": source.text(row["unit"]),
        "counted_from": source.text(row["source"]),
        "value": source.value(actual),
        "target": source.value(row["target"]),
        "evidence": actual["evidence"],
    }
    return render(request, "governance/result_evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def typed_value(request: HttpRequest) -> HttpResponse:
    """Enter a value that nothing in the portal can compute."""
    _readers_only(request)
    require(request.user, "governance.type_actual")
    form = TypedActualForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        type_actual(data["indicator"], data["period"], value=data["value"], source=data["source"], actor=request.user)
        messages.success(request, _("The value waits for a second person to confirm it."))
        return redirect("governance:results")
    return render(request, "governance/results_value.html", {"form": form})


@require_POST
@once_per_form_key
def confirm_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a value that somebody else typed."""
    _readers_only(request)
    require(request.user, "governance.type_actual")
    typed = get_object_or_404(TypedActual, pk=pk)
    try:
        confirm_actual(typed, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The value is confirmed."))
    return redirect("governance:results")


def _readers_only(request: HttpRequest) -> None:
    if not may(request.user, "governance.read_reports"):
        raise Http404
