"""The whole demonstration, loaded once for the tests that look at it, and taken away again."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import override_settings

from partnership.demo.load import load_demo
from partnership.demo.stage import Stage

LOADED_AT = datetime(2026, 11, 25, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Stage]:
    """Load everything as ``make demo`` does. Reports need transactions of their own, so the rows are committed."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        try:
            yield load_demo(LOADED_AT)
        finally:
            call_command("flush", verbosity=0, interactive=False, allow_cascade=False)
