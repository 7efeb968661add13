"""Database triggers that several apps declare in ``Meta.triggers``."""

import pgtrigger

from partnership.core.transitions import Machine


def append_only() -> list[pgtrigger.Trigger]:
    """Return triggers that refuse UPDATE, DELETE and TRUNCATE: a correction is a new row that names the old one."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(),
    ]


def no_truncate() -> pgtrigger.Trigger:
    """Return the statement trigger that TRUNCATE needs, because row triggers do not see it."""
    return pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'Cannot truncate %: its rows are kept', TG_TABLE_NAME;",
    )


def status_trigger(machine: Machine) -> pgtrigger.Trigger:
    """Return the trigger that lets ``status`` change only as the machine's table says, and only in the engine.

    The engine names the transition in the transaction-local setting ``partnership.transition``;
    a legal pair of states without that name is refused as well.
    """
    rows = ", ".join(
        f"('{transition.name}', '{source}', '{transition.target}')"
        for transition in machine.transitions
        for source in transition.sources
    )
    return pgtrigger.Trigger(
        name="status_by_engine",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.status <> '{machine.initial}' THEN
                    RAISE EXCEPTION '{machine.label} begins as {machine.initial}, not as %', NEW.status
                        USING ERRCODE = 'check_violation';
                END IF;
            ELSIF NEW.status IS DISTINCT FROM OLD.status AND
                (coalesce(current_setting('partnership.transition', true), ''), OLD.status, NEW.status)
                NOT IN (VALUES {rows}) THEN
                RAISE EXCEPTION '{machine.label} cannot go from % to % outside its transitions', OLD.status, NEW.status
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
