"""Decisions that need more than a reason: return, decline, hold, and the eligibility questions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnership.core.forms import once_per_form_key
from partnership.core.rules import require
from partnership.core.transitions import NotPermitted, Refused, Stale
from technical_assistance import services
from technical_assistance.forms.requests import DeclineForm, HoldForm, QuestionForm, ReturnForm
from technical_assistance.models import TARequest
from technical_assistance.selectors.eligibility import questions_with_answers

from .requests import find, part_url

Text = str | Promise


def _decide(
    request: HttpRequest, pk: int, name: str, form_class: type[forms.Form], run: Callable[[TARequest, dict], Any]
) -> HttpResponse:
    """Show the form of a transition and perform it: 403 for who may not, 409 for who comes too late."""
    ta_request = find(request, pk)
    transition = ta_request.machine[name]
    require(request.user, transition.permission, ta_request)
    form = form_class(request.POST or None)
    if ta_request.status not in transition.sources:
        message = _("This has changed in the meantime. It is now: {state}.").format(state=ta_request.public_label)
        context = {"message": message, "location": part_url(ta_request)}
        return render(request, "core/conflict.html", context, status=409)
    if request.method == "POST" and form.is_valid():
        try:
            run(ta_request, form.cleaned_data)
        except Stale as refusal:
            context = {"message": refusal.message, "location": part_url(ta_request)}
            return render(request, "core/conflict.html", context, status=409)
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, str(transition.label))
            return redirect(part_url(ta_request))
    context = {"ta_request": ta_request, "form": form, "title": transition.label, "label": transition.label}
    return render(request, "technical_assistance/form_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a request to its ministry."""
    return _decide(
        request, pk, "return", ReturnForm,
        lambda ta_request, data: services.return_ta_request(
            ta_request, actor=request.user, reason=data["reason"], fields=data["fields_named"]
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline a request."""
    return _decide(
        request, pk, "decline", DeclineForm,
        lambda ta_request, data: services.decline_ta_request(
            ta_request, actor=request.user, code=data["code"], public_text=data["public_text"]
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the matching of a request on hold."""
    return _decide(
        request, pk, "hold", HoldForm,
        lambda ta_request, data: services.hold_ta_request(
            ta_request, actor=request.user, reason=data["reason"], review_on=data["review_on"]
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the eligibility questions; what is answered so far is kept."""
    ta_request = find(request, pk)
    require(request.user, "technical_assistance.answer_question", ta_request)
    asked = [pair for pair in questions_with_answers(ta_request) if pair[0].is_current]
    forms_shown = [QuestionForm(request.POST or None, question=question, answer=answer) for question, answer in asked]
    if request.method == "POST" and all(form.is_valid() for form in forms_shown):
        answers = {
            form.question.pk: (form.cleaned_data["verdict"], form.cleaned_data["note"])
            for form in forms_shown
            if form.cleaned_data["verdict"]
        }
        services.answer_questions(ta_request, answers, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect(part_url(ta_request, "triage"))
    context = {"ta_request": ta_request, "forms": forms_shown}
    return render(request, "technical_assistance/ta_request_questions.html", context)
