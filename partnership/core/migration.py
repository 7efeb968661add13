"""Migrations that take seconds where Django's own way of keeping models up to date would take a quarter of a minute."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations on models that exist already, carried out one after the other upon the models as they are after all.

    Django renders every related model anew after each operation; on an empty database that was most of the time of
    ``migrate``. Here the models are rendered once for all. For fields, constraints, indexes and triggers that are
    added; not for models, nor for operations that read what an earlier one of them has removed.
    """

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how the operation is written down."""
        return self.__class__.__name__, list(self.operations), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered again when the first of them changes the database
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
