"""A worker that is killed in the middle, a broker that is away: the report comes once, whole, and soon."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client

from governance.enums import SnapshotState
from governance.models import Artifact, Snapshot
from governance.reports.canonical import checksum
from governance.services.reports import FILES_PER_REPORT, request_report
from governance.services.results import ensure_framework
from ops.valkey import Valkey
from partnership.core.enums import JobState
from partnership.core.models import Job, StoredFile
from partnership.core.services.files import read
from tests.factories.reports import period
from tests.processes import ROOT, Worker, environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def _is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.state == JobState.DONE


def _assert_whole_and_once(job: Job) -> None:
    """Check what must hold after any fault: one frozen report, every file once with its bytes, nothing half."""
    snapshot = Snapshot.objects.get()
    assert snapshot.status == SnapshotState.FROZEN
    assert checksum(snapshot.inputs) == snapshot.sha256
    artifacts = list(Artifact.objects.select_related("file"))
    assert len({(row.format, row.language) for row in artifacts}) == len(artifacts) == FILES_PER_REPORT
    for row in artifacts:
        assert len(read(row.file)) == row.size
    assert StoredFile.objects.filter(purpose="reports").count() == FILES_PER_REPORT
    assert job.error == ""


def test_a_worker_killed_in_mid_report_costs_less_than_a_minute(cast, tmp_path) -> None:
    ensure_framework()
    with Worker(tmp_path) as worker:
        job = request_report(period(), actor=cast.officer)
        began = time.monotonic()
        while not 1 <= Artifact.objects.count() < FILES_PER_REPORT:
            assert time.monotonic() - began < 120, "the report did not begin"
            time.sleep(0.01)
        worker.kill()
        killed_at, left = time.monotonic(), Artifact.objects.count()
        sha256 = Snapshot.objects.get().sha256
        job.refresh_from_db()
        assert left < FILES_PER_REPORT
        assert job.state == JobState.RUNNING
        worker.start()
        wait_until(lambda: _is_done(job), seconds=60 - (time.monotonic() - killed_at), what="the whole report")
    assert job.attempts == 2
    assert Snapshot.objects.get().sha256 == sha256
    _assert_whole_and_once(job)


@pytest.mark.parametrize(("fault", "limit"), [("stopped", 2.0), ("frozen", 5.0)])
def test_a_broker_that_is_away_delays_the_report_and_not_the_person(
    cast, signed_in, tmp_path, fault: str, limit: float
) -> None:
    ensure_framework()
    period()
    valkey = Valkey(tmp_path)
    valkey.start()
    try:
        with _site(tmp_path, valkey.url) as port, Worker(tmp_path, REDIS_URL=valkey.url):
            browser = _Browser(port, signed_in(cast.officer))
            token = browser.token("/en/governance/reports/")
            _take_away(valkey, fault)
            began = time.monotonic()
            status, location = browser.post("/en/governance/reports/2026-H1/generate/", token)
            seconds = time.monotonic() - began
            job = Job.objects.get()
            assert (status, location) == (302, f"/en/jobs/{job.pk}/")
            assert seconds <= limit, f"the answer took {seconds:.1f} s"
            _bring_back(valkey, fault)
            wait_until(lambda: _is_done(job), seconds=60, what="the report after the broker's return")
    finally:
        _bring_back(valkey, fault)
        valkey.stop()
    _assert_whole_and_once(job)


def _take_away(valkey: Valkey, fault: str) -> None:
    assert valkey.process is not None
    if fault == "frozen":
        os.kill(valkey.process.pid, signal.SIGSTOP)
    else:
        valkey.stop()


def _bring_back(valkey: Valkey, fault: str) -> None:
    if fault == "frozen" and valkey.process is not None and valkey.process.poll() is None:
        os.kill(valkey.process.pid, signal.SIGCONT)
    elif fault == "stopped" and (valkey.process is None or valkey.process.poll() is not None):
        valkey.start()


@contextmanager
def _site(folder: Path, redis_url: str) -> Iterator[int]:
    """Run the portal itself on a free port, with a broker of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "partnership.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    with (folder / "site.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment() | {"REDIS_URL": redis_url}, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: _listens(port), seconds=60, what="the start of the portal")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class _Browser:
    """A signed-in person's requests over the network."""

    def __init__(self, port: int, client: Client) -> None:
        self.port = port
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def token(self, path: str) -> str:
        """Open a page and return the token of its forms."""
        response = self._send("GET", path)
        assert response.status == 200
        page = response.read().decode()
        cookie = response.headers["Set-Cookie"]
        name, _equals, value = cookie.partition(";")[0].partition("=")
        self.cookies[name] = value
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        return found[1]

    def post(self, path: str, token: str) -> tuple[int, str]:
        """Press a button; return the status and where it leads."""
        response = self._send("POST", path, f"csrfmiddlewaretoken={token}")
        return response.status, response.headers.get("Location", "")

    def _send(self, method: str, path: str, body: str = "") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        return connection.getresponse()
