import sys
from typing import Any

from django.core.management.base import BaseCommand

from governance.services.verification import verify_ledger


class Command(BaseCommand):
    help = "Recompute the fund's ledger; print the head's checksum, or name the first broken posting and exit with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_ledger()
        if verdict.is_sound:
            self.stdout.write(f"The ledger is sound: {verdict.postings} postings, head {verdict.head}")
            return
        self.stderr.write(f"The ledger is BROKEN at {verdict.broken}")
        self.stderr.write(f"Sound up to posting {verdict.postings}, head {verdict.head}")
        sys.exit(1)
