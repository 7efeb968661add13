"""The life-cycle of a claim: every state × action × person, the mails, the people who must differ."""

from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from partnership.core.enums import Role
from partnership.core.models import AuditEntry, OutboundMail
from partnership.core.transitions import GuardFailed, NotPermitted, ReasonMissing, Refused, Stale, perform
from technical_assistance.enums.claims import CLAIM_MACHINE, ClaimStatus
from technical_assistance.models import Activity, ExpenseClaim
from technical_assistance.selectors.claims import accepted_total, committed_usd
from technical_assistance.services import claims as services
from technical_assistance.services.claim_lines import Decision, decide_lines
from tests.cast import ROLES, Cast
from tests.factories.claims import STATES, accept_all, activity, add_line, bring, claim_in, draft_claim, join
from tests.factories.core import end_roles, give_role, person

OWNERS = {"practitioner"}
WHO = {
    "submit": OWNERS,
    "withdraw": OWNERS,
    "verify": {"verifier"},
    "return": {"verifier"},
    "approve": {"holder"},
    "settle": {"payer"},
    "fail": {"payer"},
    "ask_reversal": {"payer"},
    "keep_payment": {"payer", "holder"},
    "reverse": {"holder"},  # the payer asked for it
}
EXTRA = {
    "verify": lambda actor: {"verified_by": actor},
    "approve": lambda actor: {"approved_by": actor},
    "settle": lambda actor: {"paid_by": actor, "paid_on": timezone.localdate(), "payment_reference": "X-1"},
    "ask_reversal": lambda actor: {"reversal_asked_by": actor},
    "keep_payment": lambda actor: {"reversal_asked_by": None},
    "reverse": lambda actor: {"reversed_by": actor},
}


def _allowed(state: str, action: str) -> set[str]:
    if state not in CLAIM_MACHINE[action].sources:
        return set()
    if action == "reject":
        return {"verifier"} if state == "submitted" else {"holder"}
    if state == "payment_failed" and action == "settle":
        return {"payer"}
    return WHO[action]


@pytest.mark.parametrize("state", STATES)
def test_every_action_by_every_person_in_every_state(state: str, cast: Cast) -> None:
    claim = claim_in(state, cast)
    if state == "submitted":
        accept_all(claim, cast)
    done = {}
    for transition in CLAIM_MACHINE.transitions:
        action = transition.name
        able = set()
        for name in ROLES:
            actor = getattr(cast, name)
            with transaction.atomic():
                try:
                    perform(
                        claim, action, actor=actor, reason="Because.", changes=EXTRA.get(action, lambda _a: {})(actor)
                    )
                    able.add(name)
                except Refused:
                    pass
                transaction.set_rollback(True)
        done[action] = able
    assert done == {t.name: _allowed(state, t.name) for t in CLAIM_MACHINE.transitions}


def test_states_of_the_factory_are_all_states() -> None:
    assert set(STATES) == set(ClaimStatus.values)


@pytest.mark.parametrize("action", ["return", "reject", "withdraw", "fail", "ask_reversal", "keep_payment"])
def test_reason_is_needed(action: str, cast: Cast) -> None:
    state = CLAIM_MACHINE[action].sources[-1] if action != "reject" else "submitted"
    claim = claim_in(state, cast)
    actor = {"withdraw": cast.practitioner, "return": cast.verifier, "reject": cast.verifier}.get(action, cast.payer)
    with pytest.raises(ReasonMissing):
        perform(claim, action, actor=actor, reason="  ", changes=EXTRA.get(action, lambda _a: {})(actor))


@pytest.mark.parametrize(("step", "state"), [("verify", "submitted"), ("approve", "verified"), ("settle", "approved")])
@pytest.mark.parametrize("part", ["claimant", "preparer"])
def test_who_claims_or_prepares_decides_nothing(step: str, state: str, part: str, cast: Cast) -> None:
    claim = draft_claim(cast, claimant=cast.practitioner, actor=cast.officer)
    add_line(claim)
    bring(claim, state, cast)
    if state == "submitted":
        accept_all(claim, cast)
    actor = getattr(claim, part)
    for role in (Role.VERIFIER, Role.BUDGET_HOLDER, Role.PAYER):
        give_role(actor, role)
    with pytest.raises(GuardFailed, match="another person"):
        perform(claim, step, actor=actor, changes=EXTRA[step](actor))


@pytest.mark.parametrize(("step", "earlier"), [("approve", "verifier"), ("settle", "verifier"), ("settle", "holder")])
def test_earlier_decider_does_not_decide_again(step: str, earlier: str, cast: Cast) -> None:
    claim = claim_in("verified" if step == "approve" else "approved", cast)
    actor = getattr(cast, earlier)
    for role in (Role.BUDGET_HOLDER, Role.PAYER):
        give_role(actor, role)
    with pytest.raises(GuardFailed, match="already decided"):
        perform(claim, step, actor=actor, changes=EXTRA[step](actor))


def test_superuser_is_no_exception(cast: Cast) -> None:
    claim = claim_in("verified", cast)
    with pytest.raises(NotPermitted):
        services.approve_claim(claim, actor=cast.admin)


PEOPLE = [
    ("verified", "verified_by", "claimant"),
    ("verified", "verified_by", "preparer"),
    ("approved", "approved_by", "claimant"),
    ("approved", "approved_by", "preparer"),
    ("approved", "approved_by", "verified_by"),
    ("paid", "paid_by", "claimant"),
    ("paid", "paid_by", "preparer"),
    ("paid", "paid_by", "verified_by"),
    ("paid", "paid_by", "approved_by"),
    ("reversed", "reversed_by", "reversal_asked_by"),
    ("reversed", "reversed_by", "claimant"),
]
BEFORE = {"verified": "submitted", "approved": "verified", "paid": "approved", "reversed": "reversal_asked"}
NAMES = {"verified": "verify", "approved": "approve", "paid": "settle", "reversed": "reverse"}


@pytest.mark.parametrize(("state", "column", "same_as"), PEOPLE)
def test_database_refuses_one_person_in_two_parts(state: str, column: str, same_as: str, cast: Cast) -> None:
    claim = draft_claim(cast, claimant=cast.practitioner, actor=cast.officer)
    add_line(claim)
    bring(claim, BEFORE[state], cast)
    if state == "verified":
        accept_all(claim, cast)
    extra = ", paid_on = current_date, payment_reference = 'R'" if state == "paid" else ""
    changes = f"status = '{state}', {column}_id = {same_as}_id{extra}"
    with pytest.raises(IntegrityError, match="ta_claim_"):
        _update_as(NAMES[state], f"UPDATE technical_assistance_expenseclaim SET {changes} WHERE id = %s", claim)


def _update_as(transition: str, sql: str, claim: ExpenseClaim) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partnership.transition', %s, true)", [transition])
        cursor.execute(sql, [claim.pk])


@pytest.mark.parametrize(
    ("state", "sql"),
    [
        ("submitted", "status = 'verified'"),
        ("submitted", "verified_by_id = {verifier}"),
        ("verified", "verified_by_id = {officer}"),
        ("verified", "claimant_id = {officer}"),
        ("verified", "preparer_id = {officer}"),
        ("approved", "approved_by_id = NULL"),
        ("paid", "paid_by_id = {lead}"),
        ("paid", "payment_reference = 'other'"),
        ("paid", "status = 'draft'"),
        ("draft", "status = 'anything'"),
        ("reversal_asked", "reversal_asked_by_id = {holder}"),
    ],
)
def test_database_refuses_to_rewrite_who_did_what(state: str, sql: str, cast: Cast) -> None:
    claim = claim_in(state, cast)
    sql = sql.format(**{name: user.pk for name, user in cast.people().items()})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE technical_assistance_expenseclaim SET {sql} WHERE id = %s", [claim.pk])


def test_claim_is_never_deleted(cast: Cast) -> None:
    claim = draft_claim(cast)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        claim.delete()
    assert ExpenseClaim.objects.filter(pk=claim.pk).exists()


def test_claim_is_begun_only_for_confirmed_travellers(cast: Cast) -> None:
    row = activity(cast)
    other = person(Role.PRACTITIONER, cast.denmark)
    with pytest.raises(Refused, match="not a confirmed practitioner"):
        services.begin_claim(row, claimant=other, actor=other)
    with pytest.raises(IntegrityError, match="no confirmed practitioner"), transaction.atomic():
        ExpenseClaim.objects.create(activity=row, claimant=other, preparer=other)


def test_remote_activity_takes_no_claim(cast: Cast) -> None:
    row = activity(cast, mode="remote", ceiling="0.00")
    with pytest.raises(Refused, match="remote"):
        services.begin_claim(row, claimant=cast.practitioner, actor=cast.practitioner)
    with pytest.raises(IntegrityError, match="remote activity"), transaction.atomic():
        ExpenseClaim.objects.create(activity=row, claimant=cast.practitioner, preparer=cast.practitioner)


@pytest.mark.parametrize(
    ("name", "may"), [("officer", True), ("counterpart", True), ("lead", False), ("ministry", False)]
)
def test_claim_on_behalf(name: str, may: bool, cast: Cast) -> None:
    row, actor = activity(cast), getattr(cast, name)
    if may:
        claim = services.begin_claim(row, claimant=cast.practitioner, actor=actor)
        assert (claim.claimant, claim.preparer, claim.organisation) == (cast.practitioner, actor, cast.denmark)
    else:
        with pytest.raises(PermissionDenied):
            services.begin_claim(row, claimant=cast.practitioner, actor=actor)


def test_counterpart_of_another_agency_prepares_nothing(cast: Cast) -> None:
    stranger = person(Role.COUNTERPART, cast.paraguay)
    with pytest.raises(Refused):
        services.begin_claim(activity(cast), claimant=cast.practitioner, actor=stranger)


def test_submission_needs_lines_receipts_and_a_confirmed_activity(cast: Cast) -> None:
    claim = draft_claim(cast)
    with pytest.raises(GuardFailed, match="at least one cost"):
        services.submit_claim(claim, actor=cast.practitioner)
    add_line(claim, amount="25.00", proof=None)
    with pytest.raises(GuardFailed, match="A receipt is missing"):
        services.submit_claim(claim, actor=cast.practitioner)


def test_activity_that_is_planned_anew_takes_no_submission(cast: Cast) -> None:
    claim = claim_in("draft", cast)
    with pgtrigger.ignore("technical_assistance.Activity:status_by_engine"):
        Activity.objects.filter(pk=claim.activity_id).update(status="planned")
    claim.refresh_from_db()
    with pytest.raises(GuardFailed, match="not confirmed yet"):
        services.submit_claim(claim, actor=cast.practitioner)


def test_small_costs_and_per_diem_need_no_receipt(cast: Cast) -> None:
    claim = draft_claim(cast)
    add_line(claim, category="local_transport", amount="24.99", proof=None)
    add_line(claim, category="per_diem", amount="300.00", proof=None)
    assert services.submit_claim(claim, actor=cast.practitioner).status == "submitted"


def _late(cast: Cast, days: int) -> ExpenseClaim:
    claim = draft_claim(cast, activity(cast, starts_on=timezone.localdate() - timedelta(days=days + 4)))
    add_line(claim)
    return claim


def test_late_claim_needs_words_and_a_very_late_one_the_lead(cast: Cast) -> None:
    assert services.submit_claim(_late(cast, 14), actor=cast.practitioner).status == "submitted"
    late = _late(cast, 60)
    with pytest.raises(GuardFailed, match="explain why the claim is late"):
        services.submit_claim(late, actor=cast.practitioner)
    services.explain_claim(late, actor=cast.practitioner, explanation="I was ill.")
    assert services.submit_claim(late, actor=cast.practitioner).status == "submitted"
    later = _late(cast, 61)
    services.explain_claim(later, actor=cast.practitioner, explanation="I was ill.")
    with pytest.raises(GuardFailed, match="lead must allow"):
        services.submit_claim(later, actor=cast.practitioner)
    with pytest.raises(PermissionDenied):
        services.allow_late_claim(later, actor=cast.officer, reason="Fine.")
    services.allow_late_claim(later, actor=cast.lead, reason="Illness is proved.")
    assert services.submit_claim(later, actor=cast.practitioner).status == "submitted"


def test_cancelled_activity_pays_only_what_was_bought_in_advance(cast: Cast) -> None:
    claim = draft_claim(cast, activity(cast, status="cancelled"))
    ticket = add_line(claim)
    with pytest.raises(GuardFailed, match="could not be avoided"):
        services.submit_claim(claim, actor=cast.practitioner)
    services.explain_claim(claim, actor=cast.practitioner, explanation="The ticket was not refundable.")
    night = add_line(claim, category="per_diem", amount="100.00", proof=None)
    with pytest.raises(GuardFailed, match="bought in advance"):
        services.submit_claim(claim, actor=cast.practitioner)
    night.delete()
    assert services.submit_claim(claim, actor=cast.practitioner).lines.get() == ticket


def test_nothing_accepted_is_rejected_not_paid(cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    line = claim.lines.get()
    decide_lines(claim, actor=cast.verifier, decisions={line.pk: Decision(Decimal(0), "No proof of travel.")})
    with pytest.raises(GuardFailed, match="reject it instead"):
        services.verify_claim(claim, actor=cast.verifier)


def test_stale_version_is_refused(cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    accept_all(claim, cast)
    services.verify_claim(claim, actor=cast.verifier, expected_version=claim.version)
    with pytest.raises(Stale, match="already decided by Verifier"):
        services.reject_claim(claim, actor=cast.verifier, reason="No.", expected_version=claim.version)


def test_payment_reference_pays_once(cast: Cast) -> None:
    row = activity(cast)
    join(row, cast, other := person(Role.PRACTITIONER, cast.denmark))
    first, second = claim_in("approved", cast, row=row), claim_in("approved", cast, row=row, claimant=other)
    today = timezone.localdate()
    services.settle_claim(first, actor=cast.payer, payment_reference=" WIRE-1 ", paid_on=today)
    for reference, day in (("WIRE-1", today), ("", today), ("WIRE-2", today + timedelta(days=1))):
        with pytest.raises(Refused):
            services.settle_claim(second, actor=cast.payer, payment_reference=reference, paid_on=day)
    second.refresh_from_db()
    assert (second.status, second.paid_by, second.payment_reference) == ("approved", None, None)


def test_failed_payment_is_paid_again_and_a_reversed_one_frees_the_ceiling(cast: Cast) -> None:
    claim = claim_in("payment_failed", cast)
    assert committed_usd(claim.activity) == Decimal("60.00")
    paid = services.settle_claim(claim, actor=cast.payer, payment_reference="AGAIN", paid_on=timezone.localdate())
    assert (paid.status, paid.payment_reference, accepted_total(paid)) == ("paid", "AGAIN", Decimal("60.00"))
    asked = services.ask_reversal(paid, actor=cast.payer, reason="Paid to the wrong account.")
    with pytest.raises(GuardFailed, match="second person"):
        services.reverse_claim(asked, actor=cast.payer)
    kept = services.keep_payment(asked, actor=cast.holder, reason="The account was right.")
    assert (kept.status, kept.reversal_asked_by) == ("paid", None)
    services.ask_reversal(kept, actor=cast.payer, reason="It was wrong after all.")
    services.reverse_claim(kept, actor=cast.holder)
    assert committed_usd(claim.activity) == 0
    assert claim.lines.filter(is_void=True).count() == 1


def test_mails_go_to_claimant_and_preparer(cast: Cast) -> None:
    claim = draft_claim(cast, actor=cast.officer)
    add_line(claim)
    bring(claim, "returned", cast)
    bring(claim, "paid", cast)
    subjects = OutboundMail.objects.filter(to__in=[cast.practitioner, cast.officer]).values_list("to__email", "subject")
    reference = claim.reference
    assert sorted(subjects) == sorted(
        (person_.email, f"Travel claim {reference} was {what}")
        for person_ in (cast.practitioner, cast.officer)
        for what in ("returned to you", "approved", "paid")
    )
    body = OutboundMail.objects.get(to=cast.practitioner, subject__endswith="was paid").body
    assert "USD 60.00" in body
    assert f"PAY-{claim.pk}" in body
    assert f"/ta/claims/{claim.pk}/" in body


def test_every_act_is_in_the_audit_log(cast: Cast) -> None:
    claim = claim_in("reversed", cast)
    entries = AuditEntry.objects.filter(object_type="technical_assistance.expenseclaim", object_id=str(claim.pk))
    assert list(entries.order_by("id").values_list("action", "actor__full_name")) == [
        ("begin", "Practitioner"),
        ("add_line", "Practitioner"),
        ("submit", "Practitioner"),
        ("decide_lines", "Verifier"),
        ("verify", "Verifier"),
        ("approve", "Holder"),
        ("settle", "Payer"),
        ("ask_reversal", "Payer"),
        ("reverse", "Holder"),
    ]


def test_role_changes_do_not_heal(cast: Cast) -> None:
    """A verifier who is made the budget holder afterwards still cannot approve the same claim."""
    claim = claim_in("verified", cast)
    end_roles(cast.verifier)
    with pgtrigger.ignore():
        cast.verifier.role_assignments.all().delete()
    give_role(cast.verifier, Role.BUDGET_HOLDER)
    with pytest.raises(GuardFailed):
        services.approve_claim(claim, actor=cast.verifier)
