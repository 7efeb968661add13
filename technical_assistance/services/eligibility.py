"""The answers of triage."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from technical_assistance.enums import EligibilityVerdict
from technical_assistance.models import EligibilityAnswer, EligibilityQuestion, TARequest
from technical_assistance.selectors.calendar import secretariat_calendar
from technical_assistance.selectors.eligibility import open_questions

from .clock import due_date


@transaction.atomic
def answer_questions(ta_request: TARequest, answers: Mapping[int, tuple[str, str]], *, actor: User) -> TARequest:
    """Store the answers (question id: verdict, note) of the person who has the request in triage.

    Once every current question is answered, the request waits for the lead, until the limit of the decision.
    """
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    require(actor, "technical_assistance.answer_question", locked)
    questions = EligibilityQuestion.objects.filter(is_current=True, pk__in=answers).in_bulk()
    for pk, question in questions.items():
        verdict, note = answers[pk]
        EligibilityAnswer.objects.update_or_create(
            ta_request=locked,
            question=question,
            defaults={"verdict": EligibilityVerdict(verdict), "note": note, "answered_by": actor},
        )
    shown = {question.code: answers[pk][0] for pk, question in questions.items()}
    record("answer_questions", locked, actor=actor, data=shown)
    if not open_questions(locked):
        _wait_for_decision(locked)
    return locked


def _wait_for_decision(ta_request: TARequest) -> None:
    stays = list(ta_request.stays.values_list("state", "business_days"))
    entered = timezone.localtime(ta_request.status_since).date()
    ta_request.due_on = due_date(secretariat_calendar(), "decide", stays, entered)
    ta_request.save(update_fields=["due_on"])
