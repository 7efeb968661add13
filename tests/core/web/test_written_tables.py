"""Who listens hears of every table written through the portal: once, after the commit, and not of what was undone."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from partnership.core.models import Organisation, PSMArea
from partnership.core.web import written_tables
from partnership.core.web.written_tables import listen, told_at_the_end
from partnership.core.web.written_tables import written_tables as tables_of
from tests.factories.core import OrganisationFactory

TABLE = "core_organisation"


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('INSERT INTO "core_user" ("email") VALUES (%s) ON CONFLICT DO UPDATE SET x = 1', {"core_user"}),
        ('UPDATE "core_user" SET "full_name" = %s', {"core_user"}),
        ("update only core_user set full_name = ''", {"core_user"}),
        ('DELETE FROM "core_user" WHERE id = 1', {"core_user"}),
        ("TRUNCATE core_user", {"core_user"}),
        ("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", {"a", "b"}),
        ("\n  INSERT INTO indicators_latest (id) SELECT 1", {"indicators_latest"}),
        ('SELECT "core_user"."id" FROM "core_user" FOR UPDATE OF "core_user"', set()),
        ('SAVEPOINT "s1"', set()),
        ("SET CONSTRAINTS ALL IMMEDIATE", set()),
    ],
)
def test_tables_are_read_from_the_statement(sql: str, tables: set[str]) -> None:
    assert tables_of(sql) == tables


@pytest.fixture
def heard(transactional_db, monkeypatch) -> list[str]:
    """Listen to the organisations; a word for each time the listener was called."""
    calls: list[str] = []
    monkeypatch.setattr(written_tables, "_listeners", [])
    organisation = OrganisationFactory()
    listen(TABLE.__eq__, lambda: calls.append(organisation.name))
    return calls


@pytest.mark.parametrize(
    "write",
    [
        lambda: Organisation.objects.get().save(),
        lambda: Organisation.objects.update(name="Other"),
        lambda: Organisation.objects.all().delete(),
        lambda: Organisation.objects.bulk_create(
            [OrganisationFactory.build(country=Organisation.objects.get().country)]
        ),
        lambda: connection.cursor().execute(f"UPDATE {TABLE} SET name = 'Other'"),
    ],
    ids=["save", "update", "delete", "bulk_create", "sql"],
)
def test_every_kind_of_write_is_heard_once(heard, write) -> None:
    write()
    assert len(heard) == 1


def test_reading_and_other_tables_are_not_heard(heard) -> None:
    list(Organisation.objects.all())
    PSMArea.objects.update(name_en=F("name_en"))  # every row is written, none is changed: other tests read them
    assert heard == []


def test_many_writes_are_heard_once_and_after_the_commit(heard) -> None:
    with transaction.atomic():
        for name in ("A", "B", "C"):
            Organisation.objects.update(name=name)
        assert heard == []
    assert len(heard) == 1


def _undone() -> None:
    with transaction.atomic():
        Organisation.objects.update(name="undone")
        transaction.set_rollback(True)


def test_what_was_undone_is_not_heard_and_what_stays_is(heard) -> None:
    with transaction.atomic():
        _undone()
    assert heard == []
    with transaction.atomic():
        _undone()
        Organisation.objects.update(name="stays")
    assert len(heard) == 1


def test_a_load_is_heard_once_at_its_end(heard) -> None:
    with told_at_the_end():
        for name in ("A", "B", "C"):
            Organisation.objects.update(name=name)
        assert heard == []
    assert len(heard) == 1
    Organisation.objects.update(name="D")
    assert len(heard) == 2
