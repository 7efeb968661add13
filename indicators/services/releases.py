"""Releases before they are published: which batches, what they would revise, and why."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from indicators.enums import ImportStatus, ReleaseStatus
from indicators.models import ImportBatch, Indicator, Release
from indicators.selectors import newest_release_number
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused, Stale, perform


@transaction.atomic
def draft_release(
    *,
    title: str,
    batches: Iterable[ImportBatch],
    actor: User,
    notes: str = "",
    embargo_until: datetime | None = None,
) -> Release:
    """Put signed-off batches together as a draft and list what they would revise."""
    require(actor, "indicators.prepare_release")
    release = Release(title=title, notes=notes, embargo_until=embargo_until, prepared_by=actor)
    release.full_clean()
    release.save()
    _attach(release, [batch.pk for batch in batches])
    record("draft", release, actor=actor, data={"batches": [batch.pk for batch in release.batches.all()]})
    return _compare(release)


@transaction.atomic
def compare_release(release: Release, *, actor: User) -> Release:
    """List anew what a draft would revise; the reasons of revisions that stay the same are kept."""
    require(actor, "indicators.prepare_release", release)
    return _compare(_locked_draft(release))


@transaction.atomic
def explain_revisions(release: Release, *, indicator: Indicator, reason: str, actor: User) -> int:
    """Give a reason to all revisions of an indicator in a draft; return how many there are."""
    require(actor, "indicators.prepare_release", release)
    locked = _locked_draft(release)
    count = locked.revisions.filter(indicator=indicator).update(reason=reason.strip())
    record("explain_revisions", locked, actor=actor, reason=reason, data={"indicator": indicator.code, "count": count})
    return count


@transaction.atomic
def discard_release(release: Release, *, actor: User, reason: str, expected_version: int | None = None) -> Release:
    """Give a draft up; its batches are free for another release."""
    release = perform(release, "discard", actor=actor, reason=reason, expected_version=expected_version)
    release.batches.update(release=None)
    release.revisions.all().delete()
    return release


def _locked_draft(release: Release) -> Release:
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.status != ReleaseStatus.DRAFT:
        raise Stale(_("This release is no longer a draft."))
    return locked


def _attach(release: Release, batch_ids: list[int]) -> None:
    free = ImportBatch.objects.select_for_update().filter(
        pk__in=batch_ids, status=ImportStatus.SIGNED_OFF, release__isnull=True
    )
    if len(free) != len(set(batch_ids)):
        raise Refused(_("Only signed-off imports that belong to no other release can be chosen."))
    ImportBatch.objects.filter(pk__in=batch_ids).update(release=release)
    with connection.cursor() as cursor:
        cursor.execute(_CONTRADICTIONS, [batch_ids])
        count = cursor.fetchone()[0]
    if count:
        raise Refused(_("The imports give {count} values twice; release one after the other.").format(count=count))


def _compare(release: Release) -> Release:
    params = {"release": release.pk}
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_REVISIONS, params)
        cursor.execute(_LIST_REVISIONS, params)
        cursor.execute(_COUNT_ADDED, params)
        release.added = cursor.fetchone()[0]
    release.compared_with = newest_release_number() or 0
    release.save(update_fields=["added", "compared_with"])
    return release


_CONTRADICTIONS = """
SELECT count(*) FROM (
    SELECT 1 FROM indicators_observation WHERE from_release IS NULL AND batch_id = ANY(%s)
    GROUP BY indicator_id, country_id, breakdown, period HAVING count(*) > 1
) twice
"""
_STAGED = """
FROM indicators_importbatch b
JOIN indicators_observation v ON v.batch_id = b.id AND v.from_release IS NULL
LEFT JOIN indicators_observation o ON o.indicator_id = v.indicator_id AND o.country_id = v.country_id
    AND o.breakdown = v.breakdown AND o.period = v.period AND o.from_release IS NOT NULL AND o.until_release IS NULL
WHERE b.release_id = %(release)s
"""
_DIFFERS = """
(o.value, o.obs_status, o.standard_error, o.sources_count, o.attributes, o.definition_version_id) IS DISTINCT FROM
(v.value, v.obs_status, v.standard_error, v.sources_count, v.attributes, v.definition_version_id)
"""
_FORGET_REVISIONS = f"""
DELETE FROM indicators_revision r WHERE r.release_id = %(release)s AND NOT EXISTS (
    SELECT 1 {_STAGED} AND (v.indicator_id, v.country_id, v.breakdown, v.period)
        = (r.indicator_id, r.country_id, r.breakdown, r.period)
    AND (o.value, v.value) IS NOT DISTINCT FROM (r.old_value, r.new_value)
)
"""  # noqa: S608  # our own column names
_LIST_REVISIONS = f"""
INSERT INTO indicators_revision (release_id, indicator_id, country_id, breakdown, period, kind, old_value, new_value,
    reason)
SELECT %(release)s, v.indicator_id, v.country_id, v.breakdown, v.period,
    CASE WHEN v.value IS NULL THEN 'withdrawn' WHEN v.value = o.value THEN 'restated' ELSE 'revised' END,
    o.value, v.value, ''
{_STAGED} AND o.value IS NOT NULL AND {_DIFFERS}
ON CONFLICT DO NOTHING
"""  # our own column names
_COUNT_ADDED = f"SELECT count(*) {_STAGED} AND v.value IS NOT NULL AND o.value IS NULL"  # our own names
