"""`make demo`: start everything the portal needs, keep it running, stop all of it.

HOST, PORT and RESET come from the environment. Ctrl-C or SIGTERM ends everything that was started here; a
child that dies is started again after a growing pause; should this process be killed outright, the kernel
ends its children, and the next start looks for what is left.
"""

import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from ops import processes
from ops.demo import Demo
from ops.places import Problem, var_folder
from ops.postgres import Postgres
from ops.valkey import Valkey

PAUSES = (1, 2, 4, 8, 15, 30)  # seconds before the n-th restart in a row
SETTLED = 60  # seconds after which a child counts as healthy again
PATIENCE = 8  # seconds a child may take to end
WEB_TIMEOUT = 60  # seconds until the first page


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM, or the terminal was closed."""


@dataclass
class Child:
    """A process under supervision and the story of its restarts."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes] | None]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = field(default_factory=time.monotonic)
    retry_at: float = 0

    def start(self) -> None:
        """Launch it (again)."""
        self.process = None
        self.started = time.monotonic()
        self.process = self.launch()

    def watch(self) -> None:
        """Notice its death, and start it again when its pause is over."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            self._note_death(now)
        elif self.process is None and now >= self.retry_at:
            try:
                self.start()
            except Problem as problem:
                say(str(problem))
                self._note_death(now)

    def _note_death(self, now: float) -> None:
        self.failures = 1 if now - self.started > SETTLED else self.failures + 1
        pause = PAUSES[min(self.failures, len(PAUSES)) - 1]
        code = self.process.returncode if self.process else "no start"
        self.process, self.retry_at = None, now + pause
        say(f"{self.name} ended ({code}), starting it again in {pause} s. Its last lines:")
        say(processes.tail(self.log, 10))


def say(text: str) -> None:
    """To the terminal; a closed terminal is no reason to stop working."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


def check_port(host: str, port: int) -> None:
    """Raise Problem when HOST:PORT cannot be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        hint = f"choose another, for example: make demo PORT={port + 1}"
        raise Problem(f"Cannot listen on {host} port {port} ({error.strerror}): {hint}") from None


@contextlib.contextmanager
def only_one(var: Path, where: str) -> Iterator[None]:
    """Hold the lock of this var/; raises Problem when a demo is running on it already."""
    folder = var / "run"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Problem(f"The demo is running already ({lock.read().strip() or 'starting'}).") from None
        lock.truncate(0)
        lock.write(f"on {where}, process {os.getpid()}")
        lock.flush()
        yield


def children_of(demo: Demo) -> list[Child]:
    """All processes of the demo in the order of their start: servers first."""

    def server(one: Postgres | Valkey) -> Child:
        def launch() -> subprocess.Popen[bytes] | None:
            one.start()
            return one.process

        return Child(one.name, launch, one.log)

    logs = demo.var / "log"
    return [
        *(server(one) for one in demo.servers()),
        Child("web", demo.start_web, logs / "web.log"),
        Child("worker", demo.start_worker, logs / "worker.log"),
        Child("beat", demo.start_beat, logs / "beat.log"),
    ]


def wait_for_web(demo: Demo, children: list[Child]) -> None:
    """Until the first page answers; raises Problem when a child dies before, or it takes too long."""
    deadline = time.monotonic() + WEB_TIMEOUT
    while time.monotonic() < deadline:
        for child in children:
            if child.process and child.process.poll() is not None:
                raise Problem(f"{child.name} did not start:\n{processes.tail(child.log, 25)}")
        if answers(demo):
            return
        time.sleep(0.1)
    raise Problem(f"No page after {WEB_TIMEOUT} s:\n{processes.tail(demo.var / 'log' / 'web.log', 25)}")


def answers(demo: Demo) -> bool:
    """Whether the portal answers at all (a 503 while a server restarts is an answer)."""
    host = demo.address.removeprefix("http://").rpartition(":")[0].strip("[]")
    connection = http.client.HTTPConnection(host, demo.port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop_all(demo: Demo, children: list[Child]) -> None:
    """Everything ends: first what uses the servers, all at once, then the servers; nothing is left."""
    running = [child for child in children if child.process and child.name not in {"postgres", "valkey"}]
    for child in running:
        if child.process and child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in running:
        if child.process:
            processes.finish(child.process, deadline - time.monotonic())
    processes.end_all(processes.supervised(demo.var), signal.SIGKILL, timeout=5)
    for server in demo.servers():
        server.stop()


def announce(demo: Demo, seconds: float) -> None:
    """The address and one sign-in per role."""
    say(f"\nThe portal runs at {demo.address}/  (ready after {seconds:.0f} s; Ctrl-C stops it)")
    if demo.people.exists():
        say("Sign in at /accounts/login/ as:\n" + demo.people.read_text().rstrip())
    say(f"Logs: {demo.var / 'log'}\n")


def supervise(demo: Demo, *, reset: bool) -> None:
    """Start, announce, watch until StopAsked; whatever happens, stop everything at the end."""
    began = time.monotonic()
    children = children_of(demo)
    try:
        processes.end_all(processes.supervised(demo.var), signal.SIGTERM, timeout=5)
        if reset:
            demo.reset()
        say("Starting the servers")
        servers = len(demo.servers())
        for child in children[:servers]:
            child.start()
        say("Preparing the database")
        demo.prepare()
        for child in children[servers:]:
            child.start()
        wait_for_web(demo, children)
        announce(demo, time.monotonic() - began)
        while True:
            time.sleep(0.3)
            for child in children:
                child.watch()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        say("Stopping")
        stop_all(demo, children)


def listen_to_signals() -> None:
    """Turn the stop signals into StopAsked, and hear of the death of the `make` that started us."""

    def ask(number: int, frame: FrameType | None) -> None:
        raise StopAsked

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    if os.environ.get("MAKELEVEL"):
        ctypes.CDLL(None).prctl(processes.PR_SET_PDEATHSIG, signal.SIGTERM)


def main(environment: Mapping[str, str]) -> int:
    """Run the demo to its end; the exit code is 0 when it was asked to stop."""
    listen_to_signals()
    try:
        port = environment.get("PORT") or "8000"
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise Problem(f"PORT={port} is not a port: use a number from 1 to 65535.")
        host = environment.get("HOST") or "127.0.0.1"
        with only_one(var_folder(), f"{host} port {port}"):
            check_port(host, int(port))
            supervise(
                Demo(var_folder(), host, int(port), environment),
                reset=environment.get("RESET") not in {None, "", "0"},
            )
    except StopAsked:
        return 0
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
