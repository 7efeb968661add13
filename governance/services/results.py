"""The results framework: its reference rows, and values that people type because nothing computes them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Baseline, ReportPeriod, ResultIndicator, Target, TypedActual
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused

REFERENCE = Path(__file__).parent.parent / "reference" / "results.json"


@transaction.atomic
def ensure_framework() -> int:
    """Create the performance indicators of the programme's proposal that are not there yet; return how many.

    Existing rows are left as they are: the Committee may have changed words and targets.
    """
    entries: list[dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    known = set(ResultIndicator.objects.values_list("code", flat=True))
    missing = [entry for entry in entries if entry["code"] not in known]
    for entry in missing:
        _create(entry)
    return len(missing)


def _create(entry: dict[str, Any]) -> None:
    texts = {
        f"{field}_{language}": words for field in ("name", "unit", "source") for language, words in entry[field].items()
    }
    indicator, is_new = ResultIndicator.objects.get_or_create(
        code=entry["code"], defaults={"component": entry["component"], "position": entry["position"], **texts}
    )
    if not is_new:
        return
    origin = {f"source_{language}": words for language, words in entry["origin"].items()}
    if entry["baseline"] is not None:
        Baseline.objects.create(indicator=indicator, value=Decimal(entry["baseline"]), **origin)
    if entry["target"] is not None:
        Target.objects.create(indicator=indicator, value=Decimal(entry["target"]), **origin)


@transaction.atomic
def type_actual(
    indicator: ResultIndicator, period: ReportPeriod, *, value: Decimal, source: str, actor: User
) -> TypedActual:
    """Enter a value that the portal cannot compute; it counts when somebody else has confirmed it."""
    require(actor, "governance.type_actual", indicator)
    typed = TypedActual(indicator=indicator, period=period, value=value, source=source.strip(), entered_by=actor)
    typed.full_clean()
    typed.save()
    record("type", typed, actor=actor, data={"code": indicator.code, "period": period.code, "value": str(value)})
    return typed


@transaction.atomic
def confirm_actual(typed: TypedActual, *, actor: User) -> TypedActual:
    """Confirm what somebody else typed."""
    locked = TypedActual.objects.select_for_update().get(pk=typed.pk)
    require(actor, "governance.confirm_actual", locked)
    if locked.confirmed_by_id is not None:
        raise Refused(_("This value is already confirmed."))
    locked.confirmed_by, locked.confirmed_at = actor, timezone.now()
    locked.save(update_fields=["confirmed_by", "confirmed_at"])
    record("confirm", locked, actor=actor)
    return locked


def load_after_migration(using: str = "default", **kwargs: Any) -> None:
    """Create the performance indicators once their tables exist: called after every migration."""
    if using == "default" and ResultIndicator._meta.db_table in connection.introspection.table_names():
        ensure_framework()
