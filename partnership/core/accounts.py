"""Sign-in by django-allauth: by invitation only, demonstration people only in a demonstration."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from partnership.core.models import User

DEMO_DOMAIN = "@demo.example"


def display_name(user: User) -> str:
    """Return how a person is shown."""
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's rules, made narrower."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the person's own work, in the person's language."""
        with translation.override(request.user.language):
            return reverse("my_work")

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Write in the person's language, with a link to pages in it."""
        address = f"{context['password_reset_url']}?language={user.language}"
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, {**context, "password_reset_url": address})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        email = str(credentials.get("email", "")).lower()
        if email.endswith(DEMO_DOMAIN) and not settings.DEMO_MODE:
            raise ValidationError(_("The e-mail address and/or password you specified are not correct."))
