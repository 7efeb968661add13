"""What the public pages of the roster show, in the reader's words. Of a practitioner: what the consent covers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import BadRequest
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.folding import fold
from partnership.core.models import Country, PSMArea
from partnership.core.selectors import countries_by_iso3
from technical_assistance.enums import EvidenceGrade, HelpKind, Language
from technical_assistance.enums.roster import EVIDENCE_EXPLAINED, HELP_BY_MODE
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.roster.facets import Entry, Facet, facet, found
from technical_assistance.roster.filters import FACETS, Choice
from technical_assistance.roster.selectors import asked_since, public_models, public_practitioners
from technical_assistance.roster.words import Words, all_words, words_of

MODEL_TEXTS = ("title", "summary", "result", "needs")


@dataclass(frozen=True)
class ModelCard:
    """A model as everybody reads it."""

    model: OECDModel

    @property
    def title(self) -> Words:
        return words_of(self.model, "title")

    @property
    def summary(self) -> Words:
        return words_of(self.model, "summary")

    @property
    def result(self) -> Words:
        return words_of(self.model, "result")

    @property
    def needs(self) -> Words:
        return words_of(self.model, "needs")

    @property
    def cost(self) -> Words:
        return words_of(self.model, "cost")

    @property
    def url(self) -> str:
        return reverse("assistance:model", kwargs={"slug": self.model.slug})

    @property
    def ask_url(self) -> str:
        return reverse("assistance:ask", kwargs={"slug": self.model.slug})

    @property
    def country(self) -> Country | None:
        return self.model.organisation.country

    @property
    def languages(self) -> list[str]:
        return language_names(self.model.languages)

    @property
    def instruments(self) -> list[str]:
        return [str(HelpKind(kind).label) for kind in self.model.instruments]

    @property
    def evidence(self) -> str:
        return str(EvidenceGrade(self.model.evidence_grade).label)

    @property
    def evidence_explained(self) -> str:
        return str(EVIDENCE_EXPLAINED[EvidenceGrade(self.model.evidence_grade)])

    @property
    def source_name(self) -> str:
        """The name of the source, else its address."""
        return self.model.source_title or self.model.source

    @property
    def is_due(self) -> bool:
        """Whether the agency has been asked to confirm the record anew."""
        return self.model.last_confirmed is not None and self.model.last_confirmed < asked_since()

    def entry(self) -> Entry:
        """Return the record for search and facets."""
        model, organisation = self.model, self.model.organisation
        place = all_words(organisation.country, ("name",)) if organisation.country else ""
        agency = f"{organisation.name} {organisation.short_name}"
        words = [all_words(model, MODEL_TEXTS), agency, place, all_words(model.area, ("name",)), *self.instruments]
        return Entry(self, " ".join(words), {
            "area": frozenset([model.area.code]),
            "country": frozenset([organisation.country.iso3] if organisation.country else []),
            "language": frozenset(model.languages),
            "instrument": frozenset(model.instruments),
        })  # fmt: skip


@dataclass(frozen=True)
class PersonCard:
    """A practitioner as everybody reads them: nothing but what the text of the consent names."""

    name: str
    post: str
    agency: str
    country: Country
    languages: tuple[str, ...]
    topics: str
    areas: tuple[PSMArea, ...]
    kinds: tuple[str, ...]
    models: tuple[ModelCard, ...]
    slug: str

    @classmethod
    def of(cls, person: Practitioner) -> "PersonCard":
        """Return what may be shown of a record; areas and models are expected to be fetched with it."""
        kinds = tuple(HELP_BY_MODE[mode].value for mode in HELP_BY_MODE if mode.value in person.modes)
        return cls(
            name=person.full_name,
            post=person.post,
            agency=person.organisation.name,
            country=person.country,
            languages=tuple(person.languages),
            topics=person.topics,
            areas=tuple(person.areas.all()),
            kinds=kinds,
            models=tuple(ModelCard(model) for model in person.oecd_models.all()),
            slug=person.slug,
        )

    @property
    def url(self) -> str:
        return reverse("assistance:practitioner", kwargs={"slug": self.slug})

    @property
    def language_names(self) -> list[str]:
        return language_names(self.languages)

    @property
    def instruments(self) -> list[str]:
        return [str(HelpKind(kind).label) for kind in self.kinds]

    def entry(self) -> Entry:
        """Return the record for search and facets."""
        areas = " ".join(all_words(area, ("name",)) for area in self.areas)
        words = [self.name, self.post, self.agency, all_words(self.country, ("name",)), self.topics, areas]
        words += [all_words(card.model, ("title",)) for card in self.models] + self.instruments
        return Entry(self, " ".join(words), {
            "area": frozenset(area.code for area in self.areas),
            "country": frozenset([self.country.iso3]),
            "language": frozenset(self.languages),
            "instrument": frozenset(self.kinds),
        })  # fmt: skip


class RosterList:
    """A list of the roster as an address narrows it."""

    def __init__(self, entries: Sequence[Entry], choice: Choice) -> None:
        self.choice, self.entries = choice, entries
        self.found = [entry.record for entry in found(entries, choice)]
        self._areas = list(PSMArea.objects.all())
        self._labels = self._all_labels()

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets that can narrow the list."""
        names = {"area": _("Area"), "country": _("Country"), "language": _("Language"), "instrument": _("Kind of help")}
        made = [
            facet(name, names[name], self._labels[name], self.entries, self.choice, keep_order=name != "country")
            for name in FACETS
        ]
        return [each for each in made if each.options]

    def _all_labels(self) -> dict[str, Mapping[str, str]]:
        """Return the values of each facet with their names; BadRequest for a chosen one that does not exist."""
        codes = {code for entry in self.entries for code in entry.values["country"]} | set(self.choice.of("country"))
        labels: dict[str, Mapping[str, str]] = {
            "area": {area.code: area.name for area in self._areas},
            "country": {code: country.name for code, country in countries_by_iso3(codes).items()},
            "language": {str(code): str(label) for code, label in Language.choices},
            "instrument": {str(kind): str(label) for kind, label in HelpKind.choices},
        }
        if any(value not in labels[name] for name in FACETS for value in self.choice.of(name)):
            raise BadRequest(_("The address asks for something that the roster does not know."))
        return labels


def model_list(choice: Choice) -> RosterList:
    """Return the public models in the alphabet of the reader's language, as an address narrows them."""
    cards = sorted((ModelCard(model) for model in public_models()), key=lambda card: fold(card.title.text))
    return RosterList([card.entry() for card in cards], choice)


def person_list(choice: Choice) -> RosterList:
    """Return the public practitioners by name, as an address narrows them."""
    people = sorted((PersonCard.of(person) for person in with_details()), key=lambda card: fold(card.name))
    return RosterList([card.entry() for card in people], choice)


def with_details() -> QuerySet[Practitioner]:
    """Return the public practitioners with their areas and public models."""
    return public_practitioners().prefetch_related("areas", Prefetch("oecd_models", public_models()))


def language_names(codes: Sequence[str]) -> list[str]:
    """Return the names of languages in the reader's language."""
    return [str(Language(code).label) for code in codes]
