"""The invented people of the demonstration: at least one sign-in per role, one password for all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from partnership.core.enums import OrganisationKind, Role
from partnership.core.models import Country, Organisation, RoleAssignment, User

from .life import at

PASSWORD = "demo-partnership"  # noqa: S105  # shown on the demonstration's sign-in page, refused elsewhere


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in: name before the @, full name, role, organisation."""

    login: str
    full_name: str
    role: Role
    organisation: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.login}@demo.example"

    @property
    def label(self) -> str:
        """The role, with the ministry where several people have it."""
        of_ministry = self.role in (Role.MINISTRY_OFFICER, Role.FOCAL_POINT)
        return f"{self.role.label} · {self.organisation}" if of_ministry else str(self.role.label)


ORGANISATIONS = {
    "MEF": ("Ministerio de Economía (demostración)", OrganisationKind.MINISTRY, "PER"),
    "SGD": ("Secretaría de Gobierno Digital (demostración)", OrganisationKind.MINISTRY, "PER"),
    "SFP": ("Secretaría de la Función Pública (demostración)", OrganisationKind.MINISTRY, "PRY"),
    "MAP": ("Ministerio de Administración Pública (demostración)", OrganisationKind.MINISTRY, "DOM"),
    "MINFIN": ("Ministerio de Finanzas Públicas (demostración)", OrganisationKind.MINISTRY, "GTM"),
    "MOFPS": ("Ministry of Finance and the Public Service (demonstration)", OrganisationKind.MINISTRY, "JAM"),
    "ADP": ("Alta Dirección Pública (demostración)", OrganisationKind.COUNTERPART, "CHL"),
    "DIGST": ("Agency for Digital Government (demonstration)", OrganisationKind.COUNTERPART, "DNK"),
    "ILPES": ("ILPES, Secretariat of the Partnership", OrganisationKind.SECRETARIAT, "CHL"),
    "OECD": ("OECD Secretariat", OrganisationKind.INTERNATIONAL, ""),
}

PEOPLE = (
    Person("ministry", "Lucía Quispe", Role.MINISTRY_OFFICER, "MEF", "es"),
    Person("focalpoint", "Raúl Salazar", Role.FOCAL_POINT, "MEF", "es"),
    Person("ministry2", "Ramona Benítez", Role.MINISTRY_OFFICER, "SFP", "es"),
    Person("ministry3", "Diego Paredes", Role.MINISTRY_OFFICER, "SGD", "es"),
    Person("ministry4", "Yesenia Polanco", Role.MINISTRY_OFFICER, "MAP", "es"),
    Person("ministry5", "Ana Lucía Barrios", Role.MINISTRY_OFFICER, "MINFIN", "es"),
    Person("ministry6", "Andre Campbell", Role.MINISTRY_OFFICER, "MOFPS"),
    Person("officer", "Inés Carvajal", Role.OFFICER, "ILPES"),
    Person("officer2", "Marco Villalba", Role.OFFICER, "ILPES", "es"),
    Person("lead", "Teresa Albornoz", Role.LEAD, "ILPES"),
    Person("lead2", "Claudia Ferrer", Role.LEAD, "ILPES", "es"),
    Person("verifier", "Gonzalo Pérez", Role.VERIFIER, "ILPES"),
    Person("holder", "Beatriz Lagos", Role.BUDGET_HOLDER, "ILPES"),
    Person("payer", "Andrés Rojas", Role.PAYER, "ILPES"),
    Person("practitioner", "Mette Sørensen", Role.PRACTITIONER, "DIGST"),
    Person("counterpart", "Jens Holm", Role.COUNTERPART, "DIGST"),
    Person("advisory", "Camila Duarte", Role.ADVISORY_MEMBER, "OECD"),
    Person("committee", "Patricia Morales", Role.COMMITTEE_MEMBER, "MEF", "es"),
    Person("coordinator", "Sofía Herrera", Role.COORDINATOR, "ADP", "es"),
    Person("evaluator", "Noel Baptiste", Role.EVALUATOR),
    Person("auditor", "Hanna Virtanen", Role.AUDITOR),
    Person("admin", "Ernesto Vidal", Role.ADMINISTRATOR, "ILPES"),
)


def sign_ins() -> list[tuple[str, str]]:
    """Return (role, e-mail) for the sign-in page, in the order of the journeys."""
    return [(person.label, person.email) for person in PEOPLE]


FOCAL_POINT_SENDS = "MEF"  # elsewhere the officers of the ministry may submit


def load_people(since: date = date(2025, 1, 1)) -> dict[str, User]:
    """Create the organisations and the people, in their roles since a day; return them by the name before the @."""
    organisations = _load_organisations()
    password = make_password(PASSWORD)  # hashed once: argon2 takes its time on purpose
    return {person.login: _load_person(person, organisations, password, since) for person in PEOPLE}


def _load_organisations() -> dict[str, Organisation]:
    countries = {country.iso3: country for country in Country.objects.all()}
    return {
        short: Organisation.objects.get_or_create(
            name=name,
            country=countries.get(iso3),
            defaults={
                "short_name": short,
                "kind": kind,
                "officers_may_submit": kind == OrganisationKind.MINISTRY and short != FOCAL_POINT_SENDS,
            },
        )[0]
        for short, (name, kind, iso3) in ORGANISATIONS.items()
    }


def _load_person(person: Person, organisations: dict[str, Organisation], password: str, since: date) -> User:
    is_admin = person.role == Role.ADMINISTRATOR
    user = create_person(
        person.email, person.full_name, person.role, since, organisation=organisations.get(person.organisation),
        language=person.language, password=password, is_staff=is_admin, is_superuser=is_admin,
    )  # fmt: skip
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def create_person(
    email: str, full_name: str, role: Role, since: date, *, organisation: Organisation | None, **fields: Any
) -> User:
    """Create a person with a role since a day. Without a ``password`` nobody can sign in as this person."""
    fields.setdefault("password", make_password(None))
    user = User.objects.create(email=email, full_name=full_name, date_joined=at(since, 9), **fields)
    country = organisation.country if organisation else None
    RoleAssignment.objects.create(user=user, role=role, organisation=organisation, country=country, valid_from=since)
    return user
