"""Who holds the ball, and until when: one sentence for every state, for either side."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.core.templatetags.formats import day_in_words
from technical_assistance.enums import TARequestStatus
from technical_assistance.models import TARequest

from .calendar import Calendar
from .eligibility import open_questions

Text = str | Promise
MINISTRY, SECRETARIAT, COUNTERPART, NOBODY = "ministry", "secretariat", "counterpart", ""

# Whom each state waits for; matching is settled by the proposals.
_HOLDERS: dict[str, tuple[str, Text]] = {
    TARequestStatus.DRAFT: (MINISTRY, gettext_lazy("the ministry to finish and submit")),
    TARequestStatus.SUBMITTED: (SECRETARIAT, gettext_lazy("the Secretariat to take it for triage")),
    TARequestStatus.IN_TRIAGE: (SECRETARIAT, gettext_lazy("the Secretariat to examine and decide")),
    TARequestStatus.RETURNED: (MINISTRY, gettext_lazy("the ministry to work on it and submit again")),
    TARequestStatus.APPROVED: (SECRETARIAT, gettext_lazy("the Secretariat to start the matching")),
    TARequestStatus.MATCHING: (SECRETARIAT, gettext_lazy("the Secretariat to invite a counterpart")),
    TARequestStatus.ON_HOLD: (SECRETARIAT, gettext_lazy("the Secretariat to look at it again")),
    TARequestStatus.MATCHED: (SECRETARIAT, gettext_lazy("the Secretariat to plan the first activity")),
    TARequestStatus.IN_DELIVERY: (SECRETARIAT, gettext_lazy("the activities to be delivered and verified")),
    TARequestStatus.DELIVERED: (SECRETARIAT, gettext_lazy("the Secretariat to close it")),
}


@dataclass(frozen=True)
class Ball:
    """Who is waited for, since when, until when, and how urgent that is (a badge tone)."""

    holder: str
    waits_for: Text
    since: date | None
    due: date | None
    tone: str

    @property
    def sentence(self) -> str:
        """The sentence beside the state; empty when nobody is waited for."""
        if not self.holder:
            return ""
        parts = {"who": self.waits_for, "since": day_in_words(self.since), "due": day_in_words(self.due)}
        if self.due and self.tone == "wrong":
            return _("Waits for {who} since {since}; it was due {due}.").format(**parts)
        if self.due:
            return _("Waits for {who} since {since}, due {due}.").format(**parts)
        if self.since:
            return _("Waits for {who} since {since}.").format(**parts)
        return _("Waits for {who}.").format(**parts)


def ball_of(
    ta_request: TARequest, calendar: Calendar, today: date, *, waits_for: tuple[str, Text] | None = None
) -> Ball:
    """Return who holds the ball of a request; ``waits_for`` (holder, words) refines what the state says."""
    holder, words = waits_for or _HOLDERS.get(ta_request.status, (NOBODY, ""))
    since = ta_request.clock_from or ta_request.status_since.date()
    tone = calendar.tone(since, ta_request.due_on, today) if holder else "neutral"
    return Ball(holder, words, since, ta_request.due_on if holder else None, tone)


def refined_holder(ta_request: TARequest) -> tuple[str, Text] | None:
    """Return whom a single request really waits for, where the state alone does not say it (two queries at most)."""
    if ta_request.status == TARequestStatus.IN_TRIAGE:
        return _triage_holder(ta_request)
    if ta_request.status != TARequestStatus.MATCHING:
        return None
    states = set(ta_request.proposals.values_list("status", flat=True))
    if "accepted" in states:
        return MINISTRY, _("the ministry to confirm the counterpart")
    if "invited" in states:
        return COUNTERPART, _("the invited counterpart to answer")
    return None


def _triage_holder(ta_request: TARequest) -> tuple[str, Text]:
    if open_questions(ta_request):
        return SECRETARIAT, _("the Secretariat to examine it")
    return SECRETARIAT, _("the Secretariat's lead to decide")
