"""The styles of every page: one by one where nothing is built, as one file of the same rules where names are hashed."""

import pytest
from django.core.management import call_command
from django.template import Context, Template

from partnership.core.web.static_files import BUNDLE, STYLES

LINKS = Template("{% load styles %}{% base_styles %}")


@pytest.fixture
def collected(settings, tmp_path):
    """Gather the static files with hashed names into a folder of their own."""
    settings.STATIC_ROOT, settings.HASHED_STATIC = str(tmp_path / "static"), True
    backend = {"BACKEND": "partnership.core.web.static_files.BundledStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    for _time in range(2):  # a second run replaces the bundle
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_bundle_holds_every_style_in_order(collected, settings) -> None:
    bundle = (collected / BUNDLE).read_text()
    places = [bundle.index((settings.BASE_DIR / "static" / name).read_text()) for name in STYLES]
    assert places == sorted(places)


def test_pages_link_to_the_hashed_bundle_which_is_compressed(collected) -> None:
    link = LINKS.render(Context())
    name = link.partition("/static/")[2].partition('"')[0]
    assert link.count("<link") == 1
    assert name != BUNDLE
    assert [(collected / f"{name}{ending}").exists() for ending in ("", ".br", ".gz")] == [True, True, True]
    assert "../vendor/" in (collected / name).read_text()


def test_without_hashed_names_each_style_is_linked(settings) -> None:
    settings.HASHED_STATIC = False
    assert LINKS.render(Context()).count("<link") == len(STYLES)
