"""The portal's page components. Examples and the meaning of each property: docs/components.md.

Objects are read by name (attribute or key), so a plain dict serves as well as a model. Text is escaped here
or in the component's template; only the content of a block tag arrives as rendered HTML.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnership.core.templatetags import formats
from partnership.core.transitions import Offer

register = template.Library()

TONES = ("neutral", "info", "done", "soon", "wrong")
MESSAGE_TONES = {"success": "done", "warning": "soon", "error": "wrong"}

register.filter("number", formats.number)
register.simple_tag(formats.number, name="number")
register.simple_tag(formats.money, name="money")
register.filter("day", formats.day)
register.simple_tag(formats.day, name="day")
register.filter("moment", formats.moment)
register.simple_tag(formats.moment, name="moment")


def read(thing: object, name: str, default: Any = None) -> Any:
    """The value called `name` of a mapping or an object."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


@register.filter
def notice_tone(level: str) -> str:
    """The tone of a Django message level."""
    return MESSAGE_TONES.get(level.rsplit(maxsplit=1)[-1] if level else "", "info")


@register.simple_tag
def home_address() -> str:
    """The first page in the current language."""
    return f"/{get_language()}/"


@register.inclusion_tag("components/page_head.html")
def page_head(
    title: str,
    lead: str = "",
    actions: Iterable[Any] = (),
    reference: str = "",
    status: str = "",
    tone: str = "neutral",
    ball: str = "",
) -> dict[str, Any]:
    """The page's one h1 with its lead, state and actions (each with label, url and perhaps primary)."""
    return {
        "title": title, "lead": lead, "actions": actions, "reference": reference,
        "status": status, "tone": tone, "ball": ball,
    }  # fmt: skip


@register.simple_block_tag(name="page_head_with")
def page_head_with(content: str, title: str, lead: str = "", reference: str = "") -> SafeString:
    """As `page_head`, with markup of the caller's own (forms, buttons) as the actions."""
    page = {"title": title, "lead": lead, "reference": reference, "actions_html": content}
    return _render("page_head", page)


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = "neutral") -> dict[str, str]:
    """A state: word, colour and shape. An unknown tone is an error of the caller."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"badge tone {tone!r} is none of {', '.join(TONES)}")
    return {"label": label, "tone": tone}


@register.simple_tag
def ball(sentence: str) -> SafeString:
    """Who holds the ball, as a sentence."""
    return format_html('<p class="ball">{}</p>', sentence)


@register.inclusion_tag("components/step_line.html")
def step_line(steps: Iterable[Any], label: str = "") -> dict[str, Any]:
    """The big steps; each has label, state (done, now, todo) and perhaps a note."""
    return {"steps": steps, "label": label or _("Progress")}


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Iterable[Any], rows: Iterable[Any], caption: str = "", note: str = "", tall: bool = False,
    stack: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """A table whose first column heads its rows.

    A column has key and label, and perhaps kind (text, code, number, money, day, moment, state), unit,
    decimals, currency or currency_key, url_key, tone_key, note_key, sort_url, sorted (asc, desc).
    """
    columns = list(columns)
    table_rows = [[_cell(row, column) for column in columns] for row in rows]
    heads = [{"column": column, "figure": _is_figure(column)} for column in columns]
    return {
        "heads": heads,
        "rows": table_rows,
        "caption": caption,
        "note": note,
        "tall": tall,
        "stack": stack,
    }


def _is_figure(column: object) -> bool:
    return read(column, "kind", "text") in ("number", "money")


def _cell(row: object, column: object) -> dict[str, Any]:
    value = read(row, read(column, "key"))
    kind = read(column, "kind") or "text"

    def named(key: str) -> Any:
        return read(row, read(column, key)) if read(column, key) else None

    if kind == "number":
        value = formats.number(value, read(column, "decimals"))
    elif kind == "money":
        value = formats.money(value, read(column, "currency") or read(row, read(column, "currency_key", "currency")))
    elif kind in ("day", "moment"):
        value = getattr(formats, kind)(value)
    return {
        "value": formats.NO_VALUE if value in (None, "") else value,
        "state": kind == "state" and value not in (None, ""),
        "figure": _is_figure(column), "nowrap": kind in ("code", "day"),
        "label": read(column, "label"), "url": named("url_key"),
        "tone": named("tone_key") or "neutral", "note": named("note_key"),
    }  # fmt: skip


@register.simple_block_tag
def table_region(content: str, label: str, tall: bool = False) -> SafeString:
    """A scrolling region, reachable by keyboard, around a table of the caller's own markup."""
    tall_class = " table-region-tall" if tall else ""
    return format_html(
        '<div class="table-region{}" role="region" aria-label="{}" tabindex="0">{}</div>',
        tall_class,
        label,
        content,
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", action_url: str = "", action_label: str = "") -> dict[str, str]:
    """What an empty list says: what would stand here, and what to do first."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/job_progress.html")
def job_progress(job: object) -> dict[str, Any]:
    """A job's progress, asked for each second until it is finished (`job`: a core Job).

    The page itself sends the header `Refresh` while the job runs, for browsers without JavaScript.
    """
    return {"job": job}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page, name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; everything else in the address stays (`name`: the page parameter)."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    links = [{"number": number, "url": address(number) if isinstance(number, int) else ""} for number in numbers]
    return {
        "page_obj": page_obj, "links": links,
        "previous_url": address(page_obj.number - 1) if page_obj.has_previous() else "",
        "next_url": address(page_obj.number + 1) if page_obj.has_next() else "",
    }  # fmt: skip


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """All errors of the forms at the top of the page, each a link to its field."""
    return {"errors": [error for form in forms if form is not None for error in _errors(form)]}


def _errors(form: BaseForm) -> Iterable[dict[str, str]]:
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in messages:
            yield {
                "message": message,
                "label": str(field.label) if field else "",
                "anchor": (field.id_for_label or field.auto_id) if field else "",
            }


@register.inclusion_tag("components/form_actions.html")
def form_actions(label: str = "", cancel_url: str = "", draft: bool = False, autosave: bool = False) -> dict[str, Any]:
    """The end of a form: one primary button, perhaps "Save draft" (name save_draft) and a way back."""
    return {"label": label or _("Save"), "cancel_url": cancel_url, "draft": draft, "autosave": autosave}


@register.inclusion_tag("components/definition_list.html")
def definition_list(items: Iterable[Any]) -> dict[str, Any]:
    """Facts as (term, value) pairs, or objects with term, value and perhaps url."""
    pairs = [item if not isinstance(item, tuple | list) else {"term": item[0], "value": item[1]} for item in items]
    return {"items": pairs}


@register.simple_block_tag
def figure(
    content: str, title: str, text: str = "", source: str = "", table: object = None, wide: bool = False
) -> SafeString:
    """A chart (inline SVG as content) with its title, a sentence that says what it shows, and its data.

    `table` has columns and rows as for `data_table`. The SVG itself carries role="img" and a title.
    """
    shown = {"drawing": content, "title": title, "text": text, "source": source, "table": table, "wide": wide}
    return _render("figure", shown)


@register.inclusion_tag("components/file_link.html")
def file_link(file: object, url: str) -> dict[str, Any]:
    """A stored file with its name, kind and size (`file` has name, and perhaps size in bytes)."""
    name = str(read(file, "original_name") or read(file, "name") or "")
    kind = name.rpartition(".")[2].upper() if "." in name else ""
    return {"name": name, "kind": kind, "size": read(file, "size"), "url": url}


@register.simple_tag
def form_key() -> SafeString:
    """The hidden field by which a form is taken once (`partnership.core.forms.once_per_form_key`)."""
    return format_html('<input type="hidden" name="form_key" value="{}">', uuid.uuid4())


@register.inclusion_tag("components/transition_buttons.html", takes_context=True)
def transition_buttons(
    context: Context, offers: Iterable[Offer], url: str, version: int | None = None
) -> dict[str, Any]:
    """What the reader can do next: the first open offer is the primary button, the others are quiet.

    Each is posted to `url` + name + "/"; a blocked one shows what stands in its way.
    """
    offers = list(offers)
    return {
        "open_offers": [offer for offer in offers if offer.is_open],
        "blocked_offers": [offer for offer in offers if not offer.is_open],
        "url": url, "version": "" if version is None else str(version), "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("components/history_list.html")
def history_list(entries: Iterable[Any]) -> dict[str, Any]:
    """Who did what when: entries with at (instant), text, and perhaps actor and reason."""
    return {"entries": entries}


@register.inclusion_tag("components/key_figures.html")
def key_figures(figures: Iterable[Any]) -> dict[str, Any]:
    """Large numbers: each with value (already formatted) and label, and perhaps unit, note, url, now."""
    return {"figures": figures}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """The way here: label, address, label, address …, and the label of this page last."""
    labels, urls = pairs[0::2], pairs[1::2]
    return {"links": [{"label": label, "url": url} for label, url in zip(labels, urls, strict=False)],
            "here": labels[-1] if len(pairs) % 2 else ""}  # fmt: skip


@register.inclusion_tag("components/tabs.html")
def tabs(entries: Iterable[Any], label: str) -> dict[str, Any]:
    """Parts of one thing as links: entries with label, url, current and perhaps count."""
    return {"entries": entries, "label": label}


@register.inclusion_tag("components/autosave_status.html")
def autosave_status() -> dict[str, Any]:
    """The place where static/js/autosave.js says what it did, with its texts in the page's language."""
    return {}


def _render(name: str, values: dict[str, Any]) -> SafeString:
    return template.loader.get_template(f"components/{name}.html").render(values)  # type: ignore[return-value]
