"""Requests, roster and activities of the demonstration, made by its people through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from partnership.core.enums import OrganisationKind, Role
from partnership.core.models import Country, Organisation, PSMArea, RoleAssignment, User
from technical_assistance import services
from technical_assistance.models import Activity, EligibilityQuestion, OECDModel, Practitioner, TARequest

from .ta_stories import STORIES, Story, Visit

SINCE = date(2025, 1, 1)
ZONES = {"PER": "America/Lima", "PRY": "America/Asuncion"}
# key: name, post, agency, areas, topics
ROSTER = {
    "mette": ("Mette Sørensen", "Chief adviser", "DIGST", ("EGOV", "HRM"), "Digital identity, case handling"),
    "lars": ("Lars Kjær", "Architect", "DIGST", ("EGOV",), "Interoperability, open data"),
    "anne": ("Anne Holst", "Head of unit", "DIGST", ("EGOV", "REG"), "Paperless procedures"),
    "rodrigo": ("Rodrigo Vergara", "Jefe de división", "ADP", ("HRM", "DEC"), "Alta dirección pública, desempeño"),
    "paulina": ("Paulina Soto", "Consejera", "ADP", ("HRM", "REG"), "Concursos, perfiles, ventanillas"),
    "pieter": ("Pieter van Dijk", "Senior budget officer", "RBB", ("PFM", "AUD"), "Spending reviews, risk-based audit"),
    "femke": ("Femke Bakker", "Deputy director", "RBB", ("PFM", "PROC", "AUD"), "Medium-term frameworks, joint buying"),
}
MODELS = (
    ("Senior executive service by open competition", "ADP", "HRM", 2003, "A",
     "Posts of the first and second level are filled by competition run by an independent council."),
    ("National digital identity with assurance levels", "DIGST", "EGOV", 2010, "B",
     "One identity for public services and banks, with three levels and a common sign-in."),
    ("Spending reviews tied to the budget cycle", "RBB", "PFM", 1981, "A",
     "Reviews by mixed teams whose options, not recommendations, go to the cabinet each spring."),
    ("Basic data as shared infrastructure", "DIGST", "EGOV", 2012, "C",
     "Registers on people, firms and places are kept once and used by all authorities."),
)  # fmt: skip


@dataclass
class Stage:
    """Who acts and whom they can call."""

    people: dict[str, User]
    organisations: dict[str, Organisation]
    roster: dict[str, Practitioner]
    speakers: dict[int, User]  # counterpart by organisation

    def ministry(self, story: Story) -> User:
        return self.people["ministry" if story.ministry == "PER" else "ministry2"]

    def sender(self, story: Story) -> User:
        return self.people["focalpoint" if story.ministry == "PER" else "ministry2"]


def load_technical_assistance(people: dict[str, User]) -> list[TARequest]:
    """Create the roster and play every story to its state; return the requests in the stories' order."""
    stage = _stage(people)
    _load_models(stage)
    return [_play(story, stage) for story in STORIES]


# --- roster ----------------------------------------------------------------------------------------------------


def _stage(people: dict[str, User]) -> Stage:
    organisations = {row.short_name: row for row in Organisation.objects.select_related("country")}
    organisations["RBB"] = Organisation.objects.create(
        name="Budget Bureau (demonstration)", short_name="RBB", kind=OrganisationKind.COUNTERPART,
        country=Country.objects.get(iso3="NLD"),
    )  # fmt: skip
    paraguay = organisations["SFP"]
    paraguay.officers_may_submit = True
    paraguay.save(update_fields=["officers_may_submit"])
    speakers = {
        organisations["DIGST"].pk: people["counterpart"],
        organisations["ADP"].pk: _counterpart("Marcela Fuentes", organisations["ADP"]),
        organisations["RBB"].pk: _counterpart("Joost Visser", organisations["RBB"]),
    }
    roster = {key: _practitioner(key, organisations, people) for key in ROSTER}
    return Stage(people, organisations, roster, speakers)


def _counterpart(name: str, organisation: Organisation) -> User:
    """Return a focal point who has no sign-in of the demonstration's list."""
    login = name.lower().replace(" ", ".")
    user = User.objects.create(email=f"{login}@demo.example", full_name=name, password=make_password(None))
    RoleAssignment.objects.create(
        user=user, role=Role.COUNTERPART, organisation=organisation, country=organisation.country, valid_from=SINCE
    )
    return user


def _practitioner(key: str, organisations: dict[str, Organisation], people: dict[str, User]) -> Practitioner:
    name, post, agency, areas, topics = ROSTER[key]
    organisation = organisations[agency]
    record = Practitioner.objects.create(
        user=people["practitioner"] if key == "mette" else None,
        full_name=name,
        post=post,
        organisation=organisation,
        country=organisation.country,
        languages=["es"] if agency == "ADP" else ["en", "es"],
        topics=topics,
        modes=["mission", "study_visit", "remote"],
        consented_on=date(2025, 6, 2),
        consent_version="2025-1",
        last_confirmed=date(2026, 6, 1),
    )
    record.areas.set(PSMArea.objects.filter(code__in=areas))
    return record


def _load_models(stage: Stage) -> None:
    for title, agency, area, year, grade, summary in MODELS:
        model = OECDModel.objects.create(
            title=title, organisation=stage.organisations[agency], area=PSMArea.objects.get(code=area),
            started_year=year, evidence_grade=grade, summary=summary, languages=["en"],
            last_confirmed=date(2026, 6, 1),
        )  # fmt: skip
        for key, (_name, _post, employer, areas, _topics) in ROSTER.items():
            if employer == agency and area in areas:
                stage.roster[key].oecd_models.add(model)


# --- requests --------------------------------------------------------------------------------------------------


def _play(story: Story, stage: Stage) -> TARequest:
    """Bring a request to its state, step by step, each by the person whose step it is."""
    ta_request = _draft(story, stage)
    for state, act in _STEPS.items():
        if ta_request.status == story.state:
            break
        if state == "delivered" and any(visit.state != "closed" for visit in story.visits):
            break
        act(ta_request, story, stage)
        ta_request.refresh_from_db()
        if state in _ENDS.get(story.state, ("",)):
            break
    if story.state in _END_ACTS:
        _END_ACTS[story.state](ta_request, stage, story)
        ta_request.refresh_from_db()
    for who, visibility, text in story.messages:
        services.write_message(ta_request, body=text, visibility=visibility, actor=stage.people[who])
    return ta_request


def _draft(story: Story, stage: Stage) -> TARequest:
    organisation = stage.organisations["MEF" if story.ministry == "PER" else "SFP"]
    return services.create_ta_request(organisation, actor=stage.ministry(story), content=_content(story, stage))


def _content(story: Story, stage: Stage) -> dict[str, Any]:
    first = min((visit.first for visit in story.visits), default=date(2027, 2, 1))
    return {
        "title": story.title,
        "problem": story.problem,
        "areas": list(PSMArea.objects.filter(code__in=story.areas)),
        "reform_context": story.context,
        "tried_before": story.tried,
        "outcome": story.outcome,
        "outcome_measure": story.measure,
        "kinds": list(story.kinds),
        "preferred_countries": list(Country.objects.filter(iso3__in=story.countries)),
        "languages": list(story.languages),
        "earliest_start": first - timedelta(days=30),
        "latest_end": first + timedelta(days=330),
        "participants_women": 12,
        "participants_men": 10,
        "participants_other": 0,
        "participants_posts": "Directores, jefes de unidad y analistas",
        "beneficiary_unit": story.unit,
        "contact_name": stage.sender(story).full_name,
        "contact_email": stage.sender(story).email,
        "commitments": "Salas, transporte local, un equipo de dos personas y la traducción de los materiales.",
        "is_cleared": story.state != "draft",
    }


def _submit(ta_request: TARequest, story: Story, stage: Stage) -> None:
    services.submit_ta_request(ta_request, actor=stage.sender(story))


def _take(ta_request: TARequest, story: Story, stage: Stage) -> None:
    officer = stage.people["officer"]
    services.take_ta_request(ta_request, actor=officer)
    if story.state in ("in_triage", "returned", "declined"):
        return
    ids = EligibilityQuestion.objects.filter(is_current=True).values_list("pk", flat=True)
    services.answer_questions(ta_request, dict.fromkeys(ids, ("yes", "")), actor=officer)


def _approve(ta_request: TARequest, story: Story, stage: Stage) -> None:
    services.approve_ta_request(ta_request, actor=stage.people["lead"])


def _start_matching(ta_request: TARequest, story: Story, stage: Stage) -> None:
    services.start_matching(ta_request, actor=stage.people["officer"])


def _match(ta_request: TARequest, story: Story, stage: Stage) -> None:
    """Invite the counterparts one after the other; a name with "!" has not answered yet."""
    for key in story.counterparts:
        practitioner = stage.roster[key.rstrip("!")]
        note = f"{story.outcome} {story.title}."
        proposal = services.invite_practitioner(ta_request, practitioner, note=note, actor=stage.people["officer"])
        if not key.endswith("!"):
            proposal = services.accept_proposal(proposal, actor=stage.speakers[practitioner.organisation_id])
            services.confirm_proposal(proposal, actor=stage.ministry(story))
        ta_request.refresh_from_db()


def _deliver(ta_request: TARequest, story: Story, stage: Stage) -> None:
    for visit in story.visits:
        _carry_out(ta_request, visit, story, stage)


def _complete(ta_request: TARequest, story: Story, stage: Stage) -> None:
    services.complete_ta_request(ta_request, actor=stage.people["officer"])


def _close(ta_request: TARequest, story: Story, stage: Stage) -> None:
    services.close_ta_request(ta_request, actor=stage.people["lead"])


_STEPS: dict[str, Callable[[TARequest, Story, Stage], None]] = {
    "submitted": _submit,
    "in_triage": _take,
    "approved": _approve,
    "matching": _start_matching,
    "matched": _match,
    "in_delivery": _deliver,
    "delivered": _complete,
    "closed": _close,
}
# After which step a story leaves the way to "closed".
_ENDS = {
    "returned": ("in_triage",),
    "declined": ("in_triage",),
    "withdrawn": ("submitted",),
    "on_hold": ("matching",),
    "cancelled": ("approved",),
}
_END_ACTS: dict[str, Callable[[TARequest, Stage, Story], Any]] = {
    "matching": lambda row, stage, story: _match(row, story, stage),
    "returned": lambda row, stage, story: services.return_ta_request(
        row, actor=stage.people["officer"], fields=["outcome", "outcome_measure"],
        reason="¿Qué contratos se revisarían, y quién responde a una alerta? Con eso podemos buscar a la contraparte.",
    ),
    "declined": lambda row, stage, story: services.decline_ta_request(
        row, actor=stage.people["lead"], code="staff_cost",
        public_text="La Asociación paga viajes entre pares, no contrata personal. Un pedido sobre los métodos del "
        "procesamiento sí sería posible.",
    ),
    "withdrawn": lambda row, stage, story: services.withdraw_ta_request(
        row, actor=stage.ministry(story), reason="La asociación de municipalidades lo hará con fondos propios."
    ),
    "on_hold": lambda row, stage, story: services.hold_ta_request(
        row, actor=stage.people["officer"], reason="Se espera la votación de la ley marco.",
        review_on=timezone.localdate() + timedelta(days=45),
    ),
    "cancelled": lambda row, stage, story: services.cancel_ta_request(
        row, actor=stage.people["lead"], reason="El ministerio fusionó la dirección que lo pedía."
    ),
}  # fmt: skip


# --- activities ------------------------------------------------------------------------------------------------


def _carry_out(ta_request: TARequest, visit: Visit, story: Story, stage: Stage) -> Activity:
    """Plan, fund and confirm an activity; then log, deliver, verify and close it as far as it came."""
    activity = _confirmed(ta_request, visit, story, stage)
    if visit.state == "confirmed":
        return activity
    officer, women_and_men = stage.people["officer"], visit.participants
    for key in visit.experts:
        _log(activity, stage.roster[key], visit, stage)
    activity.refresh_from_db()
    services.record_attendance(activity, women=women_and_men[0], men=women_and_men[1], other=0, actor=officer)
    activity = services.deliver_activity(activity, actor=officer)
    if visit.state == "closed":
        activity = services.verify_activity(activity, actor=stage.ministry(story))
        reason = "Las evaluaciones comienzan con el próximo período."
        activity = services.waive_evaluation(activity, actor=stage.people["lead"], reason=reason)
        activity = services.close_activity(activity, actor=stage.people["lead"])
    return activity


def _confirmed(ta_request: TARequest, visit: Visit, story: Story, stage: Stage) -> Activity:
    officer, ceiling = stage.people["officer"], Decimal(visit.ceiling)
    first, last = _dates(visit)
    plan = {
        "title": visit.title,
        "area": PSMArea.objects.get(code=visit.area),
        "kind": visit.kind,
        "mode": visit.mode,
        "place": visit.place,
        "link": "https://meet.demo.example/ta" if visit.mode == "remote" else "",
        "time_zone": ZONES[story.ministry],
        "starts_on": first,
        "ends_on": last,
        "objectives": story.outcome,
        "travel_ceiling": ceiling,
    }
    activity = services.plan_activity(ta_request, actor=officer, plan=plan)
    for key in visit.experts:
        half_days = 0 if visit.sessions else 2 * max(visit.days, 5)
        services.assign_practitioner(activity, stage.roster[key], actor=officer, planned_half_days=half_days)
    if ceiling:
        reference = f"C-{first.year}-{activity.pk:03}"
        activity = services.mark_funded(
            activity, amount=ceiling, currency="USD", actor=stage.people["holder"], reference=reference
        )
    return services.confirm_activity(activity, actor=officer)


def _dates(visit: Visit) -> tuple[date, date]:
    """Return the first and last day; a visit without days is under way now."""
    if visit.days:
        return visit.first, visit.first + timedelta(days=visit.days - 1)
    today = timezone.localdate()
    return today - timedelta(days=3), today + timedelta(days=4)


def _log(activity: Activity, practitioner: Practitioner, visit: Visit, stage: Stage) -> None:
    actor = practitioner.user or stage.people["officer"]
    first, _last = _dates(visit)
    if visit.sessions:
        zone = ZoneInfo(activity.time_zone)
        for number in range(visit.sessions):
            starts_at = datetime.combine(first + timedelta(days=number), time(10), tzinfo=zone)
            services.log_remote_session(activity, practitioner, starts_at=starts_at, minutes=90, actor=actor)
        return
    halves = [(first + timedelta(days=number), half) for number in range(visit.days) for half in ("AM", "PM")]
    services.log_half_days(activity, practitioner, halves=halves, contact_minutes=180, actor=actor)
