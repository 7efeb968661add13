from typing import Any

from django.core.management.base import BaseCommand

from partnership.core.models import User
from partnership.core.services.reference import load_reference
from partnership.demo.claims import load_claims
from partnership.demo.indicators import load_indicators
from partnership.demo.people import PEOPLE, load_people
from partnership.demo.reports import load_reports
from partnership.demo.technical_assistance import load_technical_assistance
from technical_assistance.models import Activity


class Command(BaseCommand):
    help = "Fill an empty portal with the invented Partnership of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=PEOPLE[0].email).exists():
            self.stdout.write("The demonstration is already loaded.")
            return
        load_reference()
        people = load_people()
        load_indicators(people)
        load_technical_assistance(people)
        load_claims(people, Activity.objects.select_related("host_country").order_by("starts_on", "pk"))
        load_reports(people)
        self.stdout.write("The demonstration is loaded.")
