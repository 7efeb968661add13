"""The data box says what the rows of the charter and of the financing plan say, and nothing where there are none."""

from decimal import Decimal

from governance.charter.lifecycle import Chapter
from governance.charter.selectors import current_versions, financing_plan
from governance.models import FinancingPlan
from governance.selectors.facts.programme import programme_facts


def test_plan_in_force_is_the_newest_row(db) -> None:
    FinancingPlan.objects.create(total_amount=Decimal(3950000), bank_amount=Decimal(300000), years=3, source="Proposal")
    FinancingPlan.objects.create(total_amount=Decimal(4000000), bank_amount=Decimal(250000), years=4, source="Decision")
    facts = programme_facts()
    assert (facts["budget"], facts["grant"], facts["years"], facts["source"]) == (4000000, 250000, 4, "Decision")
    assert facts["source"] == financing_plan().source


def test_secretariat_is_what_the_charter_shows_of_it(db) -> None:
    shown = [version for version in current_versions()[Chapter.SECRETARIAT] if version.is_shown]
    assert [entry["title"]["es"] for entry in programme_facts()["secretariat"]] == [
        version.title_es or version.title for version in shown
    ]
