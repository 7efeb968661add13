"""What every test may ask for: reference data once per database, the cast, a client per person."""

import os
import re

import pgtrigger
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation

from indicators.page_cache import memory
from partnership.core.cache import ForgivingRedisCache
from partnership.core.models import User
from partnership.core.services.reference import load_reference
from tests.cast import ROLES, Cast, make_cast

REFERENCE_TABLES = {"core_country", "core_countrymembership", "core_currency", "core_psmarea"}


_REFERENCE: dict[str, list[str]] = {}  # what the reference tables held when they were seen first


def _fingerprint(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a checksum per reference table: a transactional test that changes one would break tests far away."""
    with connection.cursor() as cursor:
        found = []
        for table in sorted(REFERENCE_TABLES):
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found.append(cursor.fetchone()[0])
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Give each worker a numbered database of the cache server, so that one does not empty another's."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    default = settings.CACHES["default"]
    default["LOCATION"] = re.sub(r"db=\d+$|/\d+$", lambda found: re.sub(r"\d+", worker, found[0]), default["LOCATION"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the reference data once per test database."""
    with django_db_blocker.unblock():
        load_reference()
        _REFERENCE[connection.alias] = _fingerprint(connection)


@pytest.fixture(scope="session", autouse=True)
def _flush_around_triggers():
    """Let the flush after a transactional test truncate append-only tables, and keep the reference data."""
    sql_flush, execute = DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush
    patch = pytest.MonkeyPatch()

    def flush_without_reference(self, style, tables, **options):
        return sql_flush(self, style, [table for table in tables if table not in REFERENCE_TABLES], **options)

    def execute_without_triggers(self, sql_list):
        with pgtrigger.ignore():
            execute(self, sql_list)
        found = _fingerprint(self.connection)
        assert found == _REFERENCE.setdefault(self.connection.alias, found), "this test changed the reference data"

    patch.setattr(DatabaseOperations, "sql_flush", flush_without_reference)
    patch.setattr(DatabaseOperations, "execute_sql_flush", execute_without_triggers)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    """Give each test its own folder of private files and its own outbox folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.MEDIA_ROOT},
        },
    }


@pytest.fixture(autouse=True)
def _english():
    """Begin in English: a request of an earlier test may have left another language active."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Begin each test with an empty cache: rate limits and release numbers of other tests are gone."""
    ForgivingRedisCache._resting_until = 0.0
    caches["default"].clear()
    memory.forget()


@pytest.fixture
def cast(db) -> Cast:
    """Return everybody: one person per role, two ministries, a counterpart agency."""
    return make_cast()


@pytest.fixture
def signed_in():
    """Return a function that gives a browser in which a person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def _member(name: str):
    @pytest.fixture(name=name)
    def fixture(cast: Cast) -> User:
        return getattr(cast, name)

    return fixture


for _name in ROLES:
    globals()[f"_{_name}"] = _member(_name)
