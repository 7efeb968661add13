"""The fixed cast of the tests: one person per role, an outsider of another ministry, and their organisations."""

from dataclasses import dataclass, fields

from partnership.core.enums import OrganisationKind, Role
from partnership.core.models import Organisation, User
from tests.factories.core import OrganisationFactory, country, person


@dataclass(frozen=True)
class Cast:
    """Everybody. ``ministry`` and ``focal_point`` act for ``peru``, ``ministry2`` for ``paraguay`` (the outsider)."""

    peru: Organisation
    paraguay: Organisation
    denmark: Organisation
    ministry: User
    focal_point: User
    ministry2: User
    officer: User
    lead: User
    verifier: User
    holder: User
    payer: User
    practitioner: User
    counterpart: User
    advisory: User
    committee: User
    coordinator: User
    evaluator: User
    auditor: User
    admin: User

    def people(self) -> dict[str, User]:
        """Return the people by their name in the cast."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type in (User, "User")}


ROLES = tuple(f.name for f in fields(Cast) if f.type in (User, "User"))


def make_cast() -> Cast:
    """Create everybody."""
    peru = OrganisationFactory(name="Ministry of Peru", country=country("PER"))
    paraguay = OrganisationFactory(name="Ministry of Paraguay", country=country("PRY"))
    denmark = OrganisationFactory(name="Agency of Denmark", kind=OrganisationKind.COUNTERPART, country=country("DNK"))
    roles = {
        "ministry": (Role.MINISTRY_OFFICER, peru),
        "focal_point": (Role.FOCAL_POINT, peru),
        "ministry2": (Role.MINISTRY_OFFICER, paraguay),
        "officer": (Role.OFFICER, None),
        "lead": (Role.LEAD, None),
        "verifier": (Role.VERIFIER, None),
        "holder": (Role.BUDGET_HOLDER, None),
        "payer": (Role.PAYER, None),
        "practitioner": (Role.PRACTITIONER, denmark),
        "counterpart": (Role.COUNTERPART, denmark),
        "advisory": (Role.ADVISORY_MEMBER, None),
        "committee": (Role.COMMITTEE_MEMBER, peru),
        "coordinator": (Role.COORDINATOR, None),
        "evaluator": (Role.EVALUATOR, None),
        "auditor": (Role.AUDITOR, None),
    }
    people = {
        name: person(role, organisation, email=f"{name}@test.example", full_name=name.replace("_", " ").title())
        for name, (role, organisation) in roles.items()
    }
    people["admin"] = person(
        Role.ADMINISTRATOR, email="admin@test.example", full_name="Admin", is_staff=True, is_superuser=True
    )
    return Cast(peru=peru, paraguay=paraguay, denmark=denmark, **people)
