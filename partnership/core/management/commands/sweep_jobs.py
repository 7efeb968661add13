from typing import Any

from django.core.management.base import BaseCommand

from partnership.core.services.jobs import sweep_jobs


class Command(BaseCommand):
    help = "Announce unfinished jobs that no worker holds."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep_jobs()} jobs announced.")
