"""The content of a request as plain values: for revisions, submitted versions and the comparison of two texts."""

from typing import Any

from technical_assistance.completeness import FIELDS
from technical_assistance.models import TARequest

MANY = ("areas", "preferred_countries")


def is_many(field: str) -> bool:
    """Return whether a field of the form holds several rows of another table."""
    return field in MANY


def content_of(ta_request: TARequest) -> dict[str, Any]:
    """Return the form's content as JSON-ready values; areas by code, countries by ISO 3166-1 alpha-3."""
    content = {field: getattr(ta_request, field) for field in FIELDS if not is_many(field)}
    content["areas"] = sorted(area.code for area in ta_request.areas.all())
    content["preferred_countries"] = sorted(country.iso3 for country in ta_request.preferred_countries.all())
    content["attachments"] = [
        {"name": attachment.file.name, "sha256": attachment.file.sha256}
        for attachment in ta_request.attachments.filter(removed_at=None).select_related("file")
    ]
    return content
