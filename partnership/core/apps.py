"""The shared core."""

from django.apps import AppConfig
from django.core.checks import Error, register
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from partnership.core.web import written_tables


class CoreConfig(AppConfig):
    name = "partnership.core"
    label = "core"
    verbose_name = _("People and places")

    def ready(self) -> None:
        register(check_driver)
        register(check_life_cycles)
        connection_created.connect(written_tables.watch)


def check_driver(**_kwargs) -> list[Error]:
    """Refuse psycopg 3: Django would take it silently, and COPY would be gone."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3  # needs configured settings

    return [Error("psycopg 3 is installed beside psycopg2; remove it.", id="core.E001")] if is_psycopg3 else []


def check_life_cycles(**_kwargs) -> list[Error]:
    """Refuse a transition whose permission or condition nobody has written: it could never be performed."""
    from rules import perm_exists  # the apps' rules are discovered by then

    from partnership.core.transitions import MACHINES, is_registered

    errors = []
    for machine in MACHINES.values():
        for transition in machine.transitions:
            missing = [name for name in transition.guards if not is_registered(name)]
            if not perm_exists(transition.permission):
                missing.append(transition.permission)
            errors += [
                Error(f"{machine.label}.{transition.name}: {name} is unknown", id="core.E002") for name in missing
            ]
    return errors
