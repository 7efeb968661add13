"""The statistics of the demonstration are real: published figures, imported, signed off and released as people would.

Release 1 holds the governance indicators to 2021; release 2 adds what came since. Nothing is revised. The newest year
of one publication waits for the Advisory Group, as something always does.
"""

from indicators.models import ImportBatch, Release, Source
from indicators.services import imports, releases
from indicators.services.catalogue import load_catalogue
from indicators.services.publishing import publish_release
from indicators.sources.shelf import PublishedFile, published_files
from partnership.core.models import User
from partnership.core.transitions import perform

RELEASES = (
    (1, "Governance indicators to 2021", "The six Worldwide Governance Indicators for LAC and OECD countries."),
    (
        2,
        "Public management indicators",
        "Governance indicators to 2023. New: civil service, digital government, public finance, policy assessments.",
    ),
)


def load_indicators(people: dict[str, User]) -> list[Release]:
    """Load the catalogue and publish the releases; return them. Does nothing twice."""
    load_catalogue()
    return [publish_demo_release(number, people) for number, _title, _notes in RELEASES]


def publish_demo_release(number: int, people: dict[str, User]) -> Release:
    """Publish one release on the present day of the clock; return it, also when it was published before."""
    published = Release.objects.filter(number=number).first()
    if published:
        return published
    officer, advisory = people["officer"], people["advisory"]
    batches = [_signed_off(file, officer, advisory) for file in published_files() if file.release == number]
    title, notes = next((title, notes) for release, title, notes in RELEASES if release == number)
    draft = releases.draft_release(title=title, notes=notes, batches=batches, actor=officer)
    return publish_release(perform(draft, "approve", actor=advisory), actor=advisory)


def put_newest_forward(people: dict[str, User]) -> list[ImportBatch]:
    """Import what no release holds yet and leave it to the sign-off of the Advisory Group; return the imports."""
    released = {number for number, _title, _notes in RELEASES}
    return [_staged(file, people["officer"]) for file in published_files() if file.release not in released]


def _signed_off(file: PublishedFile, officer: User, advisory: User) -> ImportBatch:
    return imports.sign_off_batch(_staged(file, officer), actor=advisory)


def _staged(file: PublishedFile, officer: User) -> ImportBatch:
    source = Source.objects.get(code=file.source)
    batch, _ = imports.receive_bytes(file.content(), name=file.name, source=source, edition=file.edition, actor=officer)
    return imports.process_batch(batch, actor=officer, stage=True)
