"""Who may do what with the statistics, and what must hold before a state changes."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules import add_perm, predicate

from partnership.core.enums import Role
from partnership.core.models import User
from partnership.core.rules import is_advisory_member, is_auditor, is_lead, is_secretariat
from partnership.core.selectors import people_with
from partnership.core.transitions import Text, guard


@predicate
def imported_it(user: User, batch: Any) -> bool:
    """The person brought this file in."""
    return batch is not None and batch.imported_by_id == user.pk


@predicate
def prepared_it(user: User, release: Any) -> bool:
    """The person put this release together."""
    return release is not None and release.prepared_by_id == user.pk


works_with_statistics = is_secretariat | is_advisory_member
sees_statistics_work = works_with_statistics | is_auditor


def usual_importer() -> User | None:
    """Return who imports when nobody is named: the Secretariat's longest-standing person."""
    return people_with(Role.OFFICER, Role.LEAD).order_by("pk").first()


add_perm("indicators.view_work", sees_statistics_work)
add_perm("indicators.add_import", works_with_statistics)
add_perm("indicators.process_import", works_with_statistics)
add_perm("indicators.sign_off_import", is_advisory_member & ~imported_it)
add_perm("indicators.review_import", is_advisory_member)
add_perm("indicators.withdraw_import", (works_with_statistics & imported_it) | is_lead)
add_perm("indicators.prepare_release", works_with_statistics)
add_perm("indicators.approve_release", is_advisory_member & ~prepared_it)
add_perm("indicators.return_release", is_advisory_member)
add_perm("indicators.publish_release", is_advisory_member | is_lead)


@guard("indicators.has_changes")
def has_changes(batch: Any, actor: User) -> Text | None:
    """Refuse a batch that holds nothing new."""
    if batch.rows_added or batch.rows_changed:
        return None
    return _("The file holds no new value; there is nothing to put forward.")


@guard("indicators.in_no_release")
def in_no_release(batch: Any, actor: User) -> Text | None:
    """Refuse while a release counts on the batch."""
    return _("The import belongs to a release; take it out there first.") if batch.release_id else None


@guard("indicators.has_batches")
def has_batches(release: Any, actor: User) -> Text | None:
    """Refuse an empty release."""
    return None if release.batches.exists() else _("The release holds no import yet.")


@guard("indicators.revisions_explained")
def revisions_explained(release: Any, actor: User) -> Text | None:
    """Refuse while a published value would change without a reason."""
    count = release.revisions.filter(reason="").count()
    return _("{count} revised values have no reason yet.").format(count=count) if count else None


@guard("indicators.is_up_to_date")
def is_up_to_date(release: Any, actor: User) -> Text | None:
    """Refuse when another release was published after the revisions were listed."""
    newest = type(release).objects.aggregate(number=Max("number"))["number"] or 0
    if release.compared_with == newest:
        return None
    return _("Another release was published meanwhile; compare again before going on.")


@guard("indicators.embargo_over")
def embargo_over(release: Any, actor: User) -> Text | None:
    """Refuse before the end of the embargo."""
    if release.embargo_until is None or release.embargo_until <= timezone.now():
        return None
    return _("The release may not be published before {moment}.").format(
        moment=timezone.localtime(release.embargo_until).strftime("%Y-%m-%d %H:%M")
    )
