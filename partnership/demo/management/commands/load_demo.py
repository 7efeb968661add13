from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.core.models import AuditEntry, User
from partnership.core.services.audit import record
from partnership.core.services.reference import load_reference
from partnership.demo.claims import load_claims
from partnership.demo.governance import load_fund
from partnership.demo.indicators import load_indicators
from partnership.demo.people import PEOPLE, load_people
from partnership.demo.reports import load_reports
from partnership.demo.technical_assistance import load_technical_assistance
from technical_assistance.models import Activity

LOADED = "load_demo"


class Command(BaseCommand):
    help = "Fill an empty portal with the invented Partnership of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if AuditEntry.objects.filter(action=LOADED).exists():
            self.stdout.write("The demonstration is already loaded.")
            return
        if User.objects.filter(email=PEOPLE[0].email).exists():
            raise CommandError("The demonstration was interrupted while it was loaded: begin anew with RESET=1.")
        load_reference()
        people = load_people()
        load_indicators(people)
        load_technical_assistance(people)
        load_claims(people, Activity.objects.select_related("host_country").order_by("starts_on", "pk"))
        load_fund(people)
        load_reports(people)
        record(LOADED, people["admin"], actor=people["admin"])
        self.stdout.write("The demonstration is loaded.")
