"""Two texts of one draft: what differs, and what a person chose."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from partnership.core.models import Country, PSMArea
from technical_assistance.content import is_many
from technical_assistance.models import DraftConflict, TARequest

MODELS: dict[str, type[PSMArea] | type[Country]] = {"areas": PSMArea, "preferred_countries": Country}
MINE = "mine"


@dataclass(frozen=True)
class Difference:
    """A field of which two texts exist."""

    name: str
    label: str | Promise
    theirs: str
    mine: str


def comparison(conflict: DraftConflict, now: TARequest) -> list[Difference]:
    """Return the fields in which the late text differs from what is saved now."""
    return [
        Difference(name, TARequest._meta.get_field(name).verbose_name, _shown_now(now, name), _shown(name, value))
        for name, value in conflict.content.items()
        if _shown_now(now, name) != _shown(name, value)
    ]


def merged_content(conflict: DraftConflict, chosen: QueryDict) -> dict[str, Any]:
    """Return the fields for which the person chose the own text, as the service wants them."""
    return {name: _python(name, value) for name, value in conflict.content.items() if chosen.get(name) == MINE}


def _python(name: str, value: Any) -> Any:
    if is_many(name):
        return list(MODELS[name].objects.filter(pk__in=value))
    return TARequest._meta.get_field(name).to_python(value) if not isinstance(value, list) else value


def _shown(name: str, value: Any) -> str:
    if is_many(name):
        return ", ".join(str(item) for item in MODELS[name].objects.filter(pk__in=value))
    return ", ".join(value) if isinstance(value, list) else str(value if value is not None else "")


def _shown_now(now: TARequest, name: str) -> str:
    value = getattr(now, name)
    return _shown(name, [item.pk for item in value.all()] if is_many(name) else value)
