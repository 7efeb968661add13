"""What the database itself holds about claims, whoever asks: lines, people, ceiling. Texts of triggers only."""

import pgtrigger

from technical_assistance.enums.claims import (
    COMMITTED,
    DEAD,
    EDITABLE,
    ON_TRAVEL,
    PAY_PATTERN_SQL,
    ClaimStatus,
)

MARGIN_DAYS = 2  # used only while no policy is in force; the value in force is ClaimPolicy.travel_margin_days


def _list(values) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _raise(text: str, *arguments: str) -> str:
    return f"RAISE EXCEPTION '{text}'{''.join(f', {a}' for a in arguments)} USING ERRCODE = 'check_violation';"


def _begins_for_travel() -> pgtrigger.Trigger:
    """A claim begins for travel of a confirmed practitioner."""
    return pgtrigger.Trigger(
        name="begins_for_travel",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
                IF EXISTS (SELECT 1 FROM technical_assistance_activity a
                           WHERE a.id = NEW.activity_id AND a.mode = 'remote') THEN
                    {_raise("A remote activity has no travel: claims are refused")}
                END IF;
                IF NOT EXISTS (SELECT 1 FROM technical_assistance_assignment s
                               JOIN technical_assistance_practitioner p ON p.id = s.practitioner_id
                               WHERE s.activity_id = NEW.activity_id AND s.is_confirmed
                               AND p.user_id = NEW.claimant_id) THEN
                    {_raise("The claimant is no confirmed practitioner of activity %", "NEW.activity_id")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608  # constants of this app only
    )


def _lines_decided() -> pgtrigger.Trigger:
    """A verified claim has a decision on every line."""
    return pgtrigger.Trigger(
        name="lines_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status"), new__status=ClaimStatus.VERIFIED.value),
        func=f"""
                IF NOT EXISTS (SELECT 1 FROM technical_assistance_claimline l WHERE l.claim_id = NEW.id)
                   OR EXISTS (SELECT 1 FROM technical_assistance_claimline l WHERE l.claim_id = NEW.id
                              AND (l.accepted_amount IS NULL OR (l.is_held AND l.hold_resolution = ''))) THEN
                    {_raise("Claim % has lines without a decision", "NEW.id")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608  # constants of this app only
    )


def _within_ceiling() -> pgtrigger.Trigger:
    """What is committed stays below the activity's ceiling and funds, tested under lock."""
    return pgtrigger.Trigger(
        name="within_ceiling",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status"), new__status__in=[str(s) for s in COMMITTED]),
        declare=[("ceiling", "numeric"), ("committed", "numeric")],
        func=f"""
                SELECT LEAST(coalesce(a.travel_ceiling, 0), coalesce(a.funded_amount, 0)) INTO ceiling
                    FROM technical_assistance_activity a WHERE a.id = NEW.activity_id FOR UPDATE;
                SELECT coalesce(sum(l.accepted_usd), 0) INTO committed
                    FROM technical_assistance_claimline l
                    JOIN technical_assistance_expenseclaim c ON c.id = l.claim_id
                    WHERE c.activity_id = NEW.activity_id AND (c.id = NEW.id OR c.status IN ({_list(COMMITTED)}));
                IF committed > ceiling THEN
                    {
            _raise(
                "The claims of activity % would reach USD % above the ceiling of USD %",
                "NEW.activity_id",
                "committed",
                "ceiling",
            )
        }
                END IF;
                RETURN NEW;
            """,  # noqa: S608  # constants of this app only
    )


def claim_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of ``ExpenseClaim`` beside the one of the engine."""
    return [
        _begins_for_travel(),
        pgtrigger.Trigger(name="people_stay", when=pgtrigger.Before, operation=pgtrigger.Update, func=_PEOPLE_STAY),
        _lines_decided(),
        _within_ceiling(),
        pgtrigger.Trigger(
            name="void_lines",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status"), new__status__in=[str(s) for s in DEAD]),
            func="UPDATE technical_assistance_claimline SET is_void = true WHERE claim_id = NEW.id; RETURN NEW;",
        ),
        pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    ]


_PEOPLE_STAY = f"""
    IF (NEW.activity_id, NEW.claimant_id, NEW.preparer_id, NEW.created_at)
       IS DISTINCT FROM (OLD.activity_id, OLD.claimant_id, OLD.preparer_id, OLD.created_at) THEN
        {_raise("The activity, the claimant and the preparer of claim % stay", "OLD.id")}
    END IF;
    IF NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id
       AND NOT (OLD.status = 'submitted' AND NEW.status = 'verified') THEN
        {_raise("The verifier of claim % is written with the verification", "OLD.id")}
    END IF;
    IF NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
       AND NOT (OLD.status = 'verified' AND NEW.status = 'approved') THEN
        {_raise("The budget holder of claim % is written with the approval", "OLD.id")}
    END IF;
    IF (NEW.paid_by_id, NEW.paid_on, NEW.payment_reference)
       IS DISTINCT FROM (OLD.paid_by_id, OLD.paid_on, OLD.payment_reference)
       AND NOT (OLD.status IN ('approved', 'payment_failed') AND NEW.status = 'paid') THEN
        {_raise("The payment of claim % is written with the settlement", "OLD.id")}
    END IF;
    IF NEW.reversal_asked_by_id IS DISTINCT FROM OLD.reversal_asked_by_id
       AND NOT (OLD.status = 'paid' AND NEW.status = 'reversal_asked')
       AND NOT (OLD.status = 'reversal_asked' AND NEW.status = 'paid' AND NEW.reversal_asked_by_id IS NULL) THEN
        {_raise("Who asked to reverse claim % is written with the act", "OLD.id")}
    END IF;
    IF NEW.reversed_by_id IS DISTINCT FROM OLD.reversed_by_id
       AND NOT (OLD.status = 'reversal_asked' AND NEW.status = 'reversed') THEN
        {_raise("Who reversed claim % is written with the act", "OLD.id")}
    END IF;
    RETURN NEW;
"""  # constants of this app only


def line_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of ``ClaimLine``: frozen with its claim, and true in itself."""
    return [
        pgtrigger.Trigger(
            name="frozen_with_claim",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("state", "text")],
            func=_FROZEN,
        ),
        pgtrigger.Trigger(
            name="true_in_itself",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=[("decimals", "int"), ("margin", "int"), ("first_day", "date"), ("last_day", "date")],
            func=_TRUE_IN_ITSELF,
        ),
    ]


_DECISION = "{accepted_amount,accepted_usd,accepted_reason,hold_resolution,decided_by_id}"
_FROZEN = f"""
    SELECT status INTO state FROM technical_assistance_expenseclaim
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END FOR SHARE;
    IF TG_OP = 'UPDATE' AND NEW.claim_id <> OLD.claim_id THEN
        {_raise("A line stays in its claim")}
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF state NOT IN ({_list(EDITABLE)}) THEN
            {_raise("The lines of a claim that is % are frozen", "state")}
        END IF;
        RETURN OLD;
    END IF;
    IF state IN ({_list(EDITABLE)}) AND NOT NEW.is_void THEN
        IF NEW.accepted_amount IS NOT NULL
           AND (TG_OP = 'INSERT' OR NEW.accepted_amount IS DISTINCT FROM OLD.accepted_amount
                OR (NEW.amount, NEW.currency_id, NEW.category, NEW.spent_on, NEW.nights, NEW.receipt_id,
                    NEW.description)
                   IS DISTINCT FROM
                   (OLD.amount, OLD.currency_id, OLD.category, OLD.spent_on, OLD.nights, OLD.receipt_id,
                    OLD.description)) THEN
            {_raise("An accepted amount belongs to the verifier and falls when the line changes")}
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        {_raise("The lines of a claim that is % are frozen", "state")}
    END IF;
    IF state = '{ClaimStatus.SUBMITTED.value}' AND (to_jsonb(NEW)
            - '{_DECISION}'::text[])
        = (to_jsonb(OLD) - '{_DECISION}'::text[]) THEN
        RETURN NEW;
    END IF;
    IF state IN ({_list(DEAD)}) AND NEW.is_void AND to_jsonb(NEW) - 'is_void' = to_jsonb(OLD) - 'is_void' THEN
        RETURN NEW;
    END IF;
    {_raise("The lines of a claim that is % are frozen", "state")}
"""  # noqa: S608  # constants of this app only

_TRUE_IN_ITSELF = f"""
    IF NEW.is_void THEN RETURN NEW; END IF;
    SELECT c.claimant_id, a.starts_on, a.ends_on INTO NEW.traveller_id, first_day, last_day
        FROM technical_assistance_expenseclaim c
        JOIN technical_assistance_activity a ON a.id = c.activity_id WHERE c.id = NEW.claim_id;
    SELECT minor_units INTO decimals FROM core_currency WHERE code = NEW.currency_id;
    IF NEW.amount <> round(NEW.amount, decimals)
       OR NEW.accepted_amount <> round(NEW.accepted_amount, decimals) THEN
        {_raise("% has % decimals", "NEW.currency_id", "decimals")}
    END IF;
    IF NEW.currency_id <> 'USD' AND (TG_OP = 'INSERT' OR (NEW.units_per_usd, NEW.rate_date, NEW.currency_id)
            IS DISTINCT FROM (OLD.units_per_usd, OLD.rate_date, OLD.currency_id))
       AND NOT EXISTS (SELECT 1 FROM core_exchangerate r WHERE r.currency_id = NEW.currency_id
                       AND r.date = NEW.rate_date AND r.units_per_usd = NEW.units_per_usd) THEN
        {_raise("There is no such rate of % on %", "NEW.currency_id", "NEW.rate_date")}
    END IF;
    IF TG_OP = 'UPDATE' AND NOT NEW.is_held AND OLD.is_held AND NEW.description = OLD.description
       AND OLD.duplicate_reason = NEW.duplicate_reason THEN
        {_raise("A held line is resolved in writing, not released")}
    END IF;
    IF NOT NEW.is_held AND (NEW.description ~* '{PAY_PATTERN_SQL}' OR NEW.duplicate_reason <> '') THEN
        {_raise("This line must be held for the verifier")}
    END IF;
    SELECT travel_margin_days INTO margin FROM technical_assistance_claimpolicy
        WHERE valid_from <= NEW.spent_on ORDER BY valid_from DESC LIMIT 1;
    margin := coalesce(margin, {MARGIN_DAYS});
    IF TG_OP = 'INSERT' OR (NEW.spent_on, NEW.nights, NEW.category)
            IS DISTINCT FROM (OLD.spent_on, OLD.nights, OLD.category) THEN
        IF NEW.spent_on + GREATEST(NEW.nights - 1, 0) > last_day + margin
           OR (NEW.category IN ({_list(ON_TRAVEL)}) AND NEW.spent_on < first_day - margin) THEN
            {_raise("The dates of this line lie outside the itinerary")}
        END IF;
    END IF;
    IF NEW.receipt_sha256 <> '' AND NOT NEW.is_void AND NEW.duplicate_reason = '' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.receipt_sha256, 0));
        IF EXISTS (SELECT 1 FROM technical_assistance_claimline l WHERE l.receipt_sha256 = NEW.receipt_sha256
                   AND l.claim_id <> NEW.claim_id AND NOT l.is_void) THEN
            {_raise("This receipt is already used: say in writing why it is used again")}
        END IF;
    END IF;
    RETURN NEW;
"""  # noqa: S608  # constants of this app only


def activity_triggers() -> list[pgtrigger.Trigger]:
    """Return the trigger of ``Activity`` that keeps its ceiling and funding above what claims have taken."""
    return [
        pgtrigger.Trigger(
            name="ceiling_covers_claims",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("travel_ceiling", "funded_amount"),
            declare=[("committed", "numeric")],
            func=f"""
                SELECT coalesce(sum(l.accepted_usd), 0) INTO committed
                    FROM technical_assistance_claimline l
                    JOIN technical_assistance_expenseclaim c ON c.id = l.claim_id
                    WHERE c.activity_id = NEW.id AND c.status IN ({_list(COMMITTED)});
                IF committed > LEAST(coalesce(NEW.travel_ceiling, 0), coalesce(NEW.funded_amount, 0)) THEN
                    {
                _raise(
                    "Claims of USD % are approved for activity %: its ceiling cannot be lower", "committed", "NEW.id"
                )
            }
                END IF;
                RETURN NEW;
            """,  # noqa: S608  # constants of this app only
        )
    ]
