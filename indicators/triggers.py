"""Triggers that keep what was published: a value is opened once, closed once, and never changed."""

import pgtrigger

from partnership.core.triggers import no_truncate

# The number of the release that is being published, set by services.publishing for its own transaction.
SETTING = "partnership.release"


def vintage_triggers(columns: tuple[str, ...], *, staged: bool) -> list[pgtrigger.Trigger]:
    """Return the triggers of a table with ``from_release`` and ``until_release``.

    ``columns`` are all others: they never change. ``staged``: rows may be inserted without a release and be
    deleted while they have none; otherwise they are inserted by the release that is being published.
    """
    return [_final(columns, staged), no_truncate()]


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


def _final(columns: tuple[str, ...], staged: bool) -> pgtrigger.Trigger:
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    may_insert = "NEW.from_release IS NULL" if staged else "NEW.from_release = publishing"
    may_delete = "OLD.from_release IS NULL" if staged else "false"
    return pgtrigger.Trigger(
        name="published_is_final",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("publishing", f"integer := nullif(current_setting('{SETTING}', true), '')::integer")],
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.until_release IS NULL AND coalesce({may_insert}, false) THEN RETURN NEW; END IF;
            ELSIF TG_OP = 'DELETE' THEN
                IF {may_delete} THEN RETURN OLD; END IF;
            ELSIF ROW({new}) IS NOT DISTINCT FROM ROW({old})
                AND (NEW.from_release IS NOT DISTINCT FROM OLD.from_release
                     OR coalesce(OLD.from_release IS NULL AND NEW.from_release = publishing, false))
                AND (NEW.until_release IS NOT DISTINCT FROM OLD.until_release
                     OR coalesce(OLD.until_release IS NULL AND NEW.until_release = publishing, false)) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '%: what was published is never changed; a correction is a new release', TG_TABLE_NAME
                USING ERRCODE = 'check_violation';
        """,
    )
