from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnership.core.enums import Role
from partnership.core.models import User
from partnership.core.services.people import give_role


class Command(BaseCommand):
    help = "Give a person a role for the whole Partnership; for the first administrator of a new installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(email=options["email"].lower())
        except User.DoesNotExist as error:
            raise CommandError(f"There is nobody with the address {options['email']}.") from error
        give_role(user, Role(options["role"]), actor=None)
        self.stdout.write(f"{user} is now {Role(options['role']).label}.")
