"""People: they come by invitation."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from partnership.core.enums import Role
from partnership.core.models import RoleAssignment, User
from partnership.core.services.audit import record
from partnership.core.services.mail import queue_mail


@transaction.atomic
def invite(user: User, *, actor: User) -> User:
    """Save a new person without a password and send the invitation to choose one."""
    user.email = user.email.strip().lower()
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record("invite_person", user, actor=actor)
    queue_mail("invitation", to=user, template="invitation", context={"path": reverse("account_reset_password")})
    return user


@transaction.atomic
def give_role(user: User, role: Role, *, actor: User | None) -> RoleAssignment:
    """Give a person a role from today, for the whole Partnership; nothing happens when the person holds it."""
    held = user.role_assignments.current().filter(role=role, organisation=None).first()
    if held is not None:
        return held
    assignment = RoleAssignment(user=user, role=role)
    assignment.full_clean(exclude=["user"])
    assignment.save()
    record("change_role", assignment, actor=actor, data={"role": str(role)})
    return assignment
