"""The conversation about a request, and its documents."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services import files
from partnership.core.services.audit import record
from partnership.core.transitions import Refused
from technical_assistance.enums import MessageVisibility
from technical_assistance.models import TARequest, TARequestAttachment, TARequestMessage

MAX_ATTACHMENTS = 20
ALLOWED = tuple(extension for extension in files.ATTACHMENT if extension != ".csv")


def write_message(ta_request: TARequest, *, body: str, visibility: str, actor: User) -> TARequestMessage:
    """Add a message; an internal one is for the Secretariat alone."""
    permission = "write_internal_message" if visibility == MessageVisibility.INTERNAL else "write_shared_message"
    require(actor, f"technical_assistance.{permission}", ta_request)
    if not body.strip():
        raise Refused(_("The message is empty."))
    return TARequestMessage.objects.create(
        ta_request=ta_request, author=actor, body=body.strip(), visibility=MessageVisibility(visibility)
    )


@transaction.atomic
def add_attachment(ta_request: TARequest, upload: UploadedFile, *, actor: User) -> TARequestAttachment:
    """Add a PDF, image or workbook to a draft. Raises FileRefused with a sentence for the person."""
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    require(actor, "technical_assistance.change_ta_request", locked)
    if locked.attachments.filter(removed_at=None).count() >= MAX_ATTACHMENTS:
        raise files.FileRefused(_("A request has at most {count} documents.").format(count=MAX_ATTACHMENTS))
    stored = files.store_upload(upload, purpose="ta_request", actor=actor, allowed=ALLOWED)
    attachment = TARequestAttachment.objects.create(ta_request=locked, file=stored, added_by=actor)
    record("attach", locked, actor=actor, data={"name": stored.name, "sha256": stored.sha256})
    return attachment


@transaction.atomic
def remove_attachment(attachment: TARequestAttachment, *, actor: User) -> None:
    """Take a document off a draft; submitted versions keep its name and hash."""
    require(actor, "technical_assistance.change_ta_request", attachment.ta_request)
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    record("detach", attachment.ta_request, actor=actor, data={"name": attachment.file.name})
