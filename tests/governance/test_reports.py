import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from governance.enums import SnapshotState
from governance.models import Artifact, Restatement, Snapshot
from governance.reports.canonical import canonical, checksum
from governance.services.reports import explain_restatement, publish_report, request_report, write_narrative
from governance.services.restatements import Metric, explain
from governance.services.results import ensure_framework
from governance.services.snapshot import Collected, collect, one_moment, store
from partnership.core.enums import JobState, Role
from partnership.core.models import Job, OutboundMail
from partnership.core.services.files import path_of
from partnership.core.services.jobs import run
from partnership.core.transitions import GuardFailed, NotPermitted, Stale, perform
from tests.factories.core import person
from tests.factories.reports import CUTOFF, draft, finished, frozen, period, published

FILES = 12


@pytest.fixture(autouse=True)
def framework(request) -> None:
    if "cast" in request.fixturenames or "db" in request.fixturenames:
        request.getfixturevalue("db")
        ensure_framework()


def test_asking_twice_makes_one_version_and_one_job(cast) -> None:
    first = request_report(period(), actor=cast.officer)
    again = request_report(period(), actor=cast.lead)
    assert first == again
    assert Snapshot.objects.count() == 1
    assert first.key == "governance.report:2026-H1:1"


def test_only_the_secretariat_asks_for_a_report(cast) -> None:
    for name in ("committee", "auditor", "ministry", "admin"):
        with pytest.raises(PermissionDenied):
            request_report(period(), actor=getattr(cast, name))


@pytest.mark.django_db(transaction=True)
def test_the_job_freezes_the_facts_and_makes_every_file(cast) -> None:
    job = request_report(period(), actor=cast.officer)
    run(str(job.pk))
    job.refresh_from_db()
    snapshot = Snapshot.objects.get()
    assert (job.state, job.progress) == (JobState.DONE, 100)
    assert job.result["location"] == "/en/governance/reports/2026-H1/v1/"
    assert snapshot.status == SnapshotState.FROZEN
    assert snapshot.sha256 == checksum(snapshot.inputs) == checksum(canonical(json.loads(snapshot.inputs)))
    made = set(snapshot.artifacts.values_list("format", "language"))
    assert made == {(kind, code) for kind in ("html", "pdf", "xlsx") for code in ("en", "es", "pt", "fr")}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("files", [0, 1, 7, 12])
def test_a_job_that_was_killed_goes_on_where_it_stopped(cast, files: int) -> None:
    job = request_report(period(), actor=cast.officer)
    snapshot = Snapshot.objects.get()
    with one_moment() as cutoff:
        collected = Collected(collect(snapshot, cutoff), cutoff)
    store(snapshot, collected)
    from governance.services import report_files  # noqa: PLC0415  the interruption is inside it

    made = []

    def stop_after(percent: int, stage: str) -> None:
        if len(made) == files:
            raise KeyboardInterrupt
        made.append(stage)

    if files < FILES:
        with pytest.raises(KeyboardInterrupt):
            report_files.make_files(Snapshot.objects.get(), stop_after)
    else:
        report_files.make_files(Snapshot.objects.get(), stop_after)
    before = {row.pk: row.sha256 for row in Artifact.objects.all()}
    assert len(before) == files
    run(str(job.pk))
    after = {row.pk: row.sha256 for row in Artifact.objects.all()}
    assert len(after) == FILES
    assert before.items() <= after.items()
    assert Snapshot.objects.get().sha256 == checksum(canonical(collected.facts))


@pytest.mark.django_db(transaction=True)
def test_facts_are_read_at_one_moment_and_written_by_nobody_meanwhile(cast) -> None:
    snapshot = draft(cast.officer)
    with pytest.raises(DatabaseError), one_moment():
        Snapshot.objects.filter(pk=snapshot.pk).update(code_version="x")
    with one_moment() as cutoff, connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        assert cutoff.microsecond == 0


def test_facts_are_not_collected_inside_another_transaction(cast) -> None:
    with pytest.raises(RuntimeError), one_moment():
        pass


@pytest.mark.parametrize("field", ["inputs", "sha256", "cutoff", "ledger_head", "code_version", "number"])
def test_what_is_frozen_never_changes(cast, field: str) -> None:
    snapshot = frozen(cast.officer)
    new = {"cutoff": CUTOFF + timedelta(days=1), "number": 9}.get(field, "changed")
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**{field: new})


@pytest.mark.parametrize("statement", ["DELETE FROM governance_snapshot", "TRUNCATE governance_snapshot CASCADE"])
def test_no_report_is_deleted(cast, statement: str) -> None:
    draft(cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_frozen_report_is_not_frozen_again(cast) -> None:
    snapshot = frozen(cast.officer)
    with pytest.raises(Stale):
        store(snapshot, Collected(json.loads(snapshot.inputs), CUTOFF))


def test_who_made_the_report_does_not_publish_it(cast) -> None:
    snapshot = finished(cast.lead)
    with pytest.raises(NotPermitted):
        publish_report(snapshot, actor=cast.lead)
    with pytest.raises(NotPermitted):
        publish_report(snapshot, actor=cast.officer)
    other = person(Role.LEAD)
    assert publish_report(snapshot, actor=other).status == SnapshotState.PUBLISHED


def test_a_report_without_all_its_files_is_not_published(cast) -> None:
    with pytest.raises(GuardFailed, match="not all there"):
        publish_report(frozen(cast.officer), actor=cast.lead)


def test_members_get_one_mail_with_a_link_in_their_language(cast) -> None:
    cast.committee.language = "es"
    cast.committee.save(update_fields=["language"])
    snapshot = published(cast.officer, cast.lead)
    with pytest.raises(Stale):
        publish_report(snapshot, actor=cast.lead)
    mail = OutboundMail.objects.get()
    assert mail.to == cast.committee
    assert "/es/governance/reports/2026-H1/v1/" in mail.body
    assert "2026-H1" in mail.subject


def test_a_newer_version_supersedes_the_published_one_whose_files_stay(cast, signed_in) -> None:
    first = published(cast.officer, cast.lead)
    second = published(cast.officer, cast.lead, number=2)
    first.refresh_from_db()
    assert (first.status, second.status) == (SnapshotState.SUPERSEDED, SnapshotState.PUBLISHED)
    member = signed_in(cast.committee)
    page = member.get(reverse("governance:report", args=["2026-H1", 1]))
    assert "This version is superseded" in page.content.decode()
    file = member.get(reverse("governance:report_file", args=["2026-H1", 1, "es", "pdf"]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_an_old_version_is_not_published_over_a_newer_one(cast) -> None:
    first = finished(cast.officer)
    finished(cast.officer, number=2)
    with pytest.raises(GuardFailed, match="newer version"):
        publish_report(first, actor=cast.lead)


def test_a_withdrawn_report_needs_a_reason_and_leaves_the_members(cast, signed_in) -> None:
    snapshot = published(cast.officer, cast.lead)
    perform(snapshot, "withdraw", actor=cast.lead, reason="Wrong figure in F2")
    assert signed_in(cast.committee).get(reverse("governance:report", args=["2026-H1", 1])).status_code == 404


def _changed(snapshot: Snapshot, evidence: list[dict]) -> dict:
    """Return a snapshot's facts with another value of 3.ii, counted from other facts."""
    facts = json.loads(snapshot.inputs)
    row = next(row for row in facts["results"] if row["code"] == "3.ii")
    row["actuals"][-1] |= {"value": "9.5", "evidence": evidence}
    return facts


def test_a_restated_figure_is_explained_by_the_facts_that_came(cast) -> None:
    published(cast.officer, cast.lead)
    evidence = [{"id": "TA-1/1=9.5", "label": "TA-1/1: 9.5", "url": ""}]
    facts = _changed(Snapshot.objects.get(), evidence)
    rows = _restate(facts)
    assert [(row["metric"], row["previously"], row["now"]) for row in rows] == [("3.ii", "0", "9.5")]
    assert rows[0]["reason"]["en"] == "Recorded since: TA-1/1: 9.5."


def test_an_unexplained_difference_blocks_publication_until_the_next_version_says_why(cast) -> None:
    published(cast.officer, cast.lead)
    second = _second_version(cast, 2)
    restatement = Restatement.objects.get(snapshot=second)
    assert (restatement.metric, restatement.previously, restatement.now, restatement.reason) == ("3.ii", "0", "9.5", "")
    with pytest.raises(GuardFailed, match="no reason"):
        publish_report(second, actor=cast.lead)
    explain_restatement(restatement, "The rule of counting was corrected.", actor=cast.officer)
    third = _second_version(cast, 3)
    assert third.restatements.get().reason == "The rule of counting was corrected."
    assert publish_report(third, actor=cast.lead).status == SnapshotState.PUBLISHED


def _restate(facts: dict) -> list[dict]:
    from governance.selectors.facts import moment_of  # noqa: PLC0415
    from governance.services.restatements import restate  # noqa: PLC0415

    return restate(moment_of(period()), facts)


def _second_version(cast, number: int) -> Snapshot:
    from governance.services.report_files import make_files  # noqa: PLC0415

    facts = _changed(Snapshot.objects.get(number=1), [])
    snapshot = draft(cast.officer, number=number)
    stored = store(snapshot, Collected({**facts, "number": number, "restatements": _restate(facts)}, CUTOFF))
    make_files(stored, lambda percent, stage: None)
    return stored


def test_the_explanation_names_what_came_and_what_went() -> None:
    old = Metric({}, "2", {"a": "A", "b": "B"})
    assert explain(old, Metric({}, "1", {"a": "A"}))["en"] == "No longer counted: B."
    assert explain(old, Metric({}, "2", {"a": "A", "c": "C"}))["en"] == "Recorded since: C. As reported before: B."
    assert explain(old, Metric({}, "3", dict(old.evidence))) == ""


def test_a_damaged_file_is_not_handed_out(cast, signed_in) -> None:
    snapshot = published(cast.officer, cast.lead)
    artifact = snapshot.artifacts.get(format="pdf", language="es")
    path = path_of(artifact.file)
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDE", 1))
    response = signed_in(cast.committee).get(reverse("governance:report_file", args=["2026-H1", 1, "es", "pdf"]))
    assert response.status_code == 500
    assert "This file is damaged" in response.content.decode()


def test_the_frozen_record_downloads_with_its_checksum(cast, signed_in) -> None:
    snapshot = published(cast.officer, cast.lead)
    response = signed_in(cast.committee).get(reverse("governance:report_snapshot", args=["2026-H1", 1]))
    assert checksum(response.content.decode()) == snapshot.sha256
    assert response["Content-Disposition"] == 'attachment; filename="report-2026-H1-v1.json"'


def test_words_are_kept_in_versions_and_frozen_with_the_figures(cast) -> None:
    write_narrative(period(), "summary", "es", "Primera versión", actor=cast.officer, expected_number=0)
    write_narrative(period(), "summary", "es", "Segunda versión", actor=cast.lead, expected_number=1)
    with pytest.raises(Stale):
        write_narrative(period(), "summary", "es", "Otra", actor=cast.officer, expected_number=1)
    snapshot = frozen(cast.officer)
    write_narrative(period(), "summary", "es", "Tercera", actor=cast.officer, expected_number=2)
    words = json.loads(Snapshot.objects.get(pk=snapshot.pk).inputs)["narrative"]["summary"]
    assert [(entry["text"], entry["number"], entry["author"]) for entry in words] == [("Segunda versión", 2, "Lead")]


def test_two_writers_see_both_texts(cast, signed_in) -> None:
    url = reverse("governance:report_text", args=[period().code, "risks", "en"])
    browser = signed_in(cast.officer)
    assert browser.post(url, {"text": "First", "number": "0"}).status_code == 302
    response = browser.post(url, {"text": "Second", "number": "0"})
    assert response.status_code == 409
    content = response.content.decode()
    assert "First" in content
    assert "Second" in content


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_reports_as_for_one(
    cast, signed_in, count, django_assert_max_num_queries
) -> None:
    for number in range(count):
        published(cast.officer, cast.lead, period(2023 + number, 1))
    browser = signed_in(cast.committee)
    browser.get(reverse("governance:report_list"))
    with django_assert_max_num_queries(8):
        response = browser.get(reverse("governance:report_list"))
    assert response.content.decode().count("Version 1") == count


def test_generate_pressed_twice_with_the_same_form_leads_to_the_same_job(cast, signed_in) -> None:
    browser = signed_in(cast.officer)
    url = reverse("governance:generate_report", args=[period().code])
    data = {"form_key": "6a1fd0a6-3c5c-4f6c-9f0e-0c2a5be1f111"}
    first, second = browser.post(url, data), browser.post(url, data)
    assert first.url == second.url == reverse("job", kwargs={"pk": Job.objects.get().pk})


def test_a_report_is_shown_in_the_readers_language_with_its_checksum(cast, signed_in) -> None:
    snapshot = published(cast.officer, cast.lead)
    page = signed_in(cast.committee).get("/es/governance/reports/2026-H1/v1/").content.decode()
    assert '<article class="report-text" lang="es">' in page
    assert page.count(snapshot.sha256) >= 2
