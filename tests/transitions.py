"""Every life-cycle against its table: state × transition × person. Each app gives the rows and says who may do what.

@pytest.mark.parametrize("state", IMPORT_MACHINE.states.values)
def test_table(state, cast):
    check_table(IMPORT_MACHINE, state, cast, make=batch_in, allowed={"sign_off": "advisory", …})
"""

from collections.abc import Callable, Mapping
from typing import Any

import pgtrigger
from django.db import transaction

from partnership.core.models import AuditEntry, Stateful
from partnership.core.transitions import Machine, NotPermitted, Stale, perform
from tests.cast import Cast

Make = Callable[[Cast, str], Stateful]
Act = Callable[..., Any]
DONE, TOO_LATE, FORBIDDEN = "done", "too late", "forbidden"


class _Undo(Exception):
    """Rolls back what was tried."""


def check_table(
    machine: Machine, state: str, cast: Cast, *, make: Make, allowed: Mapping[str, str],
    services: Mapping[str, Act] | None = None,
) -> None:  # fmt: skip
    """Try every transition of a machine from ``state`` as everybody, and compare with the table.

    ``make(cast, state)`` gives a row in that state whose guards all hold. ``allowed``: for each transition, the
    members of the cast who may perform it, divided by spaces. ``services``: for transitions that need more than
    :func:`perform`. What is tried is undone; a transition that is refused must have changed nothing.
    """
    obj = make(cast, state)
    people = cast.people()
    expected = {
        (transition.name, name): _expected(state, transition.sources, name, allowed[transition.name])
        for transition in machine.transitions
        for name in people
    }
    seen = {
        (name, person): _outcome(obj, name, people[person], machine[name].target, (services or {}).get(name))
        for name, person in expected
    }
    assert seen == expected


def put_in_state(obj: Stateful, state: str, **changes: Any) -> Stateful:
    """Set a row's state around the engine, as only a test's preparation may."""
    with pgtrigger.ignore(f"{obj._meta.label}:status_by_engine"):
        type(obj).objects.filter(pk=obj.pk).update(status=state, **changes)
    obj.refresh_from_db()
    return obj


def _expected(state: str, sources: tuple[str, ...], person: str, allowed: str) -> str:
    if state not in sources:
        return TOO_LATE
    return DONE if person in allowed.split() else FORBIDDEN


def _outcome(obj: Stateful, name: str, actor: Any, target: str, service: Act | None) -> str:
    entries = AuditEntry.objects.count()
    act = service or (lambda obj, **kwargs: perform(obj, name, **kwargs))
    try:
        with transaction.atomic():
            done = act(obj, actor=actor, reason="A reason.")
            raise _Undo(DONE if done.status == target else f"now {done.status}")
    except _Undo as undo:
        return str(undo)
    except Stale:
        outcome = TOO_LATE
    except NotPermitted:
        outcome = FORBIDDEN
    assert AuditEntry.objects.count() == entries
    return outcome
