"""Access to the pages of travel claims. The ministry of the host (and every other one) never sees them."""

from typing import Any

from tests.access import MOVED, NO_METHOD, OK, Row, only, signed_in
from tests.cast import Cast
from tests.factories.claims import activity, add_line, claim_in, draft_claim

CONFLICT, BAD, FORBIDDEN = 409, 400, 403
OWNER = "practitioner"
BEFORE_SUBMISSION = "practitioner counterpart officer lead auditor"
AFTER_SUBMISSION = f"{BEFORE_SUBMISSION} verifier holder payer"
MAY_BEGIN = "practitioner counterpart officer"


def _name(name: str) -> str:
    return f"technical_assistance:{name}"


def _claim(state: str, **extra: Any):
    def make(cast: Cast) -> dict[str, Any]:
        return {"pk": claim_in(state, cast).pk, **extra}

    return make


def _line(state: str):
    def make(cast: Cast) -> dict[str, Any]:
        claim = claim_in(state, cast)
        return {"pk": claim.pk, "line": claim.lines.get().pk}

    return make


def _late(cast: Cast) -> dict[str, Any]:
    claim = draft_claim(cast, activity(cast))
    add_line(claim)
    return {"pk": claim.pk}


def _may(viewers: str, able: str, status: int) -> dict[str, int]:
    """Return ``status`` for who is able, 403 for the other viewers, 404 for the rest."""
    return only(viewers, FORBIDDEN, **dict.fromkeys(able.split(), status))


ROWS = [
    Row(_name("claims"), only("practitioner counterpart officer lead verifier holder payer auditor", others=FORBIDDEN)),
    Row(_name("claims"), signed_in(NO_METHOD), method="post"),
    Row(
        _name("claims_export"),
        only("practitioner counterpart officer lead verifier holder payer auditor", others=FORBIDDEN),
        make=lambda cast: {"kind": "csv"},
    ),
    Row(_name("claims_export"), signed_in(NO_METHOD), method="post", make=lambda cast: {"kind": "xlsx"}),
    Row(_name("claim_new"), only(MAY_BEGIN, others=FORBIDDEN)),
    Row(_name("claim_new"), only(MAY_BEGIN, BAD, others=FORBIDDEN), method="post",
        data=lambda cast: {"assignment": ""}),
    Row(_name("claim"), only(AFTER_SUBMISSION), make=_claim("submitted")),
    Row(_name("claim"), signed_in(NO_METHOD), method="post", make=_claim("submitted")),
    Row(_name("claim_line_new"), _may(BEFORE_SUBMISSION, OWNER, OK), make=_claim("draft")),
    Row(_name("claim_line_new"), _may(BEFORE_SUBMISSION, OWNER, BAD), method="post", make=_claim("draft"),
        data=lambda cast: {"category": "fee"}),
    Row(_name("claim_line"), _may(BEFORE_SUBMISSION, OWNER, OK), make=_line("draft")),
    Row(_name("claim_line"), _may(AFTER_SUBMISSION, OWNER, CONFLICT), method="post", make=_line("submitted")),
    Row(_name("claim_line_remove"), signed_in(NO_METHOD), make=_line("draft")),
    Row(_name("claim_line_remove"), _may(BEFORE_SUBMISSION, OWNER, MOVED), method="post", make=_line("draft")),
    Row(_name("claim_receipt"), only(AFTER_SUBMISSION), make=_line("submitted")),
    Row(_name("claim_receipt"), signed_in(NO_METHOD), method="post", make=_line("submitted")),
    Row(_name("claim_nights"), _may(BEFORE_SUBMISSION, OWNER, OK), make=_claim("draft")),
    Row(_name("claim_nights"), _may(BEFORE_SUBMISSION, OWNER, BAD), method="post", make=_claim("draft"),
        data=lambda cast: {"amount": "x"}),
    Row(_name("claim_check"), _may(AFTER_SUBMISSION, "verifier", OK), make=_claim("submitted")),
    Row(_name("claim_check"), _may(AFTER_SUBMISSION, "verifier", BAD), method="post", make=_claim("submitted"),
        data=lambda cast: {"x": "1"}),
    Row(_name("claim_approval"), _may(AFTER_SUBMISSION, "holder", OK), make=_claim("verified")),
    Row(_name("claim_approval"), signed_in(NO_METHOD), method="post", make=_claim("verified")),
    Row(_name("claim_words"), _may(BEFORE_SUBMISSION, "practitioner lead", OK), make=_late),
    Row(_name("claim_words"), _may(BEFORE_SUBMISSION, "practitioner lead", MOVED), method="post", make=_late,
        data=lambda cast: {"text": "Illness."}),
    Row(_name("claim_act"), signed_in(NO_METHOD), make=_claim("verified", action="approve")),
    Row(_name("claim_act"), _may(AFTER_SUBMISSION, "holder", MOVED), method="post",
        make=_claim("verified", action="approve")),
]  # fmt: skip
