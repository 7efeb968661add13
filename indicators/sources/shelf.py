"""The published figures that come with the portal: each file in its publisher's own layout, read by the import."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "published"
MANIFEST = "manifest.json"


class Damaged(Exception):
    """A file is not the one that the manifest names."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """An extract of a publication. ``release``: the first release of a new portal that holds it."""

    file: str
    source: str
    release: int
    producer: str
    title: str
    edition: str
    licence: str
    attribution: str
    origin: str
    lines: int
    values: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file as it is imported."""
        return self.file.removesuffix(".gz")

    def content(self) -> bytes:
        """Return the file as its publisher lays it out; :class:`Damaged` if it was changed."""
        content = gzip.decompress((FOLDER / self.file).read_bytes())
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise Damaged(self.file)
        return content


def published_files() -> list[PublishedFile]:
    """Return the files in the order in which they are imported."""
    entries = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    return [PublishedFile(**entry) for entry in entries]
