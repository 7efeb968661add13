"""Finished public pages by (release, code, language, address): kept in the cache, answered before any view.

A page of statistics depends on nothing else, so nothing has to be thrown away when a release is published: the new
number makes new keys. The hash of the same key is the ETag, so that "not modified" is known without making the page.
What editors change between releases (names of countries, sources) moves a stamp that is part of the key too.

Pages about the Partnership's life (home, assistance, governance) say ``depends_on=LIFE``. In their key stands a second
stamp, moved by every commit that wrote any row but those of ``NEVER_SHOWN``: nobody has to remember which rows a page
shows. Their keys also change every five minutes, the programme's midnight included; that heals what no
statement through the portal announced. Shared caches between us and the reader ask about them each time.

The middleware stands outside all others but the request id; the headers that those inside it add (content security
policy, nosniff, language) are kept with the page. Each process remembers the pages it answered last, and trusts what
it knows of release and stamp for half a second: a hit then asks nobody.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from indicators import selectors
from indicators.enums import CURRENT_RELEASE_KEY
from partnership.core.web.written_tables import listen

DependsOn = Literal["release", "life"]
RELEASE: DependsOn = "release"
LIFE: DependsOn = "life"
CACHE_CONTROL = {
    RELEASE: "public, max-age=0, s-maxage=10, must-revalidate",
    LIFE: "public, max-age=0, must-revalidate",
}
STAMP_KEYS = {RELEASE: "public-pages:stamp", LIFE: "public-pages:life"}
LIFE_SECONDS = 5 * 60  # divides a quarter of an hour, so that midnight in every time zone begins a new span
# What pages of statistics show beside released values.
SHOWN_WITH_STATISTICS = {
    "core_country",
    "core_countrymembership",
    "core_psmarea",
    "indicators_definitionversion",
    "indicators_indicator",
    "indicators_release",
    "indicators_source",
    "indicators_sourcemapping",
}
# Tables whose rows no public page shows; every other table moves the stamp of the Partnership's life.
NEVER_SHOWN = {
    "core_auditentry",
    "core_job",
    "core_outboundmail",
    "core_submittedform",
    "django_admin_log",
    "django_session",
}
KEEP_SECONDS = 24 * 60 * 60
LONGEST_ADDRESS = 2_000
LARGEST_PAGE = 4 * 1024 * 1024
LARGEST_REMEMBERED = 128 * 1024
MOST_REMEMBERED = 256
TRUSTED_SECONDS = 0.5
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
    "": bytes,
}
COMPRESSED_ALREADY = ("application/vnd.openxmlformats", "application/zip", "image/png")
NOT_KEPT = {"Set-Cookie", "Content-Encoding", "Content-Length", "X-Request-Id", "Date"}
PRIVATE_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}
PART_OF_THE_PAGE = (
    "templates", "locale", "static", "partnership", "indicators", "networks", "technical_assistance", "governance",
)  # fmt: skip
REFUSED = re.compile(r"(?:^|,)\s*(br|gzip)\s*;\s*q=0(?:\.0*)?\s*(?=,|$)")

View = Callable[..., HttpResponseBase]


class State(NamedTuple):
    """What kept pages depend on: the current release (None before the first), both stamps and the span of time."""

    release: int | None
    stamp: int
    life: int
    span: int


@dataclass(frozen=True)
class Page:
    """A finished answer in one encoding."""

    headers: dict[str, str]
    content: bytes


class _Memory:
    """What this process knows: release and stamp for a moment, and the pages it answered last."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a process that has just started."""
        self.state: State | None = None
        self.ask_again()
        self.pages: dict[tuple[str, str], Page] = {}

    def ask_again(self) -> None:
        """Trust no longer what was read last: something that pages show has changed."""
        self.trusted_until = 0.0

    def current_state(self) -> State:
        """Return what pages depend on now, read again when half a second has passed."""
        now = time.monotonic()
        if self.state is None or now >= self.trusted_until:
            self.state, self.trusted_until = _state(), now + TRUSTED_SECONDS
        return self.state

    def keep(self, key: str, encoding: str, page: Page) -> Page:
        """Remember a page of ordinary size; when there are too many, all are forgotten."""
        if len(page.content) <= LARGEST_REMEMBERED:
            if len(self.pages) >= MOST_REMEMBERED:
                self.pages.clear()
            self.pages[key, encoding] = page
        return page


memory = _Memory()


def public_page(*parameters: str, depends_on: DependsOn = RELEASE) -> Callable[[View], View]:
    """Mark a view's answers as the same for everybody, as far as only these parameters are in the address.

    ``depends_on=LIFE`` is for pages that show more than released statistics: rows that people edit, today's date.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.is_public_page = set(request.GET) <= set(parameters)  # type: ignore[attr-defined]
            return response

        marked.depends_on = depends_on  # type: ignore[attr-defined]
        return marked

    return decorate


class PublicPageCache:
    """Answers public pages from the cache, and keeps those that the views have marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_public(request):
            return self.get_response(request)
        encoding = wanted_encoding(request.headers.get("Accept-Encoding", ""))
        key, page = look_up(request, encoding)
        if key is None:
            return self.get_response(request)
        etag = f'W/"{key}"'
        if etag in request.headers.get("If-None-Match", ""):
            return _described(HttpResponseNotModified(), etag, dependence(request.path_info))
        if page is not None:
            return _answer(request, page)
        return self._fresh(request, key, encoding)

    def _fresh(self, request: HttpRequest, key: str, encoding: str) -> HttpResponseBase:
        response, on = self.get_response(request), dependence(request.path_info)
        if not is_keepable(request, response) or (on == LIFE and connection.in_atomic_block):
            return response  # inside an open transaction a page may show rows that never come to be
        _described(response, f'W/"{key}"', on)
        if not isinstance(response, HttpResponse) or request.method != "GET" or len(response.content) > LARGEST_PAGE:
            return response
        headers = {name: value for name, value in response.items() if name not in NOT_KEPT}
        page = Page(headers, response.content)
        cache.set(_place(key, ""), (page.headers, page.content), KEEP_SECONDS)
        return _answer(request, _encoded(key, page, encoding), response)


def may_be_public(request: HttpRequest) -> bool:
    """Say whether the request is one whose answer nobody's identity changes."""
    address = request.get_full_path()
    return (
        request.method in ("GET", "HEAD")
        and not settings.DEBUG
        and address.startswith(_language_prefixes())
        and len(address) <= LONGEST_ADDRESS
        and not PRIVATE_COOKIES & request.COOKIES.keys()
        and "HTTP_AUTHORIZATION" not in request.META
    )


def is_keepable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether an answer is marked public, complete, and carries nothing of one visitor's own."""
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == 200
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(getattr(request, "_messages", None), "used", False)
        and b"csrfmiddlewaretoken" not in getattr(response, "content", b"")
    )


def look_up(request: HttpRequest, encoding: str) -> tuple[str | None, Page | None]:
    """Return the key of a request's page (None for statistics before the first release) and the kept page."""
    state, on = memory.current_state(), dependence(request.path_info)
    if state.release is None and on == RELEASE:
        return None, None
    address = f"{request.path}?{normal_query(request.META.get('QUERY_STRING', ''))}"
    key = page_key(state, on, f"{request.scheme}://{request.META.get('HTTP_HOST', '')}", address)
    return key, memory.pages.get((key, encoding)) or _kept(key, encoding)


@lru_cache(maxsize=4096)
def dependence(path: str) -> DependsOn:
    """Return what the page at an address depends on, as its view says."""
    with translation.override(translation.get_language_from_path(path)):
        try:
            view = resolve(path).func
        except Resolver404:
            return RELEASE
    return getattr(view, "depends_on", RELEASE)


def page_key(state: State, on: DependsOn, host: str, address: str) -> str:
    """Return the hash of what the page depends on, code version, host and address."""
    state = state if on == LIFE else state._replace(life=0, span=0)
    text = f"{state}\n{code_version()}\n{host}\n{address}"
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def _state() -> State:
    found = cache.get_many([CURRENT_RELEASE_KEY, *STAMP_KEYS.values()])
    release = found.get(CURRENT_RELEASE_KEY) or selectors.current_release_number()
    stamps = {on: int(found.get(key) or _new_stamp(key)) for on, key in STAMP_KEYS.items()}
    span = int(time.time() // LIFE_SECONDS)
    return State(None if release is None else int(release), stamps[RELEASE], stamps[LIFE], span)


def _kept(key: str, encoding: str) -> Page | None:
    """Return a kept page; an encoding that nobody asked for before is made from the plain page."""
    found = cache.get(_place(key, encoding))
    if found is not None:
        return memory.keep(key, encoding, Page(*found))
    plain = cache.get(_place(key, "")) if encoding else None
    return None if plain is None else _encoded(key, Page(*plain), encoding)


def normal_query(query: str) -> str:
    """Return a query with its parameters in one order; equal names keep theirs."""
    return urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0])) if query else ""


def wanted_encoding(accepted: str) -> str:
    """Return the best of our encodings that a browser takes."""
    if not accepted:
        return ""
    refused = set(REFUSED.findall(accepted))
    return next((name for name in ("br", "gzip") if name in accepted and name not in refused), "")


def change_stamp() -> None:
    """Make all kept pages of statistics out of date."""
    _move(STAMP_KEYS[RELEASE])


def change_life() -> None:
    """Make all kept pages about the Partnership's life out of date."""
    _move(STAMP_KEYS[LIFE])


def listen_for_changes() -> None:
    """Move the stamps with every commit that wrote what pages show."""
    listen(SHOWN_WITH_STATISTICS.__contains__, change_stamp)
    listen(lambda table: table not in NEVER_SHOWN, change_life)


def _move(key: str) -> None:
    cache.set(key, time.time_ns(), None)
    memory.ask_again()


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return a hash of everything in the project that shapes a page: code, templates, styles, translations."""
    digest = hashlib.blake2b(settings.VERSION.encode(), digest_size=8)
    for path in _page_files(Path(settings.BASE_DIR)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _page_files(base: Path) -> Iterator[Path]:
    for folder in PART_OF_THE_PAGE:
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".mo", ".svg"}:
                yield path


@lru_cache(maxsize=1)
def _language_prefixes() -> tuple[str, ...]:
    return tuple(f"/{code}/" for code, _name in settings.LANGUAGES)


def _new_stamp(key: str) -> int:
    """Make a stamp where there is none: an emptied cache must not revive one whose pages browsers may hold."""
    stamp = time.time_ns()
    return stamp if cache.add(key, stamp, None) else int(cache.get(key, stamp))


def _place(key: str, encoding: str) -> str:
    return f"page:{key}:{encoding}"


def _encoded(key: str, page: Page, encoding: str) -> Page:
    """Return the page in an encoding, and keep it so."""
    if not encoding or page.headers.get("Content-Type", "").startswith(COMPRESSED_ALREADY):
        return page
    encoded = Page({**page.headers, "Content-Encoding": encoding}, ENCODINGS[encoding](page.content))
    cache.set(_place(key, encoding), (encoded.headers, encoded.content), KEEP_SECONDS)
    return memory.keep(key, encoding, encoded)


def _answer(request: HttpRequest, page: Page, response: HttpResponse | None = None) -> HttpResponse:
    response = HttpResponse() if response is None else response
    for name, value in page.headers.items():
        response[name] = value
    response.content = b"" if request.method == "HEAD" else page.content
    response["Content-Length"] = str(len(page.content))
    return response


def _described(response: HttpResponseBase, etag: str, on: DependsOn) -> Any:
    """Say how long an answer may be kept and what it depends on: whoever signs in gets another page."""
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL[on]
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


def _forget_settings(*, setting: str, **_signal: Any) -> None:
    if setting in {"LANGUAGES", "VERSION", "ROOT_URLCONF"}:
        dependence.cache_clear()
        _language_prefixes.cache_clear()
        code_version.cache_clear()


setting_changed.connect(_forget_settings)
