from typing import Any

from django.core.management.base import BaseCommand

from indicators.services.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Add the seed catalogue: indicators with agreed definitions, sources, mappings, country codes."

    def handle(self, *args: Any, **options: Any) -> None:
        load_catalogue()
        self.stdout.write("The catalogue is up to date.")
