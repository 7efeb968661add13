from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.core.models import AuditEntry, User
from partnership.core.services.audit import record
from partnership.demo.load import load_demo
from partnership.demo.people import PEOPLE

LOADED = "load_demo"


class Command(BaseCommand):
    help = "Fill an empty portal with the invented Partnership of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if AuditEntry.objects.filter(action=LOADED).exists():
            self.stdout.write("The demonstration is already loaded.")
            return
        if User.objects.filter(email=PEOPLE[0].email).exists():
            raise CommandError("The demonstration was interrupted while it was loaded: begin anew with RESET=1.")
        stage = load_demo(timezone.now())
        record(LOADED, stage.people["admin"], actor=stage.people["admin"])
        self.stdout.write("The demonstration is loaded.")
