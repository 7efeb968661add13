"""The Partnership's public page, and the pages on which the Secretariat writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.charter import selectors
from governance.charter.forms import CorrectableStateForm, PartnerForm, StateForm, TextForm, words_of
from governance.charter.lifecycle import FOLLOWS, TONES, Chapter, PartnerKind, PartnerStatus
from governance.charter.page import PartnershipPage
from governance.charter.services import add_partner, add_text, change_partner_state, describe_partner, write_text
from governance.charter.words import missing_languages, worded
from governance.models import CharterText, Partner
from indicators.page_cache import LIFE, public_page
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.transitions import Refused, Stale

EDIT = "governance.edit_charter"
View = Callable[..., HttpResponse]


def for_readers_of_the_charter(view: View) -> View:
    """Answer 404 to whoever does not work on the charter or oversee it."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "governance.read_charter"):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def page(request: HttpRequest) -> HttpResponse:
    """Show what the Partnership is, who governs and carries it, and where it stands."""
    edits = request.user.is_authenticated and may(request.user, EDIT)
    return render(request, "governance/charter/page.html", {"page": PartnershipPage(request.user), "edits": edits})


@require_safe
@for_readers_of_the_charter
def texts(request: HttpRequest) -> HttpResponse:
    """List the texts of the page by chapter, with who wrote them last and the languages that lack one."""
    chapters = [
        (chapter, [{"version": version, "title": worded(version, "title") or worded(version, "body"),
                    "missing": list(missing_languages(version, "title", "body"))} for version in versions])
        for chapter, versions in selectors.current_versions().items()
    ]  # fmt: skip
    context = {"chapters": chapters, "edits": may(request.user, EDIT)}
    return render(request, "governance/charter/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_charter
@once_per_form_key
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a text in its languages, look at it before it is saved, and read what stood there before."""
    found = get_object_or_404(selectors.texts_for(request.user), pk=pk)
    versions = selectors.versions_of(found)
    current = versions[0] if versions else None
    number = current.number if current else 0
    initial = {**words_of(current, "title", "body"), "is_shown": not current or current.is_shown, "number": number}
    form, status = TextForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        require(request.user, EDIT, found)
        if form.is_valid() and "preview" not in request.POST:
            try:
                return _write(request, found, form)
            except Stale as refusal:
                form, status = _again(TextForm, request, refusal, number=number), 409
    context = {"text": found, "form": form, "versions": versions, "current": current, "is_late": status == 409}
    return _text_page(request, Chapter(found.chapter), status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_charter
@once_per_form_key
def new_text(request: HttpRequest, chapter: str) -> HttpResponse:
    """Add a text to a chapter."""
    require(request.user, EDIT)
    if chapter not in Chapter.values:
        raise Http404
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        add_text(Chapter(chapter), form.words(), is_shown=form.cleaned_data["is_shown"], actor=request.user)
        messages.success(request, _("The text is added."))
        return redirect("partnership:texts")
    return _text_page(request, Chapter(chapter), form=form)


@require_safe
@for_readers_of_the_charter
def partners(request: HttpRequest) -> HttpResponse:
    """List the partners with where they stand."""
    context = {"rows": selectors.partners(), "edits": may(request.user, EDIT)}
    return render(request, "governance/charter/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_charter
@once_per_form_key
def new_partner(request: HttpRequest) -> HttpResponse:
    """Add a partner with the state it has today."""
    require(request.user, EDIT)
    form = PartnerForm(request.POST or None)
    state = StateForm(request.POST or None, states=list(FOLLOWS[""]))
    if request.method == "POST" and form.is_valid() and state.is_valid():
        try:
            made = add_partner(
                form.words(), kind=PartnerKind(form.cleaned_data["kind"]), url=form.cleaned_data["url"],
                actor=request.user, **_state_of(state),
            )  # fmt: skip
        except Refused as refusal:
            state.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The partner is added."))
            return redirect("partnership:partner", pk=made.pk)
    return render(request, "governance/charter/partner_new.html", {"form": form, "state": state})


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_charter
@once_per_form_key
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a partner with its states; change what is said of it."""
    found = get_object_or_404(selectors.partners_for(request.user), pk=pk)
    if request.method != "POST":
        return _partner_page(request, found)
    require(request.user, EDIT, found)
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return _partner_page(request, found, form=form)
    try:
        describe_partner(
            found, form.words(), kind=PartnerKind(form.cleaned_data["kind"]), url=form.cleaned_data["url"],
            actor=request.user, expected_version=form.cleaned_data["version"],
        )  # fmt: skip
    except Stale as refusal:
        late = _again(PartnerForm, request, refusal, version=found.version)
        return _partner_page(request, found, form=late, status=409, is_late=True)
    messages.success(request, _("The partner is saved."))
    return redirect("partnership:partner", pk=found.pk)


@require_POST
@for_readers_of_the_charter
@once_per_form_key
def partner_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Record where a partner stands since when."""
    found = get_object_or_404(selectors.partners_for(request.user), pk=pk)
    require(request.user, EDIT, found)
    state = CorrectableStateForm(request.POST, states=list(PartnerStatus))
    if state.is_valid():
        try:
            change_partner_state(found, corrects=state.cleaned_data["corrects"], actor=request.user, **_state_of(state))
        except Refused as refusal:
            state.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The state is recorded."))
            return redirect("partnership:partner", pk=found.pk)
    return _partner_page(request, found, state=state)


def _write(request: HttpRequest, found: CharterText, form: TextForm) -> HttpResponse:
    data = form.cleaned_data
    write_text(
        found, form.words(), is_shown=data["is_shown"], actor=request.user, expected_number=data["number"]
    )  # fmt: skip
    messages.success(request, _("The text is saved; the page shows it at once."))
    return redirect("partnership:texts")


def _again(form_class: type[Form], request: HttpRequest, refusal: Stale, **seen: int) -> Any:
    """Return the late writer's form with the version that the page now shows beside it."""
    data = request.POST.copy()
    for name, value in seen.items():
        data[name] = str(value)
    form = form_class(data)
    form.is_valid()
    form.add_error(None, ValidationError(str(refusal.message), code="stale"))
    return form


def _state_of(form: StateForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"state": PartnerStatus(data["state"]), "since": data["since"], "reason": data["reason"]}


def _text_page(
    request: HttpRequest, chapter: Chapter, *, form: TextForm, status: int = 200, **more: Any
) -> HttpResponse:
    preview = form.words() if "preview" in request.POST and form.is_valid() else {}
    shown = [
        (code, name, preview[f"title_{code}"], preview[f"body_{code}"])
        for code, name, _fields in form.languages
        if preview
    ]
    context = {"chapter": chapter, "form": form, "preview": shown, "edits": may(request.user, EDIT), **more}
    return render(request, "governance/charter/text.html", context, status=status)


def _partner_page(request: HttpRequest, found: Partner, *, status: int = 200, **more: Any) -> HttpResponse:
    found.refresh_from_db()
    initial = {**words_of(found, "name", "role"), "kind": found.kind, "url": found.url, "version": found.version}
    history = selectors.history_of(found)
    following = selectors.next_states(found)
    context = {
        "partner": found,
        "name": worded(found, "name"),
        "form": PartnerForm(initial=initial),
        "state": CorrectableStateForm(states=list(PartnerStatus), initial={"state": following[0]}),
        "history": [(row, TONES[PartnerStatus(row.state)]) for row in history],
        "next_states": following,
        "edits": may(request.user, EDIT),
        **more,
    }
    return render(request, "governance/charter/partner.html", context, status=status)
