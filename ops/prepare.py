"""The database half of the preparation in one process, so that Django is loaded once.

python -m ops.prepare <file for the sign-ins> [load]
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command, get_commands


def main(people: Path, load: bool) -> None:
    """Migrate, refresh the reference data, load the demo when asked, list the demo's sign-ins."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference")
    call_command("load_catalogue")
    if load:
        call_command("load_demo")
    if "demo_people" in get_commands():
        with people.open("w") as lines:
            call_command("demo_people", stdout=lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]), load="load" in sys.argv[2:])
