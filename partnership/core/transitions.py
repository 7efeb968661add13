"""The one engine for every change of state.

An app writes its life-cycles as tables of :class:`Transition` in its ``enums.py``. The same table gives the
buttons (:func:`available`), the checks (:func:`perform`), the database trigger
(:func:`partnership.core.triggers.status_trigger`), the diagrams in ``docs/`` and the parametrised tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import has_perm

if TYPE_CHECKING:
    from partnership.core.models import Stateful, User

    StatefulType = TypeVar("StatefulType", bound=Stateful)

Text = str | Promise
Guard = Callable[[Any, Any], Text | None]

MACHINES: dict[str, Machine] = {}
_GUARDS: dict[str, Guard] = {}


@dataclass(frozen=True)
class Transition:
    """One row of a life-cycle: from which states, to which, who may, what must hold."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: Text
    public_label: Text = ""
    guards: tuple[str, ...] = ()
    reason_required: bool = False
    is_internal: bool = False  # performed by a service as a consequence; never offered as a button


@dataclass(frozen=True)
class Machine:
    """A life-cycle: the table of a model's transitions. ``label`` is "app.Model"."""

    label: str
    states: type[TextChoices]
    initial: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        MACHINES[self.label] = self

    def __getitem__(self, name: str) -> Transition:
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise Refused(_("There is no such action."))


@dataclass(frozen=True)
class Offer:
    """A transition that this person may perform now, and what still stands in its way."""

    transition: Transition
    problems: tuple[Text, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        return not self.problems


class Refused(Exception):
    """The change of state was refused; ``message`` says why, in the reader's language."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(str(message))


class Stale(Refused):
    """Somebody else was faster: the row has another version or another state than the person saw."""


class ReasonMissing(Refused):
    """The transition needs a reason."""


class GuardFailed(Refused):
    """A condition of the transition does not hold; ``problems`` lists all of them."""

    def __init__(self, problems: list[Text]) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))


class NotPermitted(Refused, PermissionDenied):
    """This person may not do that."""


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a condition ``(obj, actor) -> problem or None`` under the name that transition tables use."""

    def register(function: Guard) -> Guard:
        _GUARDS[name] = function
        return function

    return register


def is_registered(guard_name: str) -> bool:
    """Return whether a condition of that name exists; an unknown one always refuses."""
    return guard_name in _GUARDS


def problems(obj: Stateful, transition: Transition, actor: User) -> list[Text]:
    """Return what stands in the way of a transition, as sentences."""
    found = []
    for name in transition.guards:
        check = _GUARDS.get(name)
        problem = _("This condition is unknown: {name}").format(name=name) if check is None else check(obj, actor)
        if problem:
            found.append(problem)
    return found


def may_perform(obj: Stateful, transition: Transition, actor: User) -> bool:
    """Return whether the state and the person allow the transition. Superusers are asked like everybody else."""
    return obj.status in transition.sources and has_perm(transition.permission, actor, obj)


def available(obj: Stateful, actor: User) -> list[Offer]:
    """Return the transitions that this person may perform now, each with the conditions that still fail."""
    return [
        Offer(transition, tuple(problems(obj, transition, actor)))
        for transition in obj.machine.transitions
        if not transition.is_internal and may_perform(obj, transition, actor)
    ]


@transaction.atomic
def perform(
    obj: StatefulType,
    name: str,
    *,
    actor: User,
    reason: str = "",
    expected_version: int | None = None,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> StatefulType:
    """Change the state of a row and return it afresh.

    Lock, compare the version, the state, the person and the guards, then write ``changes`` (other fields of
    the row), the new state and an audit entry (with ``data``) in one transaction. Raises a :class:`Refused`.
    """
    transition = obj.machine[name]
    locked = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    _check(locked, transition, actor, reason, expected_version)
    from_state = locked.status
    _write(locked, transition, changes or {})
    _record(locked, transition, from_state, actor, reason, data)
    return locked


def _check(obj: Stateful, transition: Transition, actor: User, reason: str, expected_version: int | None) -> None:
    if expected_version is not None and obj.version != expected_version:
        raise Stale(_stale_message(obj))
    if obj.status not in transition.sources:
        raise Stale(_stale_message(obj))
    if not may_perform(obj, transition, actor):
        raise NotPermitted(_("You may not do this."))
    if transition.reason_required and not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    if found := problems(obj, transition, actor):
        raise GuardFailed(found)


def _write(obj: Stateful, transition: Transition, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(obj, name, value)
    obj.status, obj.version, obj.status_since = transition.target, obj.version + 1, timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partnership.transition', %s, true)", [transition.name])
        obj.save(update_fields=["status", "version", "status_since", *changes])
        cursor.execute("SELECT set_config('partnership.transition', '', true)")


def _record(obj: Stateful, transition: Transition, from_state: str, actor: User, reason: str, data: Any) -> None:
    from partnership.core.services.audit import record  # models import this module for their machine

    record(
        transition.name,
        obj,
        actor=actor,
        reason=reason,
        data=data,
        from_state=from_state,
        to_state=obj.status,
    )


def _stale_message(obj: Stateful) -> Text:
    from partnership.core.selectors import last_change  # models import this module for their machine

    entry = last_change(obj)
    state = obj.machine.states(obj.status).label
    if entry is None or entry.actor is None:
        return _("This has changed in the meantime. It is now: {state}.").format(state=state)
    return _("This was already decided by {person}. It is now: {state}.").format(person=entry.actor, state=state)
