"""Who acts in the demonstration, and what the stories share while they are played."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from governance.models import ProgrammeLine
from partnership.core.models import Country, Organisation, PSMArea, User
from technical_assistance.models import EligibilityQuestion, OECDModel, Practitioner

from .life import Life
from .timeline import Timeline

ZONES = {
    "PER": "America/Lima",
    "PRY": "America/Asuncion",
    "DOM": "America/Santo_Domingo",
    "GTM": "America/Guatemala",
    "JAM": "America/Jamaica",
}
OFFICERS = {"MEF": "ministry", "SFP": "ministry2", "SGD": "ministry3", "MAP": "ministry4", "MINFIN": "ministry5",
            "MOFPS": "ministry6"}  # fmt: skip
SENDERS = {**OFFICERS, "MEF": "focalpoint"}
ENGLISH = ("MOFPS",)


@dataclass
class Stage:
    """The people by login, and everything that is looked up again and again."""

    life: Life
    timeline: Timeline
    people: dict[str, User]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    areas: dict[str, PSMArea] = field(default_factory=dict)
    questions: list[int] = field(default_factory=list)
    roster: dict[str, Practitioner] = field(default_factory=dict)  # by key of data/practitioners.csv
    models: dict[tuple[str, str], OECDModel] = field(default_factory=dict)  # the newest by agency and area
    speakers: dict[int, User] = field(default_factory=dict)  # the focal point of each counterpart agency
    lines: dict[int, list[ProgrammeLine]] = field(default_factory=dict)  # by year
    received: Decimal = Decimal(0)  # US dollars of this half-year's receipts, of which the trustee takes its fee

    def look_around(self) -> None:
        """Read what exists by now."""
        self.organisations = {row.short_name: row for row in Organisation.objects.select_related("country")}
        self.countries = {row.iso3: row for row in Country.objects.all()}
        self.areas = {row.code: row for row in PSMArea.objects.all()}
        current = EligibilityQuestion.objects.filter(is_current=True)
        self.questions = list(current.values_list("pk", flat=True))

    def pair(self, number: int, first: str, second: str) -> User:
        """Return one of two colleagues, who take turns."""
        return self.people[(first, second)[number % 2]]

    def areas_of(self, codes: Iterable[str]) -> list[PSMArea]:
        """Return the areas of some codes."""
        return [self.areas[code] for code in codes]
