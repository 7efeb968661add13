from typing import Any

from django.core.management.base import BaseCommand

from partnership.core.services.reference import load_reference


class Command(BaseCommand):
    help = "Add and update reference data: countries, memberships, currencies, areas."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference()
        self.stdout.write("Reference data is up to date.")
