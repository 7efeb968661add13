"""Forms that are handled once, however often they arrive."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from partnership.core.models import SubmittedForm

View = Callable[..., HttpResponse]
FIELD = "form_key"


class _NotAccepted(Exception):
    """Rolls the claim back when the form was not accepted."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def once_per_form_key(view: View) -> View:
    """Decorate a POST view: a second post with the same ``form_key`` is led to where the first one led.

    The key is claimed in the view's own transaction, so a second post waits for the first;
    only an answer that redirects keeps the key.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = _read_key(request)
        if key is None:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                form, is_first = SubmittedForm.objects.get_or_create(key=key, defaults={"user": request.user})
                return _handle_first(view, form, request, *args, **kwargs) if is_first else _lead_back(form, request)
        except _NotAccepted as refused:
            return refused.response

    return wrapper


def _handle_first(view: View, form: SubmittedForm, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    response = view(request, *args, **kwargs)
    if not isinstance(response, HttpResponseRedirect):
        raise _NotAccepted(response)
    form.location = response.url[:500]
    form.save(update_fields=["location"])
    return response


def _lead_back(form: SubmittedForm, request: HttpRequest) -> HttpResponse:
    if form.user_id != request.user.pk:
        raise Http404
    messages.info(request, _("This form was already saved; nothing was done twice."))
    return HttpResponseRedirect(form.location or request.path)


def _read_key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
