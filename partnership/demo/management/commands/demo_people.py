from typing import Any

from django.core.management.base import BaseCommand

from partnership.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Print the sign-ins of the demonstration and the password they share."

    def handle(self, *args: Any, **options: Any) -> None:
        for person in PEOPLE:
            self.stdout.write(f"{person.email:<28}{person.label}")
        self.stdout.write(f"Password for all: {PASSWORD}")
