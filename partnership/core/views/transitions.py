"""One POST view for every action of every life-cycle."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partnership.core.models import Stateful
from partnership.core.transitions import NotPermitted, Refused, Stale, perform

Service = Callable[..., Any]


def act(
    request: HttpRequest, obj: Stateful, action: str, *, services: Mapping[str, Service], location: str
) -> HttpResponse:
    """Perform ``action`` on an object the person may see, then lead to ``location``.

    ``services`` names the service of an action that does more than change the state; it is called as
    ``service(obj, actor=…, reason=…, expected_version=…)``. Who may not act gets 403, who came too late 409,
    who left something out is told so on the object's page.
    """
    transition = obj.machine[action] if _exists(obj, action) else None
    if transition is None or transition.is_internal:
        return render(request, "404.html", status=404)
    service = services.get(action, _perform(action))
    version = request.POST.get("version", "")
    try:
        service(
            obj,
            actor=request.user,
            reason=request.POST.get("reason", "").strip(),
            expected_version=int(version) if version.isdigit() and len(version) < 10 else None,
        )
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal.message)) from refusal
    except Stale as refusal:
        return render(request, "core/conflict.html", {"message": refusal.message, "location": location}, status=409)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, transition.label if not transition.public_label else transition.public_label)
    return redirect(location)


def _exists(obj: Stateful, action: str) -> bool:
    return any(transition.name == action for transition in obj.machine.transitions)


def _perform(action: str) -> Service:
    def service(obj: Stateful, **kwargs: Any) -> Stateful:
        return perform(obj, action, **kwargs)

    return service
