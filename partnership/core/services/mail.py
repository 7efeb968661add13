"""The outbox: mails are written with the act and leave after it."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone, translation

from partnership.core.enums import MailState
from partnership.core.models import OutboundMail, User

logger = logging.getLogger(__name__)


def queue_mail(key: str, *, to: User, template: str, context: Mapping[str, Any]) -> OutboundMail:
    """Write a mail in the recipient's language into the outbox, once per key and recipient.

    ``templates/emails/<template>.txt`` begins with the subject line; ``site_url`` is in its context.
    """
    with translation.override(to.language), _own_addresses():
        text = render_to_string(f"emails/{template}.txt", {"site_url": settings.SITE_URL, "to": to, **context})
    subject, _, body = text.strip().partition("\n")
    mail, _created = OutboundMail.objects.get_or_create(
        key=f"{key}:{to.pk}",
        defaults={"to": to, "subject": subject.strip()[:200], "body": body.strip() + "\n"},
    )
    return mail


@contextmanager
def _own_addresses() -> Iterator[None]:
    """Make the addresses of a mail those of its own language, whatever the page of its sender does with them."""
    urlconf = get_urlconf()
    set_urlconf(None)
    yield
    set_urlconf(urlconf)


def send_queued_mail(limit: int = 50) -> int:
    """Send what waits in the outbox and return how many left. A failing server delays, it loses nothing."""
    sent = 0
    for _attempt in range(limit):
        with transaction.atomic():
            mail = (
                OutboundMail.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("to")
                .filter(state=MailState.QUEUED, not_before__lte=timezone.now())
                .order_by("id")
                .first()
            )
            if mail is None:
                break
            sent += _send(mail)
    return sent


def _send(mail: OutboundMail) -> bool:
    waiting = OutboundMail.objects.filter(pk=mail.pk)
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to.email]).send()
    except OSError as error:  # SMTPException is one
        logger.warning("mail.failed", extra={"mail": mail.pk, "error": str(error)})
        attempts = mail.attempts + 1
        waiting.update(
            attempts=attempts,
            error=str(error)[:500],
            state=MailState.FAILED if attempts >= OutboundMail.MAX_ATTEMPTS else MailState.QUEUED,
            not_before=timezone.now() + timedelta(minutes=min(2**attempts, 240)),
        )
        return False
    waiting.update(state=MailState.SENT, sent_at=timezone.now(), attempts=F("attempts") + 1)
    return True
