"""Reads of the eligibility questions."""

from technical_assistance.models import EligibilityAnswer, EligibilityQuestion, TARequest


def open_questions(ta_request: TARequest) -> int:
    """Return how many of the questions asked now have no answer."""
    answered = ta_request.answers.values("question_id")
    return EligibilityQuestion.objects.filter(is_current=True).exclude(pk__in=answered).count()


def questions_with_answers(ta_request: TARequest) -> list[tuple[EligibilityQuestion, EligibilityAnswer | None]]:
    """Return the questions asked now, and earlier versions that were answered, each with its answer."""
    answers = {answer.question_id: answer for answer in ta_request.answers.select_related("question", "answered_by")}
    current = list(EligibilityQuestion.objects.filter(is_current=True))
    current_ids = {question.pk for question in current}
    earlier = [answer.question for pk, answer in answers.items() if pk not in current_ids]
    return [(question, answers.get(question.pk)) for question in (*current, *earlier)]
