"""The way of a request through the portal, played by its ministry, the Secretariat and the counterparts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from technical_assistance import services
from technical_assistance.models import TARequest

from .activities import Trip, trip_play
from .case import Case
from .life import at, workdays_after
from .papers import paper
from .plan import NEXT_ACCEPTED, NEXT_CONFIRMED, NEXT_INVITED, Planned, dice_for
from .stage import ENGLISH, OFFICERS, SENDERS, Stage
from .talk import within
from .timeline import Play

ATTACHED_EVERY = 6  # every so many-th request brings a document
FROM_A_MODEL = 2  # every second request starts from a model of the roster, where there is one by then
HOLD_DAYS = 45
PLACES = {"es": "Salas, transporte local, un equipo de dos personas y la traducción de los materiales.",
          "en": "Rooms, local transport, a team of two and printing."}  # fmt: skip
POSTS = {"es": "Directores, jefes de unidad y analistas", "en": "Directors, heads of unit and analysts"}
ASKED = {"es": "¿Cómo se medirá el resultado, y quién lo medirá? Una frase basta.",
         "en": "How will the result be measured, and by whom? One sentence is enough."}  # fmt: skip


def request_plays(planned: list[Planned], stage: Stage) -> Iterator[Play]:
    """Yield the play of every request."""
    for number, one in enumerate(planned):
        yield _play(one, number, stage)


def _play(planned: Planned, number: int, stage: Stage) -> Play:
    steps, story = planned.steps, planned.story
    yield at(steps.drafted, 9, number % 50)
    case = Case(planned, number, stage, _draft(planned, number, stage))
    if story.state == "draft":
        return
    yield at(steps.submitted, 11, number % 50)
    case.row = services.submit_ta_request(case.row, actor=case.sender)
    if story.state == "submitted":
        return
    yield from _triage(case)
    if case.row.status == "approved" and story.state != "approved":
        yield from _search(case)


# --- draft -----------------------------------------------------------------------------------------------------


def _draft(planned: Planned, number: int, stage: Stage) -> TARequest:
    story = planned.story
    organisation, actor = stage.organisations[story.ministry], stage.people[OFFICERS[story.ministry]]
    model = stage.models.get((story.agency, story.areas[0])) if number % FROM_A_MODEL else None
    row = services.create_ta_request(organisation, actor=actor, content=_content(planned, stage), oecd_model=model)
    if number % ATTACHED_EVERY == 0 and story.context:
        services.add_attachment(row, paper(story.title, "nota-conceptual.pdf"), actor=actor)
    return row


def _content(planned: Planned, stage: Stage) -> dict[str, Any]:
    story, dice = planned.story, dice_for(planned.story.key, "people")
    language = "en" if story.ministry in ENGLISH else "es"
    sender, agency = stage.people[SENDERS[story.ministry]], stage.organisations[story.agency]
    kinds = list(dict.fromkeys(visit.kind for visit in story.visits)) or ["expert_mission"]
    if story.state == "draft":
        return {"title": story.title, "problem": story.problem, "areas": stage.areas_of(story.areas)}
    return {
        "title": story.title,
        "problem": story.problem,
        "areas": stage.areas_of(story.areas),
        "reform_context": story.context,
        "tried_before": story.tried,
        "outcome": story.outcome,
        "outcome_measure": story.measure,
        "kinds": kinds,
        "preferred_countries": [agency.country] if dice.random() < 0.6 else [],
        "languages": [language] if language == "en" else ["es", "en"],
        "earliest_start": planned.steps.submitted + timedelta(days=60),
        "latest_end": planned.steps.submitted + timedelta(days=420),
        "participants_women": dice.randint(6, 16),
        "participants_men": dice.randint(5, 14),
        "participants_other": 0,
        "participants_posts": POSTS[language],
        "beneficiary_unit": story.unit,
        "contact_name": sender.full_name,
        "contact_email": sender.email,
        "commitments": PLACES[language],
        "is_cleared": True,
    }


# --- triage and decision ---------------------------------------------------------------------------------------


def _triage(case: Case) -> Play:
    story, steps = case.story, case.planned.steps
    if story.state == "withdrawn":
        yield at(steps.taken, 16)
        case.row = services.withdraw_ta_request(case.row, actor=case.ministry, reason=story.reason)
        return
    yield at(steps.taken, 10, case.number % 50)
    case.row = services.take_ta_request(case.row, actor=case.officer)
    case.talk("taken")
    if story.state == "in_triage" and case.number % 2:
        return
    if story.state == "returned":
        yield from _send_back(case, steps.answered, story.reason, list(story.fields))
        return
    if steps.returned:
        yield from _once_more(case, steps.returned)
    yield at(steps.answered, 15, case.number % 50)
    _answer(case)
    if story.state == "in_triage":
        return
    yield at(steps.decided, 12, case.number % 50)
    _decide(case)


def _send_back(case: Case, day: date, reason: str, fields: list[str]) -> Play:
    yield at(day, 15)
    case.row = services.return_ta_request(case.row, actor=case.officer, fields=fields, reason=reason)


def _once_more(case: Case, day: date) -> Play:
    """Send the request back, have the ministry make its measure clearer and submit it again, take it again."""
    yield from _send_back(case, day, ASKED[case.language], ["outcome_measure"])
    yield at(workdays_after(day, 4), 10)
    clearer = {"es": f"{case.story.measure} Lo mide {within(case.story.unit)}, cada trimestre.",
               "en": f"{case.story.measure} Measured by {within(case.story.unit)} each quarter."}  # fmt: skip
    case.row = services.save_draft(
        case.fresh(), content={"outcome_measure": clearer[case.language]}, actor=case.ministry,
        expected_version=case.row.version,
    )  # fmt: skip
    case.row = services.submit_ta_request(case.row, actor=case.sender)
    yield at(workdays_after(day, 5), 10)
    case.row = services.take_ta_request(case.row, actor=case.officer)


def _answer(case: Case) -> None:
    answers = dict.fromkeys(case.stage.questions, ("yes", ""))
    if case.story.state == "declined":
        answers[case.stage.questions[1]] = ("no", "")
    services.answer_questions(case.row, answers, actor=case.officer)
    case.talk("answered")


def _decide(case: Case) -> None:
    story = case.story
    if story.state == "declined":
        case.row = services.decline_ta_request(case.fresh(), actor=case.lead, code=story.code, public_text=story.reason)
        return
    case.row = services.approve_ta_request(case.fresh(), actor=case.lead)
    case.talk("decided")


# --- counterparts ----------------------------------------------------------------------------------------------


def _search(case: Case) -> Play:
    story, steps = case.story, case.planned.steps
    if story.state == "cancelled":
        yield at(workdays_after(steps.confirmed, 3), 12)
        case.row = services.cancel_ta_request(case.row, actor=case.lead, reason=story.reason)
        return
    yield at(steps.searched, 9, case.number % 50)
    case.row = services.start_matching(case.row, actor=case.officer)
    if story.state == "on_hold":
        yield at(steps.invited, 17)
        case.row = services.hold_ta_request(
            case.row, actor=case.officer, reason=story.reason, review_on=_review_day(case.stage)
        )
        return
    yield from _invite(case)
    if story.state != "matching":
        yield from _deliver(case)


def _review_day(stage: Stage) -> date:
    """Return when the Secretariat looks at it again: still to come today."""
    return workdays_after(stage.life.today + timedelta(days=HOLD_DAYS), 0)


def _invite(case: Case) -> Play:
    """Invite the people of the plan one after the other; while matching, some have not answered or said no."""
    story, steps = case.story, case.planned.steps
    days = (steps.invited, steps.accepted, steps.confirmed)
    for number, key in enumerate(case.planned.invited):
        answer = story.invite[number] if number < len(story.invite) else "confirmed"
        if story.state == "matching" and number >= len(story.invite):
            return
        yield from _ask(case, key, answer, days)
        days = tuple(workdays_after(days[2], count) for count in (NEXT_INVITED, NEXT_ACCEPTED, NEXT_CONFIRMED))
    case.fresh()
    case.talk("confirmed")


def _ask(case: Case, key: str, answer: str, days: tuple[date, ...]) -> Play:
    practitioner = case.stage.roster[key]
    speaker = case.stage.speakers[practitioner.organisation_id]
    yield at(days[0], 10, case.number % 50)
    note = f"{case.story.title}. {case.story.outcome}"
    proposal = services.invite_practitioner(case.fresh(), practitioner, note=note, actor=case.officer)
    if answer == "silent":
        return
    yield at(days[1], 14, case.number % 50)
    if answer == "declined":
        services.decline_proposal(proposal, actor=speaker, reason="No free weeks in the next half-year.")
        return
    proposal = services.accept_proposal(proposal, actor=speaker)
    if answer == "confirmed":
        yield at(days[2], 11, case.number % 50)
        services.confirm_proposal(proposal, actor=case.ministry)


# --- delivery --------------------------------------------------------------------------------------------------


def _deliver(case: Case) -> Play:
    story = case.story
    trips = [Trip(case, visit) for visit in case.planned.visits]
    for trip in trips:
        case.stage.timeline.add(trip_play(trip))
    if story.state not in ("delivered", "closed"):
        return
    last = max(visit.last for visit in case.planned.visits)
    yield at(workdays_after(last, 18), 12)
    case.row = services.complete_ta_request(case.fresh(), actor=case.officer)
    if story.state == "closed":
        yield at(workdays_after(last, 42), 12)
        case.row = services.close_ta_request(case.fresh(), actor=case.lead)
        case.talk("closed")
