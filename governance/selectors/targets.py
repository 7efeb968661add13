"""Targets of the results framework, for pages that show one figure beside what is to be reached."""

from decimal import Decimal

from governance.models import Target


def programme_target(code: str) -> Decimal | None:
    """Return what an indicator of the framework is to reach by the end of the programme; None without a target."""
    return Target.objects.filter(indicator__code=code, period=None).values_list("value", flat=True).first()
