"""Who is who: the only place, with the other apps' ``rules.py``, where a role is named.

A predicate answers for a person (and an object). Nothing is allowed that no predicate allows:
an unknown permission, role or person is denied, and superusers are asked like everybody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rules import Predicate, add_perm, has_perm, predicate

from partnership.core.enums import Role

if TYPE_CHECKING:
    from partnership.core.models import Organisation, RoleAssignment, User


def assignments_of(user: User) -> list[RoleAssignment]:
    """Return the person's roles in force today; read once per person object, that is once per request."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_current_assignments"):
        user._current_assignments = list(user.role_assignments.current())
    return user._current_assignments


def roles_of(user: User) -> set[str]:
    """Return the names of the person's roles in force today."""
    return {assignment.role for assignment in assignments_of(user)}


def organisations_of(user: User, *roles: Role) -> set[int]:
    """Return the ids of the organisations for which the person holds one of the roles (any role if none is named)."""
    return {
        assignment.organisation_id
        for assignment in assignments_of(user)
        if assignment.organisation_id and (not roles or assignment.role in roles)
    }


def has_role(*roles: Role) -> Predicate:
    """Return the predicate "holds one of these roles today"."""
    return predicate(lambda user: bool(roles_of(user) & set(roles)), name=f"has_role:{','.join(roles)}")


def represents(user: User, organisation: Organisation | int | None, *roles: Role) -> bool:
    """Return whether the person acts for the organisation, in one of the roles if any are named."""
    organisation_id = getattr(organisation, "pk", organisation)
    return organisation_id in organisations_of(user, *roles) if organisation_id else False


def may(user: User, permission: str, obj: Any = None) -> bool:
    """Return whether the person holds a permission on the object."""
    return has_perm(permission, user, obj)


def require(user: User, permission: str, obj: Any = None) -> None:
    """Raise PermissionDenied unless the person holds the permission on the object."""
    if not may(user, permission, obj):
        raise PermissionDenied(_("You may not do this."))


is_officer = has_role(Role.OFFICER)
is_lead = has_role(Role.LEAD)
is_secretariat = has_role(Role.OFFICER, Role.LEAD)
is_ministry = has_role(Role.MINISTRY_OFFICER, Role.FOCAL_POINT)
is_verifier = has_role(Role.VERIFIER)
is_budget_holder = has_role(Role.BUDGET_HOLDER)
is_payer = has_role(Role.PAYER)
is_finance = has_role(Role.VERIFIER, Role.BUDGET_HOLDER, Role.PAYER)
is_practitioner = has_role(Role.PRACTITIONER)
is_counterpart = has_role(Role.COUNTERPART)
is_advisory_member = has_role(Role.ADVISORY_MEMBER)
is_committee_member = has_role(Role.COMMITTEE_MEMBER)
is_coordinator = has_role(Role.COORDINATOR)
is_evaluator = has_role(Role.EVALUATOR)
is_auditor = has_role(Role.AUDITOR)
is_administrator = has_role(Role.ADMINISTRATOR)

add_perm("core.administer", is_administrator)
add_perm("core.read_audit", is_auditor | is_lead | is_administrator)
