"""Who is told that a report is to be made, reviewed or published."""

from governance.selectors.report_tasks import report_tasks_waited_for, report_tasks_waiting_for
from governance.services.results import ensure_framework
from tests.factories.reports import finished, period


def test_who_should_do_something_about_a_report_is_told(cast) -> None:
    ensure_framework()
    period(2025, 2)
    finished(cast.officer)
    waiting = [task.sentence for task in report_tasks_waiting_for(cast.lead)]
    assert waiting == [
        "The report 2025-H2 is to be generated.",
        "The report 2026-H1, version 1, is to be reviewed and published.",
    ]
    assert [task.sentence for task in report_tasks_waiting_for(cast.officer)] == waiting[:1]
    assert len(report_tasks_waited_for(cast.officer)) == 1
    assert report_tasks_waited_for(cast.lead) == []
    assert report_tasks_waiting_for(cast.committee) == []
