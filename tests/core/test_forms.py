"""Forms that arrive more than once are handled once."""

import threading
import uuid

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from partnership.core.forms import once_per_form_key
from partnership.core.models import Organisation, SubmittedForm, User
from tests.cast import make_cast


@once_per_form_key
def create(request) -> HttpResponse:
    if "bad" in request.POST:
        return HttpResponse("please correct", status=200)
    organisation = Organisation.objects.create(name=f"Made {uuid.uuid4()}", kind="other")
    return HttpResponseRedirect(f"/organisations/{organisation.pk}/")


def post(user: User, **data) -> HttpResponse:
    request = RequestFactory().post("/make/", data)
    request.user = user
    request._messages = CookieStorage(request)
    return create(request)


def made() -> int:
    return Organisation.objects.filter(name__startswith="Made").count()


def test_second_post_is_led_to_the_first_result(lead: User) -> None:
    key = uuid.uuid4()
    first, second = post(lead, form_key=key), post(lead, form_key=key)
    assert (first.url, made()) == (second.url, 1)


def test_form_that_was_not_accepted_may_come_again(lead: User) -> None:
    key = uuid.uuid4()
    assert post(lead, form_key=key, bad="1").content == b"please correct"
    assert SubmittedForm.objects.count() == 0
    post(lead, form_key=key)
    assert made() == 1


def test_key_of_somebody_else_opens_nothing(lead: User, officer: User) -> None:
    key = uuid.uuid4()
    post(lead, form_key=key)
    with pytest.raises(Http404):
        post(officer, form_key=key)


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_make_one_record() -> None:
    lead, key = make_cast().lead, uuid.uuid4()
    places: list[str] = []

    def send() -> None:
        places.append(post(lead, form_key=key).url)
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(places), len(set(places)), made()) == (20, 1, 1)
