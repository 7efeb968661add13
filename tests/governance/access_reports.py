"""Access to the reports and the results framework: members, Secretariat, auditor; for others they are not there."""

from governance.models import ResultIndicator, Snapshot
from governance.services.results import ensure_framework, type_actual
from governance.services.snapshot import Collected, store
from tests.access import FORBIDDEN, MOVED, NO_METHOD, OK, Row, only, signed_in
from tests.cast import Cast
from tests.factories.report_facts import facts
from tests.factories.reports import CUTOFF, draft, period, published_at_once

READERS = "officer lead auditor committee"
REFUSED = {"auditor": FORBIDDEN, "committee": FORBIDDEN}


def _working(status: int = OK) -> dict[str, int]:
    return only("officer lead", status, **REFUSED)


def _posted_by_secretariat() -> dict[str, int]:
    return only("officer lead", MOVED, **REFUSED)


def _period(cast: Cast) -> dict:
    return {"period": period().code}


def _published(cast: Cast) -> dict:
    snapshot = published_at_once(cast.officer)
    return {"period": snapshot.period.code, "number": snapshot.number}


def _file(cast: Cast) -> dict:
    return {**_published(cast), "language": "es", "kind": "pdf"}


def _text(cast: Cast) -> dict:
    return {**_period(cast), "key": "summary", "language": "es"}


def _evidence(cast: Cast) -> dict:
    ensure_framework()
    return {**_period(cast), "code": "3.ii"}


def _typed(cast: Cast) -> dict:
    ensure_framework()
    indicator = ResultIndicator.objects.get(code="1.ii")
    return {"pk": type_actual(indicator, period(), value=1, source="x", actor=cast.officer).pk}


def _restatement(cast: Cast) -> dict:
    row = {"metric": "3.ii", "period": period().code, "previously": "1", "now": "2", "reason": ""}
    changed = {**facts(), "restatements": [row]}
    snapshot: Snapshot = store(draft(cast.officer), Collected(changed, CUTOFF))
    return {"pk": snapshot.restatements.get().pk}


ROWS = [
    Row("governance:results", only(READERS)),
    Row("governance:results", signed_in(NO_METHOD), method="post"),
    Row("governance:result_evidence", only(READERS), make=_evidence),
    Row("governance:result_evidence", signed_in(NO_METHOD), method="post", make=_evidence),
    Row("governance:typed_value", _working()),
    Row("governance:typed_value", _working(), method="post"),
    Row("governance:confirm_value", signed_in(NO_METHOD), make=_typed),
    Row(
        "governance:confirm_value",
        only("lead", MOVED, officer=FORBIDDEN, **REFUSED),
        method="post",
        make=_typed,
    ),
    Row("governance:report_list", only(READERS)),
    Row("governance:report_list", signed_in(NO_METHOD), method="post"),
    Row("governance:generate_report", signed_in(NO_METHOD), make=_period),
    Row("governance:generate_report", _posted_by_secretariat(), method="post", make=_period),
    Row("governance:report_texts", _working(), make=_period),
    Row("governance:report_texts", signed_in(NO_METHOD), method="post", make=_period),
    Row("governance:report_text", _working(), make=_text),
    Row(
        "governance:report_text",
        _posted_by_secretariat(),
        method="post",
        make=_text,
        data=lambda cast: {"text": "Words", "number": "0"},
    ),
    Row("governance:restatement_reason", signed_in(NO_METHOD), make=_restatement),
    Row(
        "governance:restatement_reason",
        only("officer lead", MOVED, auditor=FORBIDDEN),
        method="post",
        make=_restatement,
        data=lambda cast: {"reason": "Because"},
    ),
    Row("governance:report", only(READERS), make=_published),
    Row("governance:report", signed_in(NO_METHOD), method="post", make=_published),
    Row("governance:report_snapshot", only(READERS), make=_published),
    Row("governance:report_snapshot", signed_in(NO_METHOD), method="post", make=_published),
    Row("governance:report_file", only(READERS), make=_file),
    Row("governance:report_file", signed_in(NO_METHOD), method="post", make=_file),
    Row(
        "governance:report_action",
        signed_in(NO_METHOD),
        make=lambda cast: {**_published(cast), "action": "withdraw"},
    ),
    Row(
        "governance:report_action",
        only("lead", MOVED, officer=FORBIDDEN, **REFUSED),
        method="post",
        make=lambda cast: {**_published(cast), "action": "withdraw"},
        data=lambda cast: {"reason": "Wrong"},
    ),
]
