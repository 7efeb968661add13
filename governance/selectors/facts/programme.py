"""The programme itself, as the data box of a report shows it: budget, the Bank's grant, who runs it."""

from typing import Any

from governance.models import FinancingPlan
from partnership.core.enums import OrganisationKind
from partnership.core.models import Organisation


def programme_facts() -> dict[str, Any]:
    """Return the plan in force (US dollars, years) and the Secretariat; a part is absent where no row says it."""
    secretariat = Organisation.objects.filter(kind=OrganisationKind.SECRETARIAT).order_by("pk").first()
    return {**_plan(), "agency": secretariat.name if secretariat else None}


def _plan() -> dict[str, Any]:
    plan = FinancingPlan.objects.first()
    if plan is None:
        return {}
    return {"budget": plan.total_amount, "grant": plan.bank_amount, "years": plan.years, "source": plan.source}
