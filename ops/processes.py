"""Start and end child processes so that none is ever left behind.

Three nets: a child gets a signal from the kernel when its parent dies (even by SIGKILL); a stop waits and
then kills the whole process group; and every supervised child carries SUPERVISED_BY in its environment,
by which the next start finds what a killed run left.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ops.places import Identity

SUPERVISED_BY = "PORTAL_SUPERVISED_BY"
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path,
    identity: Identity | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, output appended to `log`, with `death_signal` should we die."""
    parent = os.getpid()

    def die_with_parent() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - two system calls, no lock is taken
            user=identity.uid if identity else None,
            group=identity.gid if identity else None,
            extra_groups=[] if identity else None,
        )


def stop(process: subprocess.Popen[bytes], how: signal.Signals, timeout: float) -> None:
    """Ask `process` to end with `how`; after `timeout` seconds kill its group."""
    if process.poll() is None:
        process.send_signal(how)
    finish(process, timeout)


def finish(process: subprocess.Popen[bytes], timeout: float) -> None:
    """Wait for a process that was asked to end; after `timeout` seconds kill its group."""
    try:
        process.wait(max(timeout, 0.1))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for a message on the terminal; empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def supervised(var: Path) -> list[int]:
    """Processes that a supervisor of this `var` started, ourselves excepted."""
    mark = f"{SUPERVISED_BY}={var}".encode()
    return [pid for pid in _pids() if pid != os.getpid() and mark in _environment(pid)]


def working_in(folder: Path) -> list[int]:
    """Processes whose working folder is `folder`: all of a PostgreSQL work in its data folder."""
    return [pid for pid in _pids() if _working_folder(pid) == str(folder)]


def end_all(pids: Sequence[int], how: signal.Signals, timeout: float) -> None:
    """End processes that are not our children; kill what is still there after `timeout` seconds."""
    _signal_all(pids, how)
    deadline = time.monotonic() + timeout
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            _signal_all([pid for pid in pids if alive(pid)], signal.SIGKILL)
            deadline = time.monotonic() + timeout
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether the process exists and is not just waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def _signal_all(pids: Sequence[int], how: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # gone, or not ours to look at
        return []


def _working_folder(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""
