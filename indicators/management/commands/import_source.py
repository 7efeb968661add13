from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from indicators.enums import ImportStatus
from indicators.layouts import FileFault
from indicators.models import ImportBatch, Source
from indicators.rules import usual_importer
from indicators.services import imports
from indicators.services.staging import Outcome
from partnership.core.models import User
from partnership.core.services.files import FileRefused

SHOWN = 50
COUNTS = ("read", "added", "changed", "unchanged", "missing", "rejected", "unknown", "aggregate", "unmapped")


class Command(BaseCommand):
    help = (
        "Import a published file: check it, list every fault by line and column, put its values forward for sign-off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("profile", help="code of the source, for instance wgi or wwbi")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument(
            "--edition", default="", help="edition of the publication (default: as noted with the source)"
        )
        parser.add_argument("--actor", help="e-mail of the person who imports (default: the Secretariat's first)")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options["profile"])
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            if options["dry_run"]:
                self._show(imports.dry_run(path, source=source))
                self.stdout.write("Dry run: nothing was changed.")
            else:
                self._import(path, source, self._actor(options["actor"]), options["edition"])
        except (FileFault, FileRefused, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _source(self, code: str) -> Source:
        source = Source.objects.filter(code=code).first()
        if source is None:
            known = ", ".join(Source.objects.values_list("code", flat=True)) or "none; run load_catalogue"
            raise CommandError(f"There is no source {code}. Known: {known}.")
        return source

    def _actor(self, email: str | None) -> User:
        actor = User.objects.filter(email__iexact=email).first() if email else usual_importer()
        if actor is None:
            raise CommandError("Name with --actor the person who imports.")
        return actor

    def _import(self, path: Path, source: Source, actor: User, edition: str) -> None:
        with path.open("rb") as opened:
            batch, is_new = imports.receive_file(
                File(opened, name=path.name),
                source=source,
                actor=actor,
                edition=edition,
                max_bytes=imports.COMMAND_MAX_BYTES,
            )
        if not is_new and batch.status not in {ImportStatus.RECEIVED, ImportStatus.CHECKED}:
            self.stdout.write(f"This file was imported before (number {batch.pk}). Nothing changed.")
            return
        batch = imports.process_batch(batch, actor=actor, stage=True)
        self._show_batch(batch)

    def _show_batch(self, batch: ImportBatch) -> None:
        for message in batch.messages.all()[:SHOWN]:
            self._line(message.level, message.line, message.column, message.message)
        self._count_hidden(batch.messages.count())
        self.stdout.write(", ".join(f"{name} {getattr(batch, f'rows_{name}')}" for name in COUNTS))
        self.stdout.write(f"Import {batch.pk}: {batch.get_status_display()}.")
        if batch.status == ImportStatus.REJECTED:
            raise CommandError("The file was refused; nothing was imported.")

    def _show(self, outcome: Outcome) -> None:
        for finding in outcome.findings[:SHOWN]:
            self._line(finding.level, finding.line, finding.column, str(finding))
        self._count_hidden(len(outcome.findings))
        self.stdout.write(", ".join(f"{name} {getattr(outcome, name)}" for name in COUNTS))

    def _line(self, level: str, line: int | None, column: str, text: str) -> None:
        place = " ".join(filter(None, [f"line {line}" if line else "", column]))
        self.stdout.write(f"{level:8}{place:24}{text}")

    def _count_hidden(self, count: int) -> None:
        if count > SHOWN:
            self.stdout.write(f"… and {count - SHOWN} more messages.")
