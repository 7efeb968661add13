"""B12: what a reader on a slow phone waits for: the largest paint, the bytes before any touch, the scripts in them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from partnership.core.models import Country, Organisation, PSMArea
from technical_assistance.models import OECDModel
from tests.bench import data
from tests.bench.registry import Missing, Ratio, Result, benchmark
from tests.bench.servers import HOST, portal

TIMES = 5
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
SLOW_CPU = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
LONGEST_MS, MOST_BYTES, MOST_SCRIPT = 1500, 150 * 1024, 40 * 1024
MODEL = "bench-model"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
LARGEST_PAINT = """() => new Promise(done => new PerformanceObserver(list =>
    done(Math.max(...list.getEntries().map(entry => entry.startTime)))
).observe({type: "largest-contentful-paint", buffered: true}))"""


@dataclass
class Visit:
    """One first visit of a page with an empty browser cache."""

    paint_ms: float = 0.0
    sizes: dict[str, int] = field(default_factory=dict)  # bytes over the wire, headers included, by kind of file

    @property
    def total(self) -> int:
        """Return the bytes of everything."""
        return sum(self.sizes.values())


@benchmark("B12", "phone of 1.6 Mbit/s, 150 ms, CPU ÷ 4: largest paint ≤ 1.5 s, ≤ 150 KB, ≤ 40 KB of JavaScript")
def first_paint() -> list[Result]:
    """Visit the main public pages as a new reader on a slow phone."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return [Missing("first visit on a slow phone", "no Chromium on this machine")]
    _a_model()
    _static_files()
    results: list[Result] = []
    with portal() as server, _browser(chromium) as browser:
        for name, path in pages():
            status, _headers, _body = server.get(path, Accept_Encoding="br")
            assert status == 200, (path, status)
            results += _results(name, [visit(browser, f"http://{HOST}:{server.port}{path}") for _time in range(TIMES)])
    return results


def pages() -> list[tuple[str, str]]:
    """Return the name and address of the pages under measurement."""
    return [
        ("home", "/es/"),
        ("The Partnership", "/es/partnership/"),
        ("indicator", f"/es/indicators/{data.slugs(1)[0]}/"),
        ("country", "/es/countries/PER/"),
        ("OECD model", f"/es/assistance/models/{MODEL}/"),
        ("list of indicators", "/es/indicators/"),
    ]


def visit(browser: Browser, address: str) -> Visit:
    """Open an address in a new window and return what came before any touch."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page, found = context.new_page(), Visit()
    link = context.new_cdp_session(page)
    kinds: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        found.sizes[kind] = found.sizes.get(kind, 0) + int(event["encodedDataLength"])

    link.on("Network.responseReceived", answered)
    link.on("Network.loadingFinished", finished)
    link.send("Network.enable")
    link.send("Network.emulateNetworkConditions", NETWORK)
    link.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    page.goto(address, wait_until="networkidle")
    found.paint_ms = page.evaluate(LARGEST_PAINT)
    context.close()
    return found


def _results(name: str, visits: list[Visit]) -> Iterator[Result]:
    paint, total = median(each.paint_ms for each in visits), max(each.total for each in visits)
    script = max(each.sizes.get("Script", 0) for each in visits)
    yield Ratio(f"{name}: largest paint", paint, f"{paint / 1000:.2f} s", LONGEST_MS, "1.5 s", 1)
    yield Ratio(f"{name}: bytes", total, f"{total / 1024:.0f} KB", MOST_BYTES, "150 KB", 1)
    yield Ratio(f"{name}: JavaScript", script, f"{script / 1024:.0f} KB", MOST_SCRIPT, "40 KB", 1)


@contextmanager
def _browser(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def _static_files() -> None:
    """Gather the static files as an installation has them: named by their content, compressed beside themselves."""
    os.environ["HASHED_STATIC"] = "1"  # for the server that is started next
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], check=True)


def _a_model() -> None:
    """Put one model on the public roster, unless an earlier run did."""
    if OECDModel.objects.filter(slug=MODEL).exists():
        return
    agency = Organisation.objects.create(name="Bench agency", country=Country.objects.get(iso3="DNK"))
    OECDModel.objects.create(
        slug=MODEL, title="Shared services for payroll", organisation=agency, area=PSMArea.objects.get(code="HRM"),
        summary="What was done, why, and what it cost. " * 20, result="Fewer days, fewer faults. " * 8,
        source="https://example.org/report", started_year=2015, languages=["en", "es"],
        last_confirmed=timezone.localdate(),
    )  # fmt: skip
