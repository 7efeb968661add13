"""The charter's texts with every version of them, and the partners with every state they were in."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.charter.lifecycle import FOLLOWS, Chapter, PartnerKind, PartnerStatus
from partnership.core.models import Organisation
from partnership.core.triggers import append_only, no_truncate


class CharterText(models.Model):
    """A place for a text in a chapter; the words are its versions. ``key`` is how the reference file names it."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    chapter = models.CharField(_("chapter"), max_length=20, choices=Chapter)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["chapter", "position", "id"]
        verbose_name = _("text of the charter")
        verbose_name_plural = _("texts of the charter")
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete), no_truncate()]

    def __str__(self) -> str:
        return self.key


class CharterTextVersion(models.Model):
    """What a text said from one moment on, in every language. The newest version is what the public reads."""

    text = models.ForeignKey(CharterText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("heading"), max_length=160, blank=True)
    body = models.TextField(_("text"), max_length=4000, blank=True)
    is_shown = models.BooleanField(_("shown to the public"), default=True)
    author = models.ForeignKey(  # none: the words that came with the portal
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["text", "-number"]
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="governance_chartertextversion_once"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="numbered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("earlier", "integer")],
                func="""
                    PERFORM 1 FROM governance_chartertext WHERE id = NEW.text_id FOR UPDATE;
                    SELECT count(*) INTO earlier FROM governance_chartertextversion WHERE text_id = NEW.text_id;
                    IF NEW.number <> earlier + 1 THEN
                        RAISE EXCEPTION 'Versions are numbered without gaps, the next is %', earlier + 1
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.text_id)


class Partner(models.Model):
    """An organisation that the Partnership works with or hopes to. Where it stands is its newest state."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("part in the Partnership"), max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind)
    url = models.URLField(_("web address"), blank=True)
    organisation = models.OneToOneField(  # where the portal knows it otherwise too
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="partner"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete), no_truncate()]

    def __str__(self) -> str:
        return self.name


def _order_of_states() -> pgtrigger.Trigger:
    """Return the trigger that lets a state follow only what it may follow, under the partner's lock.

    A correction takes the place of the newest state that stands, and may repeat the one before.
    """
    pairs = ", ".join(f"('{before}', '{after}')" for before, states in FOLLOWS.items() for after in states)
    standing = """
        SELECT s.* FROM governance_partnerstate s
        WHERE s.partner_id = NEW.partner_id AND s.id IS DISTINCT FROM {but}
            AND NOT EXISTS (SELECT 1 FROM governance_partnerstate c WHERE c.corrects_id = s.id)
        ORDER BY s.number DESC LIMIT 1
    """
    return pgtrigger.Trigger(
        name="in_order",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("earlier", "integer"), ("last", "governance_partnerstate%ROWTYPE")],
        func=f"""
            PERFORM 1 FROM governance_partner WHERE id = NEW.partner_id FOR UPDATE;
            SELECT count(*) INTO earlier FROM governance_partnerstate WHERE partner_id = NEW.partner_id;
            IF NEW.number <> earlier + 1 THEN
                RAISE EXCEPTION 'States are numbered without gaps, the next is %', earlier + 1
                    USING ERRCODE = 'check_violation';
            END IF;
            SELECT * INTO last FROM ({standing.format(but="NULL")}) AS found;
            IF NEW.corrects_id IS NOT NULL AND NEW.corrects_id IS DISTINCT FROM last.id THEN
                RAISE EXCEPTION 'Only the newest state of the same partner is corrected'
                    USING ERRCODE = 'check_violation';
            END IF;
            SELECT * INTO last FROM ({standing.format(but="NEW.corrects_id")}) AS found;
            IF (coalesce(last.state, ''), NEW.state) NOT IN (VALUES {pairs})
                AND NOT (NEW.corrects_id IS NOT NULL AND last.state = NEW.state) THEN
                RAISE EXCEPTION 'A partner does not go from % to %', coalesce(last.state, 'nothing'), NEW.state
                    USING ERRCODE = 'check_violation';
            ELSIF NEW.since < last.since THEN
                RAISE EXCEPTION 'A state does not begin before the one it follows' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - the states are our own words
    )


class PartnerState(models.Model):
    """Since when a partner has stood where, and why we know. Never changed: a correction names what it corrects."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="states")
    number = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=PartnerStatus)
    since = models.DateField(_("since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(  # none: the state that came with the portal
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["partner", "number"]
        verbose_name = _("state of a partner")
        verbose_name_plural = _("states of partners")
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="governance_partnerstate_once"),
            models.CheckConstraint(
                name="governance_partnerstate_dated", condition=Q(state=PartnerStatus.NAMED) | Q(since__isnull=False)
            ),
        ]
        triggers = [*append_only(), _order_of_states()]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_state_display()}"
