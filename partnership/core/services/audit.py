"""Audit entries, written in the transaction of the act itself."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from partnership.core.models import AuditEntry, User
from partnership.core.origin import origin


def record(
    action: str,
    obj: Model,
    *,
    actor: User | None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    from_state: str = "",
    to_state: str = "",
) -> AuditEntry:
    """Write who did what to which object, and from where."""
    source = origin.get()
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=dict(data or {}),
        request_id=source.request_id,
        address=source.address,
    )
