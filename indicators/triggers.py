"""Triggers that keep what was published: a value is opened once, closed once, and never changed."""

import pgtrigger

from partnership.core.triggers import no_truncate

# The number of the release that is being published, set by services.publishing for its own transaction.
SETTING = "partnership.release"
_PUBLISHING = f"nullif(current_setting('{SETTING}', true), '')::integer"


def vintage_triggers(columns: tuple[str, ...], *, staged: bool) -> list[pgtrigger.Trigger]:
    """Return the triggers of a table with ``from_release`` and ``until_release``.

    ``columns`` are all others: they never change. ``staged``: rows may be inserted without a release and be
    deleted while they have none; otherwise they are inserted by the release that is being published.
    The conditions are evaluated by the server for a million rows in a second; only a refusal calls a function.
    """
    may_insert = "NEW.from_release IS NULL" if staged else f"NEW.from_release = {_PUBLISHING}"
    may_delete = "OLD.from_release IS NULL" if staged else "false"
    return [
        _refusal("inserted_as_due", pgtrigger.Insert, f"NEW.until_release IS NULL AND {may_insert}"),
        _refusal("published_is_final", pgtrigger.Update, _may_update(columns)),
        _refusal("published_is_kept", pgtrigger.Delete, may_delete),
        no_truncate(),
    ]


def no_overlap(table: str, key: tuple[str, ...]) -> pgtrigger.Trigger:
    """Return the check that an opened vintage begins no earlier than the closed ones of its key end.

    Two open vintages of a key are already refused by a partial unique index; together they leave no overlap,
    at a fraction of what an exclusion constraint over five columns costs per row.
    """
    same = " AND ".join(f"other.{column} = opened.{column}" for column in key)
    return pgtrigger.Trigger(
        name="no_overlap",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(new="opened_rows"),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM opened_rows opened JOIN {table} other ON {same} AND other.id <> opened.id
                WHERE other.until_release IS NOT NULL AND other.until_release > opened.from_release
                AND (opened.until_release IS NULL OR opened.until_release > other.from_release)
            ) THEN
                RAISE EXCEPTION '{table}: two vintages of one value overlap' USING ERRCODE = 'exclusion_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  # our own names of tables and columns
    )


def _may_update(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    once = " AND ".join(
        f"(NEW.{column} IS NOT DISTINCT FROM OLD.{column} OR (OLD.{column} IS NULL AND NEW.{column} = {_PUBLISHING}))"
        for column in ("from_release", "until_release")
    )
    return f"ROW({new}) IS NOT DISTINCT FROM ROW({old}) AND {once}"


def _refusal(name: str, operation: pgtrigger.Operation, unless: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(f"NOT coalesce({unless}, false)"),
        func="""
            RAISE EXCEPTION '%: what was published is never changed; a correction is a new release', TG_TABLE_NAME
                USING ERRCODE = 'check_violation';
        """,
    )
