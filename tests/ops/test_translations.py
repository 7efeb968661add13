"""The gathering and checking of translations, on a small project of the test's own."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from ops import translations
from ops.places import CHECKOUT

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
LABEL = _("Pledge")
def days(n): return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
MONTH = pgettext("month", "May")
"""
TEMPLATE = """
{% load i18n %}
   <p title="{% translate "Close" %}">{{ x|default:_("none") }}</p>
  {% blocktranslate trimmed count n=n %}
     One line
  {% plural %}
     {{ n }} lines
  {% endblocktranslate %}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "partnership").mkdir()
    (tmp_path / "partnership" / "labels.py").write_text(PYTHON)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    translations.update(tmp_path)
    return tmp_path


def translate(project: Path, changes: dict[str, str | tuple[str, str]]) -> None:
    """Set translations and compile, as a translator does."""
    po = project / "locale" / "es" / "LC_MESSAGES" / "django.po"
    with po.open("rb") as file:
        catalog = read_po(file, locale="es")
    for message in catalog:
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        if first in changes:
            message.string = changes[first]
    with po.open("wb") as file:
        write_po(file, catalog)
    translations.update(project)


COMPLETE: dict[str, str | tuple[str, str]] = {
    "Pledge": "Promesa",
    "%(n)s day": ("%(n)s día", "%(n)s días"),
    "May": "mayo",
    "Close": "Cerrar",
    "none": "ninguno",
    "One line": ("Una línea", "%(n)s líneas"),
}


def test_texts_of_code_and_templates_are_gathered(project: Path) -> None:
    gathered = {(message.id, message.context) for message in translations.gather(project) if message.id}
    assert gathered == {
        ("Pledge", None),
        (("%(n)s day", "%(n)s days"), None),
        ("May", "month"),
        ("Close", None),
        ("none", None),
        (("One line", "%(n)s lines"), None),
    }


def test_a_complete_catalogue_has_no_problems_and_survives_an_update(project: Path) -> None:
    translate(project, COMPLETE)
    assert translations.problems(project) == []
    before = (project / "locale/es/LC_MESSAGES/django.po").read_text()
    translations.update(project)
    assert (project / "locale/es/LC_MESSAGES/django.po").read_text() == before


def test_a_missing_translation_is_named_with_its_file(project: Path) -> None:
    translate(project, COMPLETE | {"Close": ""})
    assert translations.problems(project) == ["locale/es: not translated: 'Close' (templates/page.html)"]


def test_a_half_translated_plural_is_not_complete(project: Path) -> None:
    translate(project, COMPLETE | {"%(n)s day": ("%(n)s día", "")})
    assert translations.problems(project) == ["locale/es: not translated: '%(n)s day' (partnership/labels.py)"]


def test_another_placeholder_is_a_mistake(project: Path) -> None:
    translate(project, COMPLETE | {"%(n)s day": ("%(m)s día", "%(n)s días")})
    assert any("placeholder" in line for line in translations.problems(project))


def test_a_stale_compiled_catalogue_is_noticed(project: Path) -> None:
    translate(project, COMPLETE)
    mo = project / "locale/es/LC_MESSAGES/django.mo"
    po = mo.with_suffix(".po")
    po.write_text(po.read_text().replace("Cerrar", "Cierra"))
    assert translations.problems(project) == ["locale/es: django.mo does not match django.po: make messages"]


def test_prepared_language_is_whole_where_its_pages_need_it(project: Path) -> None:
    (project / "indicators").mkdir()
    (project / "indicators" / "labels.py").write_text('LABEL = _("Staged")\n')
    (project / "locale" / "pt" / "LC_MESSAGES").mkdir(parents=True)
    translate(project, COMPLETE | {"Staged": "Preparada"})
    missing = [line for line in translations.problems(project) if line.startswith("locale/pt")]
    assert sorted(missing) == [
        "locale/pt: not translated: '%(n)s day' (partnership/labels.py)",
        "locale/pt: not translated: 'Close' (templates/page.html)",
        "locale/pt: not translated: 'May' (partnership/labels.py)",
        "locale/pt: not translated: 'One line' (templates/page.html)",
        "locale/pt: not translated: 'Pledge' (partnership/labels.py)",
        "locale/pt: not translated: 'none' (templates/page.html)",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("templates/base.html", True),
        ("templates/first_screens/page.html", True),
        ("templates/allauth/elements/h1.html", True),
        ("technical_assistance/roster/views.py", True),
        ("technical_assistance/roster/site/pages.py", True),
        ("technical_assistance/views/claims.py", False),
        ("templates/technical_assistance/claim.html", False),
        ("partnership/core/admin.py", False),
    ],
)
def test_pages_of_every_language_are_told_from_working_pages(name: str, expected: bool) -> None:
    assert translations._is_covered(name) == expected


def test_catalogue_of_a_package_stands_under_our_name_for_its_language() -> None:
    assert translations._stale_loans(CHECKOUT) == []
    ((_path, content),) = translations.borrowed(CHECKOUT)
    catalogue = gettext.GNUTranslations(io.BytesIO(content))
    assert catalogue.gettext("Password") == "Senha"
