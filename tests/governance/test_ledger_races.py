"""Several people at once: the ledger stays gapless, a ceiling is won by one, a key posts once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from governance.models import LedgerTransaction
from governance.selectors import fund as figures
from governance.services.verification import verify_ledger
from partnership.core.transitions import Refused
from tests.factories.governance import contributor, key

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts in threads that start together; return what each returned or raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_of_60_and_60_under_100_one_wins(fund):
    fund.receive("100")
    fund.allocate("100")
    line = fund.line
    results = at_once(*[lambda: fund.commit("60", line=line)] * 2)
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    row = next(row for row in figures.by_component() if row.component == "TA")
    assert (row.allocated.amount, row.committed.amount) == (100, 60)
    assert verify_ledger().is_sound


def test_one_key_twenty_times_at_once_posts_once(fund, cast):
    who, once = contributor(cast), key()
    results = at_once(*[lambda: fund.receive("10", contributor=who, bank_reference="B1", key=once)] * 20)
    assert len({result.pk for result in results}) == 1
    assert LedgerTransaction.objects.count() == 1


def test_ten_at_once_leave_no_gap(fund, cast):
    who = contributor(cast)
    results = at_once(*[lambda: fund.receive("1", contributor=who)] * 10)
    assert sorted(result.transaction.sequence for result in results) == list(range(1, 11))
    assert verify_ledger().postings == 10
