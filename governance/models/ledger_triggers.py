"""What the database itself refuses in the ledger. The services say the same things earlier, in better words.

A posting takes the ledger's lock before anything else, so whatever is checked here is checked against everything
that was posted before, whoever else is posting.
"""

import pgtrigger

LEDGER_LOCK = 4_711_000_001  # one advisory lock for every posting
GENESIS = "0" * 64


def _raise(message: str, *values: str) -> str:
    arguments = "".join(f", {value}" for value in values)
    return f"RAISE EXCEPTION '{message}'{arguments} USING ERRCODE = 'check_violation';"


def in_sequence() -> pgtrigger.Trigger:
    """Gapless numbers, linked hashes, open periods, one reversal each and by another person."""
    return pgtrigger.Trigger(
        name="in_sequence",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("head", "RECORD"), ("target", "RECORD")],
        func=f"""
            PERFORM pg_advisory_xact_lock({LEDGER_LOCK});
            SELECT sequence, hash INTO head FROM governance_ledgertransaction ORDER BY sequence DESC LIMIT 1;
            IF NEW.sequence <> coalesce(head.sequence, 0) + 1
                OR NEW.previous_hash <> coalesce(head.hash, '{GENESIS}') THEN
                {_raise("Posting % does not follow the last one", "NEW.sequence")}
            END IF;
            IF EXISTS (SELECT 1 FROM governance_fundperiod
                       WHERE status = 'closed' AND NEW.value_date BETWEEN starts_on AND ends_on) THEN
                {_raise("The period of % is closed", "NEW.value_date")}
            END IF;
            IF NEW.reverses_id IS NOT NULL THEN
                SELECT reverses_id, posted_by_id INTO target
                FROM governance_ledgertransaction WHERE id = NEW.reverses_id;
                IF target.reverses_id IS NOT NULL THEN
                    {_raise("A reversal is not reversed")}
                ELSIF target.posted_by_id = NEW.posted_by_id THEN
                    {_raise("Another person reverses than posted")}
                END IF;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - built of constants
    )


def balanced() -> pgtrigger.Trigger:
    """All legs are there, they balance per book and currency and in US dollars, and a reversal mirrors its target."""
    columns = "account_id, book, currency_id, {}, usd, rate, rate_date, rate_source"
    legs = "SELECT {} FROM governance_leg WHERE transaction_id = {}"
    own = legs.format(columns.format("debit, credit"), "NEW.id")
    mirrored = legs.format(columns.format("credit, debit"), "NEW.reverses_id")
    return pgtrigger.Trigger(
        name="balanced",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF (SELECT count(*) FROM governance_leg WHERE transaction_id = NEW.id) <> NEW.leg_count THEN
                {_raise("Posting % has not the number of legs that it says", "NEW.sequence")}
            END IF;
            IF EXISTS (SELECT 1 FROM governance_leg WHERE transaction_id = NEW.id
                       GROUP BY book, currency_id HAVING sum(debit) <> sum(credit))
                OR EXISTS (SELECT 1 FROM governance_leg WHERE transaction_id = NEW.id
                       GROUP BY book HAVING sum(CASE WHEN debit > 0 THEN usd ELSE -usd END) <> 0) THEN
                {_raise("Posting % does not balance", "NEW.sequence")}
            END IF;
            IF NEW.reverses_id IS NOT NULL AND
                (EXISTS ({own} EXCEPT ALL {mirrored}) OR EXISTS ({mirrored} EXCEPT ALL {own})) THEN
                {_raise("Posting % does not mirror what it reverses", "NEW.sequence")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - built of constants
    )


def floors() -> pgtrigger.Trigger:
    """Accounts that may not go below zero do not: the ceilings of allocation, commitment and payment."""
    return pgtrigger.Trigger(
        name="floors",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("short", "text")],
        func=f"""
            SELECT account.code INTO short
            FROM governance_account account JOIN governance_leg leg ON leg.account_id = account.id
            WHERE account.never_negative
                AND account.id IN (SELECT account_id FROM governance_leg WHERE transaction_id = NEW.id)
            GROUP BY account.code, account.side, leg.currency_id
            HAVING sum(CASE account.side WHEN 'debit' THEN leg.debit - leg.credit ELSE leg.credit - leg.debit END) < 0
            LIMIT 1;
            IF short IS NOT NULL THEN
                {_raise("Account % would go below zero", "short")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - built of constants
    )


def leg_fits() -> pgtrigger.Trigger:
    """A leg is one of those its posting announced, in its account's book and currency, exact to the minor unit."""
    return pgtrigger.Trigger(
        name="leg_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("account", "governance_account%ROWTYPE"), ("decimals", "integer"), ("announced", "integer")],
        func=f"""
            SELECT * INTO account FROM governance_account WHERE id = NEW.account_id;
            SELECT minor_units INTO decimals FROM core_currency WHERE code = NEW.currency_id;
            SELECT leg_count INTO announced FROM governance_ledgertransaction WHERE id = NEW.transaction_id;
            IF NEW.position NOT BETWEEN 1 AND announced THEN
                {_raise("A posted transaction is sealed")}
            ELSIF account.book <> NEW.book
                OR (account.currency_id IS NOT NULL AND account.currency_id <> NEW.currency_id) THEN
                {_raise("Account % has another book or currency", "account.code")}
            ELSIF round(NEW.debit + NEW.credit, decimals) <> NEW.debit + NEW.credit THEN
                {_raise("% has % decimals", "NEW.currency_id", "decimals")}
            ELSIF abs(NEW.usd - (NEW.debit + NEW.credit) / NEW.rate) > 0.01 + NEW.usd * 0.00000002 THEN
                {_raise("US dollars and rate do not agree")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - built of constants
    )
