"""The three people of a travel claim: how many wait for the person, how much money that is, how old the oldest."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.core.templatetags.formats import money, number

from .parts import Contribution, Figure, Part, Place, Reading


def contribution(reading: Reading) -> Contribution:
    """Return the sums over what waits for the person; the rows themselves are the tasks."""
    waiting = reading.waiting
    if not waiting:
        return Contribution(nothing=_("What has to be checked, approved or paid stands here; no mail is sent for it."))
    amount = sum((task.amount for task in waiting if task.amount is not None), Decimal(0))
    ages = [(reading.today - task.since).days for task in waiting if task.since]
    figures = [
        Figure(number(len(waiting)), _("wait for you"), url=reverse("technical_assistance:claims")),
        Figure(money(amount, "USD"), _("in all")),
        Figure(number(max(ages, default=0)), _("the oldest has waited"), unit=_("days")),
    ]
    return Contribution(parts=(Part("figures", figures, Place.ABOVE),))
