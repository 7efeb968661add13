"""Run a command (pytest) with servers of its own: `python -m ops.testing -- pytest tests`.

With DATABASE_URL and REDIS_URL set, those servers are used. Otherwise the embedded ones are started below
var/test (var/test2, … when another run is using it) and stopped at the end, whatever happened.
"""

import fcntl
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ops.embedded import EmbeddedServers
from ops.places import Problem, var_folder

JOURNEYS_RECORD = "browser-journeys"  # written by ops.journeys, read by .ci/run
KNOWN_CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@contextmanager
def free_folder(var: Path) -> Iterator[Path]:
    """A folder for one test run, locked while it lasts: var/test, or var/test2, … when that is in use."""
    number = 1
    while True:
        folder = var / ("test" if number == 1 else f"test{number}")
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                number += 1
                continue
            yield folder
            return


def chromium(environment: Mapping[str, str]) -> str:
    """The Chromium for browser journeys: CHROMIUM, else the distribution's; empty when there is none."""
    wanted = environment.get("CHROMIUM")
    if wanted and not os.access(wanted, os.X_OK):
        raise Problem(f"CHROMIUM={wanted} is not a program that can be run.")
    return wanted or next((path for path in KNOWN_CHROMIUMS if os.access(path, os.X_OK)), "")


def session_environment(folder: Path) -> dict[str, str]:
    """What the tests see: the caller's environment, the project's settings, a media folder of their own."""
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    environment.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
    environment.setdefault("DEMO_MODE", "1")  # the demonstration's people and loader are tested too
    environment.setdefault("HASHED_STATIC", "0")  # no collectstatic before a test
    environment.setdefault("MEDIA_ROOT", str(folder / "media"))
    environment.setdefault("STATIC_ROOT", str(folder / "static"))
    Path(environment["STATIC_ROOT"]).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one
    environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser driver keeps an event loop in the thread
    environment["TEST_VAR_DIR"] = str(folder)
    environment["CHROMIUM"] = chromium(os.environ)
    return environment


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run `command` to its end and return its exit code; Ctrl-C and SIGTERM are passed on."""
    process = subprocess.Popen(command, env=dict(environment))
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the whole group already
    code = process.wait()
    return code if code >= 0 else 128 - code


def main(command: list[str]) -> int:
    """Start what is missing, run `command`, stop what was started."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with free_folder(var_folder()) as folder:
        environment = session_environment(folder)
        if environment.get("DATABASE_URL") and environment.get("REDIS_URL"):
            return run(command, environment)
        with EmbeddedServers(folder) as servers:
            return run(command, environment | servers.environment)


if __name__ == "__main__":
    try:
        sys.exit(main([argument for argument in sys.argv[1:] if argument != "--"]))
    except Problem as problem:
        sys.exit(str(problem))
