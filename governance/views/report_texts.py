"""The words of a report: which sections have some, and one section in one language."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.enums import NarrativeKey
from governance.forms.reports import NarrativeForm
from governance.models import ReportPeriod
from governance.reports.texts import LANGUAGES
from governance.selectors.reports import get_period, latest_narrative, narrative_versions
from governance.services.reports import write_narrative
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.transitions import Stale


@require_safe
def texts(request: HttpRequest, period: str) -> HttpResponse:
    """List the sections with the languages they are written in."""
    found = _period(request, period)
    written = latest_narrative(found)
    sections = [
        {
            "key": key,
            "label": key.label,
            "languages": [
                (code, next((s for s in written.get(key, []) if s.language == code), None)) for code in LANGUAGES
            ],
        }
        for key in NarrativeKey
    ]
    return render(request, "governance/report_texts.html", {"period": found, "sections": sections})


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def text(request: HttpRequest, period: str, key: str, language: str) -> HttpResponse:
    """Write a section's words in one language; show who wrote what before."""
    found = _period(request, period)
    if key not in NarrativeKey.values or language not in LANGUAGES:
        raise Http404
    section, versions = NarrativeKey(key), narrative_versions(found, NarrativeKey(key), language)
    current = versions.first()
    initial = {"text": current.text if current else "", "number": current.number if current else 0}
    form = NarrativeForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            number = form.cleaned_data["number"]
            write_narrative(
                found, section, language, form.cleaned_data["text"], actor=request.user, expected_number=number
            )
        except Stale as refusal:
            form.add_error(None, str(refusal.message))
            status = 409
        else:
            messages.success(request, _("The text is saved."))
            return redirect("governance:report_texts", period=found.code)
    context = {
        "period": found,
        "section": section,
        "language": language,
        "form": form,
        "versions": versions,
        "current": current,
    }
    return render(request, "governance/report_text.html", context, status=status)


def _period(request: HttpRequest, code: str) -> ReportPeriod:
    if not may(request.user, "governance.read_reports"):
        raise Http404
    period = get_period(code)
    if period is None:
        raise Http404
    require(request.user, "governance.write_narrative", period)
    return period
