from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from partnership.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Print the sign-ins of the demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lines", action="store_true", help="one sign-in per line, without headings")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["lines"]:
            self.stdout.write(f"Password for all: {PASSWORD}\n")
        for person in PEOPLE:
            self.stdout.write(f"{person.email:<28}{person.role.label}")
