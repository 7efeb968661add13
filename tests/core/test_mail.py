"""The outbox: once per occasion, in the reader's language, later when the server is down."""

import smtplib
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from partnership.core.enums import MailState
from partnership.core.models import OutboundMail, User
from partnership.core.services.mail import queue_mail, send_queued_mail


@pytest.fixture
def _template(settings, tmp_path):
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "test.txt").write_text("News for {{ to.full_name }}\n\nSee {{ site_url }}/x\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]


@pytest.mark.usefixtures("_template")
def test_mail_is_queued_once_per_occasion_and_sent_once(lead: User, officer: User) -> None:
    for _attempt in range(2):
        queue_mail("occasion", to=lead, template="test", context={})
    queue_mail("occasion", to=officer, template="test", context={})
    assert send_queued_mail() == 2
    assert send_queued_mail() == 0
    assert [message.subject for message in mail.outbox] == [
        f"News for {lead.full_name}",
        f"News for {officer.full_name}",
    ]


@pytest.mark.usefixtures("_template")
def test_server_that_is_down_delays_the_mail(lead: User) -> None:
    queued = queue_mail("occasion", to=lead, template="test", context={})
    down = smtplib.SMTPServerDisconnected("down")
    with patch("partnership.core.services.mail.EmailMessage.send", side_effect=down):
        assert send_queued_mail() == 0
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (MailState.QUEUED, 1)
    assert queued.not_before > timezone.now()
    OutboundMail.objects.update(not_before=timezone.now())
    assert send_queued_mail() == 1
