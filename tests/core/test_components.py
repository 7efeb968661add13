"""The page components: what they write, and that text of a person never becomes markup."""

import datetime as dt
import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from partnership.core.enums import JobState
from partnership.core.models import Job
from partnership.core.templatetags.formats import day_in_words
from partnership.core.transitions import Offer, Transition

CANARY = "<script>alert(1)</script>"
TONES = ("neutral", "info", "done", "soon", "wrong")


def show(source: str, **context) -> str:
    """Render a template source; blanks between tags do not count."""
    html = Template(source).render(Context(context))
    return re.sub(r"[ \n]+", " ", re.sub(r">[ \n]+<", "><", html)).strip()


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "USD\u00a01,250.00"), ("es", "USD\u00a01\u00a0250,00"), ("fr", "USD\u00a01\u00a0250,00")],
)
def test_money_is_written_with_its_code_in_the_readers_way(language, expected):
    with translation.override(language):
        assert show('{% money amount "USD" %}', amount=Decimal(1250)) == f'<span class="money">{expected}</span>'


def test_money_follows_the_minor_units_of_the_currency():
    assert show('{% money 1250 "CLP" %}') == '<span class="money">CLP\u00a01,250</span>'
    assert show("{% money -5 'USD' %}") == '<span class="money">USD\u00a0−5.00</span>'


def test_missing_figures_are_a_dash():
    dash = '<span class="no-value">–</span>'
    assert show("{% number none %}{% money none 'USD' %}{% day none %}{% moment none %}", none=None) == dash * 4


def test_number_groups_and_keeps_the_asked_decimals():
    assert show("{% number value 2 %}", value=Decimal("-12345.6")) == '<span class="number">−12,345.60</span>'
    assert show("{{ value|number:0 }}", value=0) == '<span class="number">0</span>'


def test_dates_are_written_in_words_with_the_machine_form_beside():
    assert show("{% day on %}", on=dt.date(2026, 3, 3)) == '<time datetime="2026-03-03">3 March 2026</time>'
    with translation.override("es"):
        assert show("{% day on %}", on=dt.date(2026, 3, 3)) == '<time datetime="2026-03-03">3 de marzo de 2026</time>'


def test_moment_says_its_distance_from_utc():
    instant = dt.datetime(2026, 3, 3, 14, 2, tzinfo=dt.UTC)
    with timezone.override("America/Santiago"):
        expected = '<time datetime="2026-03-03T11:02-03:00">3 March 2026, 11:02 (UTC−3)</time>'
        assert show("{{ at|moment }}", at=instant) == expected
    with timezone.override("Asia/Kathmandu"):
        assert show("{{ at|moment }}", at=instant).endswith("3 March 2026, 19:47 (UTC+5:45)</time>")
    with timezone.override("UTC"):
        assert show("{{ at|day }}", at=instant) == '<time datetime="2026-03-03">3 March 2026</time>'


@pytest.mark.parametrize("tone", TONES)
def test_badge_has_word_colour_and_shape(tone):
    html = show("{% badge label tone %}", label=CANARY, tone=tone)
    assert html.startswith(f'<span class="state state-{tone}"><svg')
    assert html.endswith("</svg>&lt;script&gt;alert(1)&lt;/script&gt;</span>")


def test_badges_have_different_shapes():
    shapes = {re.search(r"<(path|circle)[^>]+>", show("{% badge 'x' tone %}", tone=tone)).group() for tone in TONES}
    assert len(shapes) == len(TONES)


def test_badge_refuses_an_unknown_tone():
    with pytest.raises(TemplateSyntaxError):
        show("{% badge 'Late' 'red' %}")


def test_page_head_escapes_everything_it_is_given():
    html = show(
        "{% page_head t lead=t reference=t status=t ball=t actions=actions %}",
        t=CANARY,
        actions=[{"label": CANARY, "url": "/a/?b=1&c=2", "primary": True}],
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 6
    assert html.count("<h1>") == 1
    assert '<a class="btn btn-primary" href="/a/?b=1&amp;c=2">' in html


def test_page_head_with_keeps_the_markup_of_its_block_only():
    html = show("{% page_head_with t %}<b>{{ t }}</b>{% endpage_head_with %}", t=CANARY)
    assert "<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>" in html
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in html


def test_step_line_marks_where_it_stands():
    html = show(
        "{% step_line steps %}",
        steps=[
            {"label": "Triage", "state": "done"},
            {"label": "Match", "state": "now", "note": "since May"},
            {"label": "End"},
        ],
    )
    assert html == (
        '<ol class="steps" aria-label="Progress">'
        '<li class="step-done"> Triage<span class="visually-hidden"> (done)</span></li>'
        '<li class="step-now" aria-current="step"> Match <span class="step-note">since May</span></li>'
        '<li class="step-todo"> End </li></ol>'
    )


def test_data_table_heads_rows_and_aligns_figures():
    columns = [
        {"key": "ref", "label": "Reference", "url_key": "url"},
        {
            "key": "cost",
            "label": "Cost",
            "kind": "money",
            "currency": "USD",
            "unit": "estimate",
            "sort_url": "?o=cost",
            "sorted": "desc",
        },
        {"key": "state", "label": "State", "kind": "state", "tone_key": "tone"},
    ]
    rows = [{"ref": CANARY, "url": "/r/1/", "cost": Decimal("10"), "state": "Late", "tone": "wrong"}, {"ref": "B"}]
    html = show("{% data_table columns rows caption='Requests' %}", columns=columns, rows=rows)
    assert (
        '<th scope="row"><span class="cell"><a href="/r/1/">&lt;script&gt;alert(1)&lt;/script&gt;</a></span></th>'
        in html
    )
    assert (
        '<td class="figure-cell" data-label="Cost"><span class="cell"><span class="money">USD\u00a010.00</span>' in html
    )
    assert '<th scope="col" class="figure-cell" aria-sort="descending">' in html
    assert html.count('<span class="no-value">–</span>') == 2
    assert 'role="region" aria-label="Requests" tabindex="0"' in html
    assert html.count("state-wrong") == 1


def test_table_region_is_reachable_by_keyboard():
    html = show("{% table_region label tall=True %}<table></table>{% endtable_region %}", label='A "b"')
    assert html == (
        '<div class="table-region table-region-tall" role="region" aria-label="A &quot;b&quot;" tabindex="0">'
        "<table></table></div>"
    )


def test_empty_state_offers_the_first_thing_to_do():
    html = show("{% empty_state 'No claims' text=t action_url='/new/' action_label='Begin' %}", t=CANARY)
    assert '<p class="muted">&lt;script&gt;alert(1)&lt;/script&gt;</p>' in html
    assert '<a class="btn btn-primary" href="/new/">Begin</a>' in html


def test_job_that_runs_asks_again_and_says_how_far_it_is():
    job = Job(key="k", kind="core.test", state=JobState.RUNNING, progress=42, stage=CANARY)
    html = show("{% job_progress job %}", job=job)
    assert f'hx-get="/en/jobs/{job.pk}/progress/" hx-trigger="every 1s"' in html
    assert '<progress class="bar" max="100" value="42"' in html
    assert "<script" not in html


def test_job_that_waits_says_so():
    assert "<strong>Waiting for its turn</strong>" in show("{% job_progress job %}", job=Job(key="k"))


@pytest.mark.parametrize(("state", "text"), [(JobState.DONE, "Finished"), (JobState.FAILED, "Failed")])
def test_finished_job_asks_no_more(state, text):
    job = Job(key="k", state=state, progress=100, error="Row 14 has no year.", result={"location": "/en/r/"})
    html = show("{% job_progress job %}", job=job)
    assert "hx-get" not in html
    assert f"</svg>{text}</span>" in html
    assert ("Row 14 has no year." in html) == (state == JobState.FAILED)
    assert ('<a href="/en/r/">Open the result</a>' in html) == (state == JobState.DONE)


def test_pagination_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/en/list/", {"q": "é&x", "page": "2"})
    html = show("{% pagination page %}", page=Paginator(range(60), 25).page(2), request=request)
    assert '<a href="?q=%C3%A9%26x&amp;page=1" rel="prev">' in html
    assert '<a href="?q=%C3%A9%26x&amp;page=2" aria-current="page">2</a>' in html
    assert '<a href="?q=%C3%A9%26x&amp;page=3" rel="next">' in html


def test_pagination_of_one_page_only_counts():
    html = show("{% pagination page %}", page=Paginator(range(3), 25).page(1))
    assert "<ul>" not in html
    assert "3</span>" in html


class DayForm(forms.Form):
    """A form to fail with."""

    days = forms.IntegerField(min_value=1, label="Person-days <b>")

    def clean(self):
        raise forms.ValidationError(CANARY)


def test_error_summary_leads_to_the_fields():
    html = show("{% error_summary form none %}", form=DayForm({"days": "0"}), none=None)
    assert '<a href="#id_days">Person-days &lt;b&gt;: Ensure this value is greater than or equal to 1.</a>' in html
    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in html
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "2 things to correct" in html


def test_error_summary_without_errors_is_nothing():
    assert show("{% error_summary form %}", form=DayForm()) == ""


def test_form_actions_have_one_primary_button():
    html = show("{% form_actions 'Submit' cancel_url='/back/' draft=True autosave=True %}")
    assert html.count("btn-primary") == 1
    assert 'name="save_draft" value="1" formnovalidate' in html
    assert '<a href="/back/">Cancel</a>' in html
    assert 'role="status" data-autosave-status' in html


def test_definition_list_takes_pairs_and_links():
    html = show(
        "{% definition_list items %}", items=[("Country", CANARY), {"term": "File", "value": "a", "url": "/f/"}]
    )
    assert html == (
        '<dl class="facts"><dt>Country</dt><dd>&lt;script&gt;alert(1)&lt;/script&gt;</dd>'
        '<dt>File</dt><dd><a href="/f/">a</a></dd></dl>'
    )


def test_figure_shows_its_numbers_as_a_table_too():
    table = {"columns": [{"key": "year", "label": "Year"}], "rows": [{"year": "1996"}]}
    html = show("{% figure t text=t source=t table=table %}<svg></svg>{% endfigure %}", t=CANARY, table=table)
    assert '<div class="figure-drawing"><svg></svg></div>' in html
    assert "<summary>Show the numbers as a table</summary>" in html
    assert "<script" not in html


def test_file_link_names_kind_and_size():
    html = show("{% file_link file '/f/1/' %}", file={"name": "acta <1>.pdf", "size": 2048})
    assert html == '<span class="file"><a href="/f/1/">acta &lt;1&gt;.pdf</a><small>PDF, 2.0\u00a0KB</small></span>'


def transition(name: str, *, reason_required: bool = False) -> Transition:
    return Transition(name, ("a",), "b", "core.x", label=f"{name} <it>", reason_required=reason_required)


def test_transition_buttons_have_one_primary_and_say_what_blocks():
    offers = [
        Offer(transition("approve"), problems=("Four papers are missing.",)),
        Offer(transition("submit")),
        Offer(transition("return", reason_required=True)),
    ]
    html = show("{% transition_buttons offers url='/r/7/' version=1234 %}", offers=offers, csrf_token="token")
    assert re.findall(r'<form method="post" action="([^"]+)">', html) == ["/r/7/submit/", "/r/7/return/"]
    assert html.count('name="version" value="1234"') == 2
    assert html.count('name="csrfmiddlewaretoken" value="token"') == 2
    assert len(set(re.findall(r'name="form_key" value="([0-9a-f-]{36})"', html))) == 2
    assert '<button class="btn btn-primary" type="submit">submit &lt;it&gt;</button>' in html
    assert '<summary class="btn btn-secondary">return &lt;it&gt; …</summary>' in html
    assert html.count('name="reason"') == 1
    assert "<strong>approve &lt;it&gt;</strong>: not yet. Four papers are missing." in html


def test_transition_buttons_without_offers_are_nothing():
    assert show("{% transition_buttons offers url='/r/7/' %}", offers=[]) == ""


def test_history_keeps_the_reason_as_text():
    entry = {"at": dt.datetime(2026, 3, 3, tzinfo=dt.UTC), "text": "Returned", "actor": "A. Officer", "reason": CANARY}
    html = show("{% history_list entries %}", entries=[entry])
    assert "<blockquote>&lt;script&gt;alert(1)&lt;/script&gt;</blockquote>" in html
    assert 'Returned · <span class="muted">A. Officer</span>' in html


def test_key_figures_open_their_facts():
    html = show(
        "{% key_figures figures %}", figures=[{"value": "312.5", "unit": "of 500", "label": "Days", "url": "/d/"}]
    )
    assert '<span class="value">312.5 <small>of 500</small></span>' in html
    assert '<span class="label"><a href="/d/">Days</a></span>' in html


def test_breadcrumbs_end_with_this_page():
    html = show("{% breadcrumbs 'Requests' '/r/' t %}", t=CANARY)
    assert '<li><a href="/r/">Requests</a></li><li aria-current="page">&lt;script&gt;' in html


def test_tabs_are_links():
    html = show(
        "{% tabs entries label='Parts' %}", entries=[{"label": "Days", "url": "/d/", "current": True, "count": 0}]
    )
    assert '<li><a href="/d/" aria-current="page">Days <span class="count">0</span></a></li>' in html


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_pages_for_our_own_trouble_need_no_context(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    assert "csrf" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_has_its_landmarks_and_one_heading(client, language):
    html = client.get(f"/{language}/").content.decode()
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == html.count("<main") == 1
    assert '<a class="skip-link" href="#main">' in html
    assert 'hreflang="fr" href="http' in html


def test_templates_carry_no_inline_style_script_or_handler():
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        source = path.read_text()
        assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", source) == [], path
        for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", source, re.DOTALL):
            assert content == "" or 'type="application/json"' in attributes, path


def test_vendored_files_are_the_ones_in_the_table():
    vendor = Path(settings.BASE_DIR) / "static" / "vendor"
    table = (vendor / "README.md").read_text()
    files = [path for path in vendor.glob("*/*.*") if path.is_file()]
    assert len(files) == 6
    for path in files:
        assert f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`" in table, path.name
        assert (path.parent / "LICENSE").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "3 March 2026"), ("es", "3 de marzo de 2026"), ("pt", "3 de março de 2026"), ("fr", "3 mars 2026")],
)
def test_day_is_written_as_each_language_does(language: str, words: str) -> None:
    with translation.override(language):
        assert day_in_words(dt.date(2026, 3, 3)) == words
        assert day_in_words(None) == ""
