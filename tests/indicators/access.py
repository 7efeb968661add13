"""Access to the pages of this app."""

from indicators.services.catalogue import load_catalogue
from tests.access import FORBIDDEN, MISSING, MOVED, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast
from tests.factories.indicators import drafted, imported, wgi_csv
from tests.factories.released import release_of

SLUG = "government-effectiveness"


def _released(cast: Cast) -> dict:
    load_catalogue()
    release_of(1, {SLUG: {"PER": {2022: 0.1, 2023: 0.2}}})
    return {}


def _indicator(cast: Cast) -> dict:
    return {**_released(cast), "slug": SLUG}


def _country(cast: Cast) -> dict:
    return {**_released(cast), "iso3": "PER"}


PAGES = {
    "list": _released,
    "countries": _released,
    "release_csv": _released,
    "indicator": _indicator,
    "map": _indicator,
    "figure": _indicator,
    "map_figure": _indicator,
    "indicator_csv": _indicator,
    "indicator_xlsx": _indicator,
    "country": _country,
}
ROWS: list[Row] = [
    row
    for name, make in PAGES.items()
    for row in (
        Row(f"indicators:{name}", public(), make=make),
        Row(f"indicators:{name}", public(NO_METHOD), method="post", make=make),
    )
]

FILE = wgi_csv([("PER", 2020, "va", 0.5), ("XXX", 2020, "va", 0.5)])
SEES = "officer lead advisory auditor"
WORKS = "officer lead advisory"


def _import(cast: Cast) -> dict:
    return {"pk": imported(FILE, actor=cast.officer).pk}


def _release(cast: Cast) -> dict:
    return {"pk": drafted(FILE, cast=cast).pk}


def _sign_off(cast: Cast) -> dict:
    return {**_import(cast), "action": "sign_off"}


def _approve(cast: Cast) -> dict:
    return {**_release(cast), "action": "approve"}


def _work(status: int) -> dict[str, int]:
    """Return the answers to who works with the statistics; the auditor sees and may not, others see nothing."""
    return only(WORKS, status, auditor=FORBIDDEN)


WORK_ROWS: list[Row] = [
    Row("indicators:import_list", only(SEES)),
    Row("indicators:import_list", signed_in(NO_METHOD), method="post"),
    Row("indicators:import_upload", _work(OK)),
    Row("indicators:import_upload", _work(422), method="post"),
    Row("indicators:import_detail", only(SEES), make=_import),
    Row("indicators:import_detail", signed_in(NO_METHOD), method="post", make=_import),
    Row("indicators:import_messages", only(SEES), make=_import),
    Row("indicators:import_messages", signed_in(NO_METHOD), method="post", make=_import),
    Row("indicators:import_file", only(SEES), make=_import),
    Row("indicators:import_file", signed_in(NO_METHOD), method="post", make=_import),
    Row("indicators:import_stage", signed_in(NO_METHOD), make=_import),
    Row("indicators:import_stage", _work(MOVED), method="post", make=_import),
    Row("indicators:import_act", signed_in(NO_METHOD), make=_sign_off),
    Row(
        "indicators:import_act",
        only("advisory", MOVED, others=MISSING, officer=FORBIDDEN, lead=FORBIDDEN, auditor=FORBIDDEN),
        method="post",
        make=_sign_off,
    ),
    Row("indicators:release_list", only(SEES)),
    Row("indicators:release_list", signed_in(NO_METHOD), method="post"),
    Row("indicators:release_new", _work(OK)),
    Row("indicators:release_new", _work(422), method="post"),
    Row("indicators:release_detail", only(SEES), make=_release),
    Row("indicators:release_detail", signed_in(NO_METHOD), method="post", make=_release),
    Row("indicators:release_revisions", only(SEES), make=_release),
    Row("indicators:release_revisions", signed_in(NO_METHOD), method="post", make=_release),
    Row("indicators:release_explain", signed_in(NO_METHOD), make=_release),
    Row("indicators:release_explain", _work(MOVED), method="post", make=_release),
    Row("indicators:release_compare", signed_in(NO_METHOD), make=_release),
    Row("indicators:release_compare", _work(MOVED), method="post", make=_release),
    Row("indicators:release_act", signed_in(NO_METHOD), make=_approve),
    Row(
        "indicators:release_act",
        only("advisory", MOVED, others=MISSING, officer=FORBIDDEN, lead=FORBIDDEN, auditor=FORBIDDEN),
        method="post",
        make=_approve,
    ),
]
ROWS += WORK_ROWS
