"""Uploads: what is refused before it is opened, and what is kept."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from partnership.core.models import User
from partnership.core.services import files
from partnership.core.services.files import DATA, RECEIPT, FileRefused, store_upload


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return buffer.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


BOMB = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"0" * 30_000_000})
MACROS = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
REFUSED = [
    ("receipt.exe", b"MZ", RECEIPT, "one of these kinds"),
    ("receipt.pdf", b"", RECEIPT, "empty"),
    ("receipt.pdf", png(), RECEIPT, "not what its name"),
    ("receipt.png", b"%PDF-1.4\n", RECEIPT, "not what its name"),
    ("receipt.jpg", b"<html>hello</html>", RECEIPT, "not what its name"),
    ("data.csv", b"a,b\x00c", DATA, "not text"),
    ("data.xlsx", b"PK\x03\x04 broken", DATA, "damaged"),
    ("data.xlsx", BOMB, DATA, "unpacks to far more"),
    ("data.xlsx", MACROS, DATA, "macros"),
    ("data.xlsx", zipped({"readme.txt": b"x"}), DATA, "not what its name"),
]


@pytest.mark.parametrize(("name", "content", "allowed", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refused_upload_says_why_and_leaves_nothing(name, content, allowed, words, lead: User, settings) -> None:
    upload = SimpleUploadedFile(name, content)
    with pytest.raises(FileRefused, match=words):
        store_upload(upload, purpose="test", actor=lead, allowed=allowed)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*"))


def test_file_over_the_limit_is_refused(lead: User) -> None:
    with pytest.raises(FileRefused, match="limit"):
        store_upload(SimpleUploadedFile("a.png", png()), purpose="t", actor=lead, allowed=RECEIPT, max_bytes=10)


def test_stored_file_keeps_bytes_hash_and_a_clean_name(lead: User) -> None:
    stored = store_upload(
        SimpleUploadedFile("../../Ticket Lima/Perú.png", png()), purpose="receipt", actor=lead, allowed=RECEIPT
    )
    assert stored.name == "Perú.png"
    assert files.read(stored) == png()
    assert stored.content_type == "image/png"


def test_changed_bytes_are_noticed(lead: User) -> None:
    stored = files.store_bytes(b"report", name="r.pdf", purpose="report", actor=lead)
    files.path_of(stored).write_bytes(b"other")
    with pytest.raises(FileRefused, match="checksum"):
        files.read(stored)


def test_file_is_served_as_a_sandboxed_attachment(lead: User) -> None:
    response = files.serve_file(files.store_bytes(b"x", name="r.pdf", purpose="report", actor=lead))
    assert response["Content-Disposition"] == 'attachment; filename="r.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response) == b"x"


def test_orphans_older_than_an_hour_are_removed(lead: User, settings) -> None:
    kept = files.store_bytes(b"kept", name="k.pdf", purpose="report", actor=lead)
    orphan, fresh = Path(settings.MEDIA_ROOT) / "report" / "orphan", Path(settings.MEDIA_ROOT) / "report" / "fresh"
    for path in (orphan, fresh):
        path.write_bytes(b"x")
    two_hours_ago = time.time() - 7200
    for path in (orphan, files.path_of(kept)):
        os.utime(path, (two_hours_ago, two_hours_ago))
    assert files.remove_orphans() == 1
    assert (orphan.exists(), fresh.exists(), files.path_of(kept).exists()) == (False, True, True)
