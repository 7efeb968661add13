"""Gather, compile and check the translations in pure Python: the gettext tools are not on a plain machine.

    python -m ops.translations update   bring locale/*/LC_MESSAGES/django.po up to date, compile the .mo
    python -m ops.translations check    every text has its translation in the whole languages, and in the prepared
                                        ones where a page that every language has needs it

Texts come from Python sources and from templates (through Django's own `templatize`).
"""

import gettext
import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from ops.places import CHECKOUT

COMPLETE = ("es",)  # whole languages: no text may be missing
PREPARED = ("pt", "fr")  # whole in the files below, which make the pages that every language has
COVERED = (
    "templates/*.html",
    "templates/account/*",
    "templates/allauth/**/*",
    "templates/mfa/**/*",
    "templates/components/*",
    "templates/core/job.html",
    "templates/emails/*",
    "templates/first_screens/*",
    "templates/assistance/**/*",
    "templates/partnership/**/*",
    "templates/networks/community/*",
    "templates/indicators/_*.html",
    "templates/indicators/bad_address.html",
    "templates/indicators/country*.html",
    "templates/indicators/definition.html",
    "templates/indicators/map.html",
    "templates/indicators/indicator*.html",
    "templates/indicators/catalogue/**/*",
    "templates/indicators/site/**/*",
    "templates/home/**/*",
    "templates/technical_assistance/roster/**/*",
    "templates/governance/charter/**/*",
    "templates/governance/fund.html",
    "templates/governance/report.html",
    "templates/governance/report_body.html",
    "templates/governance/report_list.html",
    "templates/governance/report_table.html",
    "templates/governance/report_damaged.html",
    "partnership/*.py",
    "partnership/first_screens/*",
    "partnership/home/**/*",
    "partnership/core/accounts.py",
    "partnership/core/enums.py",
    "partnership/core/templatetags/*",
    "indicators/charts.py",
    "indicators/exports.py",
    "indicators/figures.py",
    "indicators/overviews.py",
    "indicators/page_chart.py",
    "indicators/pages.py",
    "indicators/parameters.py",
    "indicators/tables.py",
    "indicators/work.py",
    "indicators/catalogue/**/*",
    "indicators/site/**/*",
    "indicators/views/public.py",
    "networks/community/*",
    "technical_assistance/enums/roster.py",
    "technical_assistance/enums/requests.py",
    "technical_assistance/enums/activities.py",
    "technical_assistance/activities/public.py",
    "technical_assistance/roster/**/*",
    "technical_assistance/selectors/ball.py",
    "technical_assistance/selectors/tasks.py",
    "technical_assistance/selectors/claims.py",
    "governance/charter/**/*",
    "governance/charts.py",
    "governance/enums/reports.py",
    "governance/reports/**/*",
    "governance/selectors/facts/*",
    "governance/selectors/fund_tasks.py",
    "governance/selectors/report_tasks.py",
)
# Catalogues that a package has under another name than ours: (package, its name, where ours stands)
BORROWED = (("allauth", "pt_BR", "partnership/core/locale/pt/LC_MESSAGES/django.mo"),)
SOURCES = ("partnership", "indicators", "networks", "technical_assistance", "governance", "templates")
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def gather(root: Path) -> Catalog:
    """All texts of the project below `root` with the files (not lines: less noise) they stand in."""
    catalog = Catalog(charset="utf-8")
    for path in _files(root):
        where = [(path.relative_to(root).as_posix(), 0)]
        for message, context in _texts(path):
            catalog.add(message, context=context, locations=where)
    return catalog


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """(msgid or (msgid, plural), context) of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # what is not a text has become X; without indentation that is a valid run of tokens
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    file = io.BytesIO(source.encode())
    for _line, function, arguments, _comments in extract_python(file, KEYWORDS, [], {"encoding": "utf-8"}):
        found = _text_of(str(function), [arguments] if isinstance(arguments, str) else list(arguments))
        if found:
            yield found


def _text_of(function: str, arguments: list[str | None]) -> tuple[str | tuple[str, ...], str | None] | None:
    """Sort the literal arguments of one call; None for a call without a literal text."""
    context = None
    texts = []
    for part in KEYWORDS[function] or ():
        position = part[0] if isinstance(part, tuple) else part
        value = arguments[position - 1] if position <= len(arguments) else None
        if not value:
            return None
        if isinstance(part, tuple):
            context = value
        else:
            texts.append(value)
    return (tuple(texts) if len(texts) > 1 else texts[0]), context


def problems(root: Path) -> list[str]:
    """What is wrong with the catalogues below root/locale, one line each; empty when all is well."""
    texts = gather(root)
    found = [f"locale/{language}: no catalogue" for language in COMPLETE if not _po(root, language).exists()]
    for po in sorted((root / "locale").glob("*/LC_MESSAGES/django.po")):
        language = po.parent.parent.name
        catalog = _read(po)
        wanted = texts if language in COMPLETE else covered(texts) if language in PREPARED else Catalog()
        found += [f"locale/{language}: {line}" for line in _gaps(wanted, catalog)]
        found += [f"locale/{language}: {line}" for line in _mistakes(catalog)]
        if not _compiled_matches(catalog, po.with_suffix(".mo")):
            found.append(f"locale/{language}: django.mo does not match django.po: make messages")
    return found


def covered(texts: Catalog) -> Catalog:
    """Return the texts that stand in a file of the pages that every language has, with those files only."""
    found = Catalog(charset="utf-8")
    for message in texts:
        where = [place for place in message.locations if _is_covered(place[0])]
        if message.id and where:
            found.add(message.id, context=message.context, locations=where)
    return found


@cache
def _is_covered(name: str) -> bool:
    return any(_pattern(glob).fullmatch(name) for glob in COVERED)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Return a glob as an expression: * stays in one folder, **/ is any number of them."""
    return re.compile(re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*"))


def borrowed(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield where a catalogue of a package stands under our name for its language, and what should stand there."""
    for package, name, place in BORROWED:
        (source,) = (Path(entry) / "locale" / name / "LC_MESSAGES" / "django.mo" for entry in _folders(package))
        yield root / place, source.read_bytes()


def _folders(package: str) -> list[str]:
    spec = importlib.util.find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []


def _stale_loans(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: not the catalogue of the installed package: make messages"
        for path, content in borrowed(root)
        if not path.exists() or path.read_bytes() != content
    ]


def _gaps(texts: Catalog, catalog: Catalog) -> Iterator[str]:
    for message in texts:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        where = message.locations[0][0] if message.locations else ""
        if translated is None or not _is_complete(translated):
            yield f"not translated: {_first(message)!r} ({where})"
        elif translated.fuzzy:
            yield f"fuzzy: {_first(message)!r} ({where})"


def _mistakes(catalog: Catalog) -> Iterator[str]:
    """Placeholders that differ between a text and its translation."""
    for message in catalog:
        if not message.id or not _is_complete(message):
            continue
        if "%(" in _first(message):  # "90 % interval" is no format, though it looks like one
            for error in message.check(catalog):
                yield f"{_first(message)!r}: {error}"
        wanted = _placeholders(message.id)
        for translation in _as_tuple(message.string):
            if not _placeholders(translation) <= wanted:
                yield f"{_first(message)!r}: the translation has another placeholder: {translation!r}"


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    return {name for part in _as_tuple(text) for name in re.findall(r"%\((\w+)\)|\{(\w*)\}", part)}


def _as_tuple(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _is_complete(message: Message) -> bool:
    return bool(message.string) and all(_as_tuple(message.string))


def _first(message: Message) -> str:
    return _as_tuple(message.id)[0]


def _compiled_matches(catalog: Catalog, mo: Path) -> bool:
    if not mo.exists():
        return False
    with mo.open("rb") as file:
        return _entries(file) == _entries(io.BytesIO(_compile(catalog)))


def _entries(file: io.BufferedIOBase) -> dict[object, str]:
    return dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]


def _compile(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(root: Path) -> None:
    """Merge new texts into every catalogue (translations are kept, unused texts go) and compile it."""
    texts = gather(root)
    languages = {path.name for path in (root / "locale").glob("*") if path.is_dir()} | set(COMPLETE)
    for language in sorted(languages):
        po = _po(root, language)
        catalog = _read(po) if po.exists() else Catalog(locale=language, project="portal", charset="utf-8")
        catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        catalog.fuzzy = False
        po.parent.mkdir(parents=True, exist_ok=True)
        with po.open("wb") as file:
            write_po(file, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
        po.with_suffix(".mo").write_bytes(_compile(catalog))
        missing = sum(1 for message in catalog if message.id and not _is_complete(message))
        print(f"{po.relative_to(root)}: {len(catalog)} texts, {missing} not translated")


def _po(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)


def main(arguments: list[str]) -> int:
    """The two commands of the module's docstring."""
    if arguments == ["update"]:
        update(CHECKOUT)
        for path, content in borrowed(CHECKOUT):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return 0
    if arguments == ["check"]:
        found = problems(CHECKOUT) + _stale_loans(CHECKOUT)
        print("\n".join(found) or "Translations are complete.")
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
