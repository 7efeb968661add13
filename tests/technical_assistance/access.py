"""Access to the pages of requests, roster and activities. Every address is asked for with a row in a telling state."""

from django.core.files.uploadedfile import SimpleUploadedFile

from partnership.core.services.files import store_bytes
from technical_assistance import services
from technical_assistance.models import (
    Activity,
    DraftConflict,
    EligibilityQuestion,
    OECDModel,
    TARequest,
    TARequestAttachment,
)
from tests.access import FORBIDDEN, MISSING, MOVED, NO_METHOD, OK, Row, only, signed_in
from tests.cast import Cast
from tests.factories.technical_assistance import (
    activity_in,
    area,
    draft,
    practitioner_of,
    proposal_for,
    ta_request_in,
)
from tests.technical_assistance.access_claims import ROWS as CLAIM_ROWS
from tests.technical_assistance.access_roster import ROWS as ROSTER_ROWS

APP = "technical_assistance:"
MINISTRY = "ministry focal_point"
READERS = f"{MINISTRY} officer lead auditor"  # see a submitted request
INVITED = "practitioner counterpart"
FINANCE = "verifier holder payer"
LISTERS = f"{MINISTRY} ministry2 officer lead auditor {INVITED}"
ROSTER = f"officer lead auditor {INVITED}"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def doers(roles: str, status: int, readers: str = "", others: int = MISSING) -> dict[str, int]:
    """Return ``status`` for who may do it, 403 for who only sees it, ``others`` for the rest."""
    exceptions = {role: FORBIDDEN for role in readers.split() if role not in roles.split()}
    return only(roles, status, others=others, **exceptions)


def in_state(state: str):
    return lambda cast: {"pk": ta_request_in(state, cast).pk}


def invited(cast: Cast) -> dict:
    ta_request = ta_request_in("matching", cast)
    proposal_for(ta_request, cast)
    return {"pk": ta_request.pk}


def proposal(cast: Cast) -> dict:
    return {"pk": proposal_for(ta_request_in("matching", cast), cast).pk}


def new_draft(cast: Cast) -> dict:
    return {"pk": draft(cast).pk}


def draft_step(cast: Cast) -> dict:
    return {**new_draft(cast), "step": "outcome"}


def draft_version(cast: Cast) -> dict:
    return {"version": TARequest.objects.get().version, "outcome": "Another outcome."}


def attachment(cast: Cast) -> dict:
    ta_request = draft(cast)
    stored = store_bytes(PNG, name="map.png", purpose="ta_request", actor=cast.ministry)
    row = TARequestAttachment.objects.create(ta_request=ta_request, file=stored, added_by=cast.ministry)
    return {"pk": ta_request.pk, "attachment_pk": row.pk}


def conflict(cast: Cast) -> dict:
    ta_request = draft(cast)
    row = DraftConflict.objects.create(
        ta_request=ta_request, author=cast.ministry, step="outcome", content={"outcome": "Mine"}, base_version=1
    )
    return {"pk": ta_request.pk, "conflict_pk": row.pk}


def activity(state: str):
    return lambda cast: {"pk": activity_in(state, cast).pk}


def assignment(cast: Cast) -> dict:
    row = activity_in("planned", cast)
    made = services.assign_practitioner(row, practitioner_of(cast), actor=cast.officer, planned_half_days=2)
    return {"pk": row.pk, "assignment_pk": made.pk}


def logged(cast: Cast) -> dict:
    row = activity_in("in_progress", cast)
    slot = services.log_half_day(
        row, practitioner_of(cast), local_date=row.starts_on, half="AM", contact_minutes=150, actor=cast.practitioner
    )
    return {"pk": row.pk, "kind": "slot", "entry_pk": slot.pk}


def attended(cast: Cast) -> dict:
    row = activity_in("in_progress", cast)
    upload = SimpleUploadedFile("list.png", PNG)
    services.record_attendance(row, women=1, men=1, other=0, actor=cast.practitioner, upload=upload)
    return {"pk": row.pk}


def one_model(cast: Cast) -> dict:
    model = OECDModel.objects.create(title="Competitions", organisation=cast.denmark, area=area(), summary="How.")
    return {"pk": model.pk}


def answers(cast: Cast) -> dict:
    return {f"q{question.pk}-verdict": "yes" for question in EligibilityQuestion.objects.all()}


def log_data(cast: Cast) -> dict:
    day = Activity.objects.get().starts_on
    return {"practitioner": practitioner_of(cast).pk, "halves": [f"{day}:AM"], "contact_minutes": 150}


def plan_data(cast: Cast) -> dict:
    return {
        "title": "Mission", "area": area().pk, "kind": "expert_mission", "mode": "mission", "place": "Lima",
        "time_zone": "America/Lima", "starts_on": "2026-03-09", "ends_on": "2026-03-10", "travel_ceiling": "100",
    }  # fmt: skip


def page(name: str, expect: dict[str, int], make=lambda cast: {}) -> list[Row]:
    """Return the rows of an address that is only read."""
    return [Row(APP + name, expect, make=make), Row(APP + name, signed_in(NO_METHOD), method="post", make=make)]


def action(name: str, expect: dict[str, int], make, data=lambda cast: {}) -> list[Row]:
    """Return the rows of an address that is only posted to."""
    return [
        Row(APP + name, signed_in(NO_METHOD), make=make),
        Row(APP + name, expect, method="post", make=make, data=data),
    ]


def form(name: str, roles: str, make, data, *, readers: str = "", others: int = MISSING) -> list[Row]:
    """Return the rows of a form: shown with 200, taken with a redirect."""
    return [
        Row(APP + name, doers(roles, OK, readers, others), make=make),
        Row(APP + name, doers(roles, MOVED, readers, others), method="post", make=make, data=data),
    ]


ACTIVITY_READERS = f"{READERS} {FINANCE} {INVITED}"
PLANNED_READERS = f"{READERS} {FINANCE}"
ROWS = [
    *page("ta_requests", only(LISTERS, others=FORBIDDEN)),
    *page("ta_requests_csv", only(LISTERS, others=FORBIDDEN)),
    *page("ta_requests_xlsx", only(LISTERS, others=FORBIDDEN)),
    *page("ta_request_board", only("officer lead auditor", others=FORBIDDEN)),
    Row(APP + "ta_request_new", only(f"{MINISTRY} ministry2", others=FORBIDDEN)),
    Row(
        APP + "ta_request_new",
        only(MINISTRY, MOVED, others=FORBIDDEN, ministry2=OK),
        method="post",
        data=lambda cast: {"organisation": cast.peru.pk, "title": "New"},
    ),
    *page("ta_request", only(f"{READERS} {INVITED}"), invited),
    *form("ta_request_edit", MINISTRY, draft_step, draft_version),
    *action("ta_request_autosave", only(MINISTRY), draft_step, draft_version),
    *page("ta_request_review", only(MINISTRY), new_draft),
    *form("ta_request_conflict", "ministry", conflict, draft_version),
    *action("ta_request_attach", only(MINISTRY, MOVED), new_draft),
    *page("ta_request_attachment", only(MINISTRY), attachment),
    *action("ta_request_detach", only(MINISTRY, MOVED), attachment),
    *action("ta_request_copy", doers(MINISTRY, MOVED, f"{READERS} {INVITED}"), invited),
    *action(
        "ta_request_message",
        doers(f"{MINISTRY} officer lead", MOVED, f"{READERS} {INVITED}"),
        invited,
        lambda cast: {"body": "Hello", "visibility": "shared"},
    ),
    *form(
        "ta_request_return", "officer", in_state("in_triage"),
        lambda cast: {"reason": "Say more.", "fields_named": ["outcome"]}, readers=READERS,
    ),
    *form(
        "ta_request_decline", "lead", in_state("in_triage"),
        lambda cast: {"code": "no_funds", "public_text": "No funds."}, readers=READERS,
    ),
    *form(
        "ta_request_hold", "officer", invited, lambda cast: {"reason": "Elections.", "review_on": "2099-01-05"},
        readers=f"{READERS} {INVITED}",
    ),
    *form("ta_request_questions", "officer", in_state("in_triage"), answers, readers=READERS),
    *form(
        "ta_request_invite", "officer", in_state("matching"),
        lambda cast: {"practitioner": practitioner_of(cast).pk, "note": "Come."}, readers=READERS,
    ),
    *form("activity_new", "officer", in_state("matched"), plan_data, readers=f"{READERS} {INVITED}"),
    *action(
        "ta_request_act", doers("officer", MOVED, READERS),
        lambda cast: {**in_state("submitted")(cast), "action": "take"},
    ),
    *action(
        "proposal_act", doers(INVITED, MOVED, f"{READERS} {INVITED}"),
        lambda cast: {**proposal(cast), "action": "accept"},
    ),
    *page("practitioners", only(ROSTER, others=FORBIDDEN)),
    *page("practitioner", only(ROSTER), lambda cast: {"pk": practitioner_of(cast).pk}),
    *action(
        "practitioner_confirm", doers(INVITED, MOVED, ROSTER), lambda cast: {"pk": practitioner_of(cast).pk}
    ),
    *page("oecd_models", only(ROSTER, others=FORBIDDEN)),
    *page("oecd_model", only(ROSTER), one_model),
    *page("activities", only(f"{LISTERS} {FINANCE}", others=FORBIDDEN)),
    *page("activities_csv", only(f"{LISTERS} {FINANCE}", others=FORBIDDEN)),
    *page("activities_xlsx", only(f"{LISTERS} {FINANCE}", others=FORBIDDEN)),
    *page("activity", only(ACTIVITY_READERS), activity("confirmed")),
    *form("activity_edit", "officer", activity("planned"), plan_data, readers=PLANNED_READERS),
    *action(
        "activity_assign", doers("officer", MOVED, PLANNED_READERS), activity("planned"),
        lambda cast: {"practitioner": practitioner_of(cast).pk, "role": "expert", "planned_half_days": 2},
    ),
    *action("activity_unassign", doers("officer", MOVED, ACTIVITY_READERS), assignment),
    *action(
        "activity_log", doers("officer practitioner", MOVED, ACTIVITY_READERS), activity("in_progress"), log_data
    ),
    *action(
        "activity_session", doers("officer practitioner", MOVED, ACTIVITY_READERS), activity("in_progress"),
        lambda cast: {"practitioner": practitioner_of(cast).pk, "starts_at": "2026-03-09T10:00", "minutes": 90},
    ),
    *action("activity_void", doers("officer practitioner", MOVED, ACTIVITY_READERS), logged),
    *action(
        "activity_attendance", doers("officer practitioner", MOVED, ACTIVITY_READERS), activity("in_progress"),
        lambda cast: {"women": 1, "men": 2, "other": 0},
    ),
    *page("activity_attendance_file", only(ACTIVITY_READERS), attended),
    *action(
        "activity_adjust", doers("lead", MOVED, ACTIVITY_READERS), activity("verified"),
        lambda cast: {"practitioner": practitioner_of(cast).pk, "half_days": -1, "reason": "Counted twice."},
    ),
    *action(
        "activity_act", doers(f"{MINISTRY} officer", MOVED, ACTIVITY_READERS),
        lambda cast: {**activity("delivered")(cast), "action": "verify"},
    ),
    *CLAIM_ROWS,
    *ROSTER_ROWS,
]  # fmt: skip
