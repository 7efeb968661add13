from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.services.report_periods import ensure_periods
from governance.services.results import ensure_framework


class Command(BaseCommand):
    help = "Create the half-years whose semi-annual report is due (15 January, 15 July, in UTC), the missed ones too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="a date as 2026-07-15, instead of today")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_framework()
        created = ensure_periods(_day(options["today"]))
        names = ", ".join(period.code for period in created) or "nothing new is due"
        self.stdout.write(f"Reporting periods: {names}.")


def _day(written: str | None) -> date:
    if written is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(f"{written} is no date; write it as 2026-07-15.") from error
