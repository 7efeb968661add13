"""The programme itself, as the data box of a report shows it: budget, the Bank's grant, who runs it, contacts."""

from typing import Any

from governance.charter.lifecycle import Chapter
from governance.charter.selectors import current_versions, financing_plan
from governance.reports.texts import translated_field


def programme_facts() -> dict[str, Any]:
    """Return the plan in force (US dollars, years) and what the charter says of the Secretariat, in its order."""
    return {**_plan(), "secretariat": [_written(version) for version in _shown(Chapter.SECRETARIAT)]}


def _plan() -> dict[str, Any]:
    plan = financing_plan()
    if plan is None:
        return {}
    return {"budget": plan.total_amount, "grant": plan.bank_amount, "years": plan.years, "source": plan.source}


def _shown(chapter: Chapter) -> list[Any]:
    return [version for version in current_versions()[chapter] if version.is_shown]


def _written(version: Any) -> dict[str, Any]:
    return {"title": translated_field(version, "title"), "body": translated_field(version, "body")}
