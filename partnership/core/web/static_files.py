"""The styles that every page needs as one file: over HTTP/1.1 a browser asks for six files at a time.

Where static files have hashed names, ``collectstatic`` writes the bundle; elsewhere (development, tests) the pages
name the files one by one, so that nothing has to be built.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/portal.css"  # beside the files of our own: what they name relative to themselves stays right
STYLES = (
    "vendor/bootstrap-5.3.9/bootstrap.min.css",
    "css/tokens.css",
    "css/page.css",
    "css/content.css",
    "css/forms.css",
    "css/figures.css",
)


def base_styles() -> tuple[str, ...]:
    """Return the names of the style sheets that a page links to."""
    return (BUNDLE,) if settings.HASHED_STATIC else STYLES


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files, and the bundle of the styles among them."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the bundle before names are hashed, so that it gets one too."""
        if not dry_run and all(name in paths for name in STYLES):
            if self.exists(BUNDLE):
                self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(b"\n".join(_content(*paths[name]) for name in STYLES)))
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _content(storage: Any, path: str) -> bytes:
    with storage.open(path) as file:
        return bytes(file.read())
