"""Both embedded servers of one var folder as a pair, for tests and for a developer's shell.

python -m ops.embedded env      print DATABASE_URL and REDIS_URL of the running `make demo`
python -m ops.embedded remove   stop the servers of this checkout, remove their data (`make clean`)
"""

import shutil
import sys
from pathlib import Path
from types import TracebackType

from ops.places import Problem, remove_private_folder, var_folder
from ops.postgres import Postgres
from ops.valkey import Valkey


class EmbeddedServers:
    """PostgreSQL and valkey below `var`; a context manager that leaves no process."""

    def __init__(self, var: Path, *, durable: bool = False) -> None:
        self.var = var
        self.postgres = Postgres(var, durable=durable)
        self.valkey = Valkey(var)

    @property
    def environment(self) -> dict[str, str]:
        """What the portal's settings need to find the two."""
        return {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.valkey.url}

    def start(self) -> None:
        """Start both and wait until both answer; raises Problem, and then neither is left running."""
        try:
            self.valkey.start()
            self.postgres.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both."""
        self.valkey.stop()
        self.postgres.stop()

    def remove(self) -> None:
        """Stop both, should they run, and remove their data."""
        self.stop()
        shutil.rmtree(self.postgres.home)
        shutil.rmtree(self.valkey.home)
        remove_private_folder(self.var)

    def __enter__(self) -> "EmbeddedServers":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def main(arguments: list[str]) -> int:
    """The two commands of the module's docstring."""
    if arguments == ["env"]:
        for name, value in EmbeddedServers(var_folder(), durable=True).environment.items():
            print(f"export {name}='{value}'")
        return 0
    if arguments == ["remove"]:
        for var in [var_folder(), *var_folder().glob("test*")]:
            EmbeddedServers(var).remove()
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(str(problem))
