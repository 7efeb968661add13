"""What a search finds first: in four languages, with mistakes, with countries; and where nothing is found."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from indicators.catalogue.search import search
from indicators.catalogue.selectors import LANGUAGES, Catalogue, Place, read_catalogue
from indicators.catalogue.words import nearest, stem, stems, words
from partnership.core.models import Country

# Language of the reader, words, and what comes first: countries by ISO code, areas in brackets, indicators by code.
QUERIES = [
    ("en", "digital government", "[EGOV] EGOV.GTMI.GTMI"),
    ("en", "e-government", "[EGOV] EGOV.GTMI.GTMI"),
    ("en", "procurement", "[PROC] PROC.DEF.OPEN"),
    ("en", "civil service", "[HRM]"),
    ("en", "goverment effectivness", "GOV.WGI.GE"),
    ("en", "coruption", "GOV.WGI.CC AUD.CPIA.TRAN"),
    ("en", "wages", "HRM.WWBI.BILL_GDP"),
    ("en", "wage bill", "HRM.WWBI.BILL_GDP HRM.WWBI.BILL_EXP"),
    ("en", "women managers", "HRM.WWBI.WOMEN_SENIOR"),
    ("en", "public debt", "PFM.WDI.DEBT"),
    ("en", "Debt service", "PFM.WDI.SERVICE_GNI"),
    ("en", "CPIA", "GOV.CPIA.PUBS"),
    ("en", "rule of law", "GOV.WGI.RL"),
    ("en", "open data", "EGOV.DEF.OURDATA"),
    ("en", "tax", "PFM.WDI.TAX_GOODS"),
    ("en", "GOV.WGI.RQ", "GOV.WGI.RQ"),
    ("en", "peru", "PER"),
    ("en", "united states", "USA"),
    ("en", "brazl", "BRA"),
    ("en", "corruption Mexico", "MEX GOV.WGI.CC"),
    ("es", "gobierno electrónico", "[EGOV] EGOV.GTMI.GTMI"),
    ("es", "gobierno digital", "[EGOV] EGOV.GTMI.GTMI"),
    ("es", "servicio civil", "[HRM]"),
    ("es", "servisio cibil", "[HRM]"),
    ("es", "compras públicas", "[PROC] PROC.DEF.OPEN"),
    ("es", "LICITACION", "[PROC] PROC.DEF.OPEN"),
    ("es", "deuda", "PFM.WDI.DEBT"),
    ("es", "corrupción", "GOV.WGI.CC AUD.CPIA.TRAN"),
    ("es", "salarios", "HRM.WWBI.BILL_GDP"),
    ("es", "empleo público", "HRM.WWBI.EMP"),
    ("es", "mujeres", "HRM.WWBI.WOMEN HRM.WWBI.WOMEN_SENIOR"),
    ("es", "gasto público", "PFM.WDI.EXPENSE"),
    ("es", "auditoria", "[AUD]"),
    ("es", "Perú", "PER"),
    ("es", "Costa Rca", "CRI"),
    ("es", "deuda de Costa Rica", "CRI PFM.WDI.DEBT"),
    ("es", "trámites en línea", "EGOV.GTMI.PSDI EGOV.DEF.ONLINE"),
    ("pt", "serviço civil", "[HRM]"),
    ("pt", "governo eletrônico", "[EGOV] EGOV.GTMI.GTMI"),
    ("pt", "compras publicas", "[PROC] PROC.DEF.OPEN"),
    ("pt", "licitações", "[PROC] PROC.DEF.OPEN"),
    ("pt", "dívida", "PFM.WDI.DEBT"),
    ("pt", "despesa pública", "PFM.WDI.EXPENSE"),
    ("pt", "Brasil", "BRA"),
    ("fr", "dépense publique", "PFM.WDI.EXPENSE"),
    ("fr", "dépenses publiques", "PFM.WDI.EXPENSE"),
    ("fr", "fonction publique", "[HRM]"),
    ("fr", "marchés publics", "[PROC] PROC.DEF.OPEN"),
    ("fr", "administration numérique", "[EGOV] EGOV.GTMI.GTMI"),
    ("fr", "dette", "PFM.WDI.DEBT"),
    ("fr", "femmes", "HRM.WWBI.WOMEN"),
    ("fr", "Mexique", "MEX"),
    ("en", "governo eletrônico", "[EGOV] EGOV.GTMI.GTMI"),  # in another language than the reader's
    ("en", "xyzzy", ""),
]


@pytest.fixture
def everything(catalogue) -> Catalogue:
    """The seed catalogue, with every member of LAC and OECD as if it had values."""
    members = Country.objects.filter(memberships__group__in=("LAC", "OECD")).distinct()
    names = [f"name_{language}" for language in LANGUAGES]
    places = {each.pk: Place(each.iso3, tuple(getattr(each, name) for name in names)) for each in members}
    return replace(read_catalogue(), countries=places)


def hits(query: str, catalogue: Catalogue) -> list[str]:
    found = search(query, catalogue)
    places = [place.code for place in found.countries] + [f"[{area.code}]" for area in found.areas]
    return places + [entry.code for entry in found.entries]


def test_what_each_query_finds_first(everything) -> None:
    answers = {}
    for language, query, expected in QUERIES:
        with override(language):
            found = hits(query, everything)
        answers[language, query] = " ".join(found[: len(expected.split())] if expected else found)
    assert answers == {(language, query): expected for language, query, expected in QUERIES}


def test_a_replaced_word_is_said_and_a_known_one_is_never_replaced(everything) -> None:
    with override("en"):
        assert search("goverment", everything).corrected == "government"
        assert search("government", everything).corrected == ""
        assert search("corrup", everything).corrected == ""
        assert not search("xyzzy", everything)
        assert not search("", everything).entries


def test_where_no_text_holds_all_words_those_with_some_are_shown_as_such(everything) -> None:
    with override("en"):
        found = search("corruption teachers treasury", everything)
        assert found.is_partial
        assert "GOV.WGI.CC" in [entry.code for entry in found.entries]
        assert not search("corruption", everything).is_partial


def test_the_country_whose_name_begins_another_one_comes_first(everything) -> None:
    with override("en"):
        assert hits("dominica", everything) == ["DMA", "DOM"]
        assert [place.code for place in search("mejico", everything).countries] == ["MEX"]


def test_words_are_compared_without_case_accents_plural_and_silent_words() -> None:
    assert words("E-Gobierno: Índice on-line") == ("egobierno", "indice", "online")
    assert stems("La dépense de l’État") == ("depens", "etat")
    assert [stem(word) for word in ("licitacoes", "licitacao", "salarios", "pays")] == [
        "licitacao", "licitacao", "salario", "pay",
    ]  # fmt: skip
    assert nearest("goverment", ["gobierno", "government"]) == "government"
    assert nearest("abc", ["abd"]) is None
