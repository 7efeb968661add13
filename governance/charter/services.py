"""Writing the charter: a text is a new version, a partner's state a new row. Nothing that was said is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from governance.charter.lifecycle import FOLLOWS, Chapter, PartnerKind, PartnerStatus
from governance.charter.selectors import standing_states
from governance.models import CharterText, CharterTextVersion, Partner, PartnerState
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused, Stale

Words = Mapping[str, str]  # by field and language: {"title_en": …}


@transaction.atomic
def write_text(
    text: CharterText, words: Words, *, is_shown: bool, actor: User, expected_number: int
) -> CharterTextVersion:
    """Store words as the next version of a text; words that change nothing give the version there is.

    Raises Stale when somebody else wrote a version after the one the writer saw.
    """
    require(actor, "governance.edit_charter", text)
    CharterText.objects.select_for_update().get(pk=text.pk)
    current = text.versions.order_by("-number").first()
    number = current.number if current else 0
    if number != expected_number:
        raise Stale(_("Somebody else has changed this. Compare both, then save yours again if it should stand."))
    if current and current.is_shown == is_shown and all((getattr(current, k) or "") == v for k, v in words.items()):
        return current
    version = CharterTextVersion(text=text, number=number + 1, is_shown=is_shown, author=actor, **words)
    version.full_clean()
    version.save()
    record("write", text, actor=actor, data={"version": version.number, "shown": is_shown})
    return version


@transaction.atomic
def add_text(chapter: Chapter, words: Words, *, is_shown: bool, actor: User) -> CharterText:
    """Add a text at the end of a chapter."""
    require(actor, "governance.edit_charter")
    last = CharterText.objects.select_for_update().filter(chapter=chapter).order_by("-position").first()
    position = last.position + 1 if last else 1
    title = next((words[name] for name in words if name.startswith("title") and words[name]), "")
    text = CharterText(key=_free_key(CharterText, "key", f"{chapter}-{title}"), chapter=chapter, position=position)
    text.full_clean()
    text.save()
    record("add", text, actor=actor, data={"chapter": str(chapter)})
    write_text(text, words, is_shown=is_shown, actor=actor, expected_number=0)
    return text


@transaction.atomic
def add_partner(
    words: Words,
    *,
    kind: PartnerKind,
    state: PartnerStatus,
    since: date | None,
    reason: str,
    actor: User,
    url: str = "",
) -> Partner:
    """Add a partner at the end of the list, with the state it has today."""
    require(actor, "governance.edit_charter")
    last = Partner.objects.select_for_update().order_by("-position").first()
    name = next((words[key] for key in words if key.startswith("name") and words[key]), "")
    partner = Partner(
        code=_free_key(Partner, "code", name), kind=kind, url=url, position=last.position + 1 if last else 1, **words
    )
    partner.full_clean()
    partner.save()
    record("add", partner, actor=actor)
    change_partner_state(partner, state, since=since, reason=reason, actor=actor)
    return partner


@transaction.atomic
def describe_partner(
    partner: Partner, words: Words, *, kind: PartnerKind, url: str, actor: User, expected_version: int
) -> Partner:
    """Change what is said of a partner; the audit entry keeps what was said before.

    Raises Stale when somebody else changed it after the version the writer saw.
    """
    require(actor, "governance.edit_charter", partner)
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if locked.version != expected_version:
        raise Stale(_("Somebody else has changed this. Compare both, then save yours again if it should stand."))
    changes = {"kind": str(kind), "url": url, **words}
    before = {name: getattr(locked, name) or "" for name in changes}
    changed = {name: value for name, value in changes.items() if before[name] != value}
    if not changed:
        return locked
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save(update_fields=[*changed, "version"])
    record("describe", locked, actor=actor, data={"before": {name: before[name] for name in changed}})
    return locked


@transaction.atomic
def change_partner_state(
    partner: Partner, state: PartnerStatus, *, since: date | None, reason: str, actor: User, corrects: bool = False
) -> PartnerState:
    """Record that a partner stands elsewhere since a day; ``corrects`` puts it in the place of the newest state.

    Raises Refused for a state that cannot follow, for a day to come, and for one before the state it follows.
    """
    require(actor, "governance.edit_charter", partner)
    Partner.objects.select_for_update().get(pk=partner.pk)
    standing = standing_states(partner)
    corrected = standing.pop() if corrects and standing else None
    last = standing[-1] if standing else None
    _check_state(last, state, since, repeats=corrected is not None)
    row = PartnerState(
        partner=partner, number=partner.states.count() + 1, state=state, since=since, reason=reason,
        corrects=corrected, recorded_by=actor,
    )  # fmt: skip
    row.full_clean()
    row.save()
    source = corrected or last
    record(
        "correct_state" if corrected else "change_state", partner, actor=actor, reason=reason,
        from_state=source.state if source else "", to_state=state, data={"since": since.isoformat() if since else ""},
    )  # fmt: skip
    return row


def _check_state(last: PartnerState | None, state: PartnerStatus, since: date | None, *, repeats: bool) -> None:
    allowed = FOLLOWS[last.state if last else ""]
    if state not in allowed and not (repeats and last is not None and last.state == state):
        raise Refused(_("This state cannot follow the one before."))
    if since is None and state != PartnerStatus.NAMED:
        raise Refused(_("Please give the day since when."))
    if since is not None and since > timezone.localdate():
        raise Refused(_("The day lies in the future."))
    if since is not None and last is not None and last.since is not None and since < last.since:
        raise Refused(_("The day lies before the state that it follows."))


def _free_key(model: type[CharterText] | type[Partner], field: str, name: str) -> str:
    """Return a short name for addresses that no other row has."""
    stem = slugify(name)[:30].strip("-") or "entry"
    taken = set(model._default_manager.filter(**{f"{field}__startswith": stem}).values_list(field, flat=True))
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
