from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from indicators.sources.extract import extract_all


class Command(BaseCommand):
    help = "Cut the published files in a folder down to what comes with the portal (indicators/sources/published)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", type=Path, help="folder of the published files")

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in extract_all(options["data"]):
            self.stdout.write(f"{entry['file']:24}{entry['lines']:>8} lines{entry['values']:>8} values")
