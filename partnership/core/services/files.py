"""Private files: checked before they are opened, stored under our own names, served as attachments."""

import hashlib
import os
import time
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from partnership.core.models import StoredFile, User

CHUNK = 1 << 20
ZIP_MAX_ENTRIES = 1_000
ZIP_MAX_UNPACKED = 100 * CHUNK
ZIP_MAX_RATIO = 100
ORPHAN_AGE_SECONDS = 3600


class FileRefused(ValueError):
    """The file may not be stored; the message says why, for the person who chose it."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: the extension it must have, the type it is served as, the content it must show."""

    content_type: str
    magic: tuple[str, ...]  # extensions by which puremagic names the content; empty: text


KINDS = {
    ".pdf": Kind("application/pdf", (".pdf",)),
    ".jpg": Kind("image/jpeg", (".jpg", ".jpeg", ".jfif")),
    ".jpeg": Kind("image/jpeg", (".jpg", ".jpeg", ".jfif")),
    ".png": Kind("image/png", (".png",)),
    ".xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx", ".zip")),
    ".csv": Kind("text/csv", ()),
}
RECEIPT = (".pdf", ".jpg", ".jpeg", ".png")
DATA = (".csv", ".xlsx")
ATTACHMENT = (".pdf", ".jpg", ".jpeg", ".png", ".xlsx", ".csv")


def store_upload(
    upload: UploadedFile,
    *,
    purpose: str,
    actor: User | None,
    allowed: tuple[str, ...],
    max_bytes: int | None = None,
) -> StoredFile:
    """Check an upload and store it; raise :class:`FileRefused` with a sentence for the person."""
    check_upload(upload, allowed=allowed, max_bytes=max_bytes or settings.UPLOAD_MAX_BYTES)
    upload.seek(0)
    return store_chunks(upload.chunks(CHUNK), name=upload.name or "file", purpose=purpose, actor=actor)


def store_bytes(content: bytes, *, name: str, purpose: str, actor: User | None) -> StoredFile:
    """Store a file the portal made itself."""
    return store_chunks([content], name=name, purpose=purpose, actor=actor)


def store_chunks(chunks, *, name: str, purpose: str, actor: User | None) -> StoredFile:
    """Write bytes to a temporary name, sync, rename, then make the row: a half file is never visible."""
    identifier = uuid.uuid4()
    relative = f"{purpose}/{identifier.hex[:2]}/{identifier.hex}"
    target = Path(settings.MEDIA_ROOT) / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    partial = target.with_suffix(".part")
    with partial.open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(target)
    return StoredFile.objects.create(
        id=identifier, purpose=purpose, name=clean_name(name), content_type=_content_type(name), size=size,
        sha256=digest.hexdigest(), path=relative, uploaded_by=actor,
    )  # fmt: skip


def check_upload(upload: UploadedFile, *, allowed: tuple[str, ...], max_bytes: int) -> None:
    """Raise :class:`FileRefused` unless size, extension and content agree with what is allowed."""
    extension = Path(upload.name or "").suffix.lower()
    if extension not in allowed:
        raise FileRefused(_("Please choose a file of one of these kinds: {kinds}.").format(kinds=", ".join(allowed)))
    if not upload.size:
        raise FileRefused(_("The file is empty."))
    if upload.size > max_bytes:
        raise FileRefused(
            _("The file has {size}; the limit is {limit}.").format(
                size=filesizeformat(upload.size), limit=filesizeformat(max_bytes)
            )
        )
    _check_content(upload, extension)


def _check_content(upload: UploadedFile, extension: str) -> None:
    upload.seek(0)
    head = upload.read(64 * 1024)
    magic = KINDS[extension].magic
    if magic:
        if not _looks_like(head, magic):
            raise FileRefused(
                _("The content of this file is not what its name ({extension}) says.").format(extension=extension)
            )
    elif b"\x00" in head:
        raise FileRefused(_("The content of this file is not text."))
    if extension == ".xlsx":
        _check_zip(upload)


def _looks_like(head: bytes, magic: tuple[str, ...]) -> bool:
    try:
        return bool({match.extension for match in puremagic.magic_string(head)} & set(magic))
    except (puremagic.PureError, ValueError):
        return False


def _check_zip(upload: UploadedFile) -> None:
    upload.seek(0)
    try:
        entries = zipfile.ZipFile(upload).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused(_("The workbook is damaged and cannot be opened.")) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > ZIP_MAX_ENTRIES or unpacked > ZIP_MAX_UNPACKED or unpacked / packed > ZIP_MAX_RATIO:
        raise FileRefused(_("The workbook unpacks to far more than its size; it was not opened."))
    names = {entry.filename.lower() for entry in entries}
    if any("vbaproject" in name or "externallinks/" in name for name in names):
        raise FileRefused(_("The workbook contains macros or links to other files; please save it without them."))
    if "xl/workbook.xml" not in names:
        raise FileRefused(
            _("The content of this file is not what its name ({extension}) says.").format(extension=".xlsx")
        )


def clean_name(name: str) -> str:
    """Return a file name without folders or odd characters, at most 120 long, its extension kept."""
    path = Path(get_valid_filename(Path(name).name) or "file")
    return f"{path.stem[:100]}{path.suffix[:20]}"


def path_of(stored_file: StoredFile) -> Path:
    """Return where the bytes lie."""
    return Path(settings.MEDIA_ROOT) / stored_file.path


def read(stored_file: StoredFile) -> bytes:
    """Return the bytes, after comparing them with the hash of the row."""
    content = path_of(stored_file).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored_file.sha256:
        raise FileRefused(_("The stored file is damaged: its checksum differs."))
    return content


def verify(stored_file: StoredFile) -> None:
    """Raise :class:`FileRefused` unless the bytes are those of the row; reads piece by piece."""
    try:
        with path_of(stored_file).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileRefused(_("The stored file is missing.")) from error
    if digest != stored_file.sha256:
        raise FileRefused(_("The stored file is damaged: its checksum differs."))


def serve_file(stored_file: StoredFile) -> FileResponse:
    """Answer with the file as an attachment. The view has checked that the reader may see its owner."""
    response = FileResponse(
        path_of(stored_file).open("rb"),
        as_attachment=True,
        filename=stored_file.name,
        content_type=stored_file.content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def remove_orphans() -> int:
    """Remove bytes without a row that are older than an hour; return how many."""
    root, removed = Path(settings.MEDIA_ROOT), 0
    old = time.time() - ORPHAN_AGE_SECONDS
    candidates = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < old]
    known = set(
        StoredFile.objects.filter(path__in=[str(path.relative_to(root)) for path in candidates]).values_list(
            "path", flat=True
        )
    )
    for path in candidates:
        if str(path.relative_to(root)) not in known:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _content_type(name: str) -> str:
    kind = KINDS.get(Path(name).suffix.lower())
    return kind.content_type if kind else "application/octet-stream"
