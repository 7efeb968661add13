"""The pages behind the statistics: upload to release, as the people who do it."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import indicators.tasks  # noqa: F401  # registers the handler, as the worker does
from indicators import selectors, work
from indicators.enums import ImportStatus, ReleaseStatus
from indicators.models import ImportBatch, Release, Source
from indicators.services import imports
from partnership.core.models import Job
from partnership.core.services import jobs
from tests.cast import Cast, make_cast
from tests.factories.indicators import drafted, imported, published, signed_off, upload, wgi, wgi_csv

FILE = wgi_csv([("PER", 2020, "va", 0.5), ("QQQ", 2020, "va", 0.5), ("CHL", 2020, "va", 0.9)])
FAULTY = wgi_csv([("PER", 2020, "va", 0.5), ("CHL", 2020, "va", 99)])


def _post_file(client: Client, content: str, source: Source, **data: str):
    return client.post(
        reverse("indicators:import_upload"), {"source": source.pk, "file": upload(content, "wgi.csv"), **data}
    )


def _act(client: Client, obj: ImportBatch | Release, action: str, **data: str):
    kind = "import" if isinstance(obj, ImportBatch) else "release"
    url = reverse(f"indicators:{kind}_act", kwargs={"pk": obj.pk, "action": action})
    return client.post(url, {"version": obj.version, **data})


@pytest.mark.django_db(transaction=True)
def test_from_the_upload_to_the_public_series(signed_in) -> None:
    cast, source = make_cast(), wgi()
    officer, advisory = signed_in(cast.officer), signed_in(cast.advisory)
    response = _post_file(officer, FILE, source)
    job = Job.objects.get()
    assert response.url == reverse("job", kwargs={"pk": job.pk})
    jobs.run(str(job.pk))
    job.refresh_from_db()
    batch = ImportBatch.objects.get()
    assert job.result["location"].endswith(f"/indicators/imports/{batch.pk}/")
    assert batch.status == ImportStatus.STAGED
    assert _act(officer, batch, "sign_off").status_code == 403
    assert _act(advisory, batch, "sign_off").status_code == 302
    response = officer.post(reverse("indicators:release_new"), {"title": "First", "batches": [batch.pk]})
    release = Release.objects.get()
    assert response.url == reverse("indicators:release_detail", kwargs={"pk": release.pk})
    _act(advisory, release, "approve")
    release.refresh_from_db()
    _act(advisory, release, "publish")
    release.refresh_from_db()
    assert (release.status, release.number) == (ReleaseStatus.PUBLISHED, 1)
    rows = selectors.series_of_indicator(selectors.get_indicator("voice-and-accountability").pk, 1)
    assert {row.iso3: row.values for row in rows} == {"PER": [0.5], "CHL": [0.9]}


def test_an_upload_that_only_checks_stages_nothing(cast: Cast, signed_in) -> None:
    client = signed_in(cast.officer)
    _post_file(client, FILE, wgi(), dry_run="on")
    batch = ImportBatch.objects.get()
    imports.process_batch(batch, actor=cast.officer, stage=Job.objects.get().args["stage"])
    page = client.get(reverse("indicators:import_detail", kwargs={"pk": batch.pk}))
    assert page.context["may_stage"] is True
    client.post(reverse("indicators:import_stage", kwargs={"pk": batch.pk}))
    assert Job.objects.filter(key=f"indicators.import:{batch.pk}:stage").count() == 1


def test_the_same_form_twice_is_taken_once(cast: Cast, signed_in) -> None:
    client, key, source = signed_in(cast.officer), str(uuid.uuid4()), wgi()
    first = _post_file(client, FILE, source, form_key=key)
    second = _post_file(client, FILE, source, form_key=key)
    assert first.url == second.url
    assert (ImportBatch.objects.count(), Job.objects.count()) == (1, 1)


def test_a_known_file_leads_to_its_import(cast: Cast, signed_in) -> None:
    batch = imported(FILE, actor=cast.officer)
    response = _post_file(signed_in(cast.lead), FILE, batch.source)
    assert response.url == reverse("indicators:import_detail", kwargs={"pk": batch.pk}) + "?known=1"
    assert "Nothing changed" in signed_in(cast.lead).get(response.url).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("", "wgi.csv", "The file is empty."),
        ("text", "wgi.pdf", "Please choose a file of one of these kinds"),
        ("text", "wgi.xlsx", "is not what its name"),
    ],
)
def test_a_refused_upload_says_why(content: str, name: str, sentence: str, cast: Cast, signed_in) -> None:
    data = {"source": wgi().pk, "file": upload(content, name)}
    response = signed_in(cast.officer).post(reverse("indicators:import_upload"), data)
    assert response.status_code == 422
    assert any(sentence in error for error in response.context["form"].errors["file"])
    assert ImportBatch.objects.count() == 0


def test_messages_are_listed_with_line_and_column_and_downloaded(cast: Cast, signed_in) -> None:
    batch = imported(FAULTY, actor=cast.officer)
    client = signed_in(cast.advisory)
    page = client.get(reverse("indicators:import_detail", kwargs={"pk": batch.pk}), {"level": "error"})
    row = page.context["messages_found"][0]
    assert (row["line"], row["column"], row["value"]) == (3, "estimate", "99")
    download = client.get(reverse("indicators:import_messages", kwargs={"pk": batch.pk}))
    lines = b"".join(download.streaming_content).decode().splitlines()
    assert lines[0] == "line,column,cell,importance,message"
    assert lines[1].startswith("3,estimate,99,Error,")


def test_reasons_are_given_on_the_page_of_the_release(cast: Cast, signed_in) -> None:
    published(FILE, cast=cast)
    signed_off(wgi_csv([("PER", 2020, "va", 0.7)]), cast=cast)
    client = signed_in(cast.officer)
    batch = ImportBatch.objects.latest("pk")
    client.post(reverse("indicators:release_new"), {"title": "Second", "batches": [batch.pk]})
    release = Release.objects.latest("pk")
    group = work.revision_groups(release)[0]
    url = reverse("indicators:release_explain", kwargs={"pk": release.pk})
    client.post(url, {"indicator": group["indicator"], "reason": "The source corrected it."})
    revision = release.revisions.get()
    assert (revision.old_value, revision.new_value, revision.reason) == (0.5, 0.7, "The source corrected it.")


def test_a_late_decision_meets_a_conflict_page(cast: Cast, signed_in) -> None:
    batch = imported(FILE, actor=cast.officer)
    client = signed_in(cast.advisory)
    _act(client, batch, "sign_off")
    assert _act(client, batch, "reject", reason="Too late.").status_code == 409


@pytest.mark.parametrize("name", ["import_list", "release_list"])
def test_lists_ask_the_same_number_of_queries_for_one_and_three_rows(name: str, cast: Cast, signed_in) -> None:
    client, counts = signed_in(cast.auditor), []
    for number in range(3):
        drafted(wgi_csv([("PER", 2000 + number, "va", 0.1)]), cast=cast)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"indicators:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_waiting_work_is_told_to_who_can_do_it(cast: Cast) -> None:
    imported(FILE, actor=cast.officer)
    waiting = {name: len(work.tasks_waiting_for(user)) for name, user in cast.people().items()}
    assert {name for name, count in waiting.items() if count} == {"advisory"}
    assert len(work.tasks_waited_for(cast.officer)) == 1


def test_text_of_a_file_is_shown_escaped(cast: Cast, signed_in) -> None:
    hostile = FILE.replace("QQQ,Name of QQQ", '"<script>alert(1)</script>","=cmd|x"')
    batch = imported(hostile, actor=cast.officer, source=wgi())
    page = signed_in(cast.officer).get(reverse("indicators:import_detail", kwargs={"pk": batch.pk})).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
