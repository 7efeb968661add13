"""Operations carried out together leave the models as the same ones do one by one."""

from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from partnership.core.migration import Together

NUMBER = migrations.AddField("thing", "number", models.IntegerField(default=1))
ABOVE_ZERO = migrations.AddConstraint(
    "thing", models.CheckConstraint(condition=models.Q(number__gt=0), name="core_thing_above_zero")
)


def _state() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("core", "Thing", [("id", models.AutoField(primary_key=True))]))
    return state


def test_state_is_that_of_the_operations_one_by_one() -> None:
    one_by_one, together = _state(), _state()
    for state in (one_by_one, together):
        _ = state.apps  # rendered, as within a migration
    for operation in (NUMBER, ABOVE_ZERO):
        operation.state_forwards("core", one_by_one)
    Together(NUMBER, ABOVE_ZERO).state_forwards("core", together)
    assert together == one_by_one
    assert [field.name for field in together.apps.get_model("core", "Thing")._meta.fields] == ["id", "number"]


def test_database_gets_them_all_and_gives_them_back(db) -> None:
    before, after = _state(), _state()
    operation = Together(NUMBER, ABOVE_ZERO)
    operation.state_forwards("core", after)
    with connection.schema_editor() as editor:
        editor.create_model(before.apps.get_model("core", "Thing"))
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, before, after)
    assert "core_thing_above_zero" in _constraints()
    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, after, before)
    assert "core_thing_above_zero" not in _constraints()


def _constraints() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "core_thing"))
