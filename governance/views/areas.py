"""What the fund's signed-in pages share: who may be here, the tabs, the forms that record a document."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.core.rules import may
from partnership.core.transitions import NotPermitted, Refused

View = Callable[..., HttpResponse]
COMMITTEE = ("decisions", "programme")  # pages with a place of their own in the navigation


def for_readers_of_the_fund(view: View) -> View:
    """Answer 404 to whoever has nothing to do with the fund."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "governance.read_fund"):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the parts of the fund's records, payables only for whom they concern; none on the Committee's pages."""
    if current in COMMITTEE:
        return []
    entries = [
        ("ledger", _("Ledger")),
        ("pledges", _("Pledges")),
        ("commitments", _("Commitments")),
        ("periods", _("Periods")),
    ]
    if may(request.user, "governance.read_payables"):
        entries.insert(1, ("payables", _("Payables")))
    return [
        {"label": label, "url": reverse(f"governance:{name}"), "current": name == current} for name, label in entries
    ]


def idempotency_key(request: HttpRequest) -> str:
    """Return the ledger's key for a form: that of the form as it was shown, so that a retry posts nothing twice."""
    return f"form:{request.POST.get('form_key') or uuid.uuid4().hex}"[:100]


def saved(form: Form, save: Callable[..., Any], request: HttpRequest) -> Any:
    """Save a valid form; None, with the reason in the form, when it was refused."""
    try:
        return save(actor=request.user, key=idempotency_key(request))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal.message)) from refusal
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    except ValidationError as error:
        form.add_error(None, list(error.messages))
    return None
