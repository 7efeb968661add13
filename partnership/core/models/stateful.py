"""What every row with a life-cycle has in common."""

from django.db import models

from partnership.core.transitions import Machine


class Stateful(models.Model):
    """A row whose ``status`` only the transition engine changes, and whose ``version`` grows with every change.

    A subclass names its ``machine``, declares its own ``status`` field with that machine's states,
    and puts ``status_trigger(machine)`` among its triggers.
    """

    machine: Machine

    version = models.PositiveIntegerField(default=1, editable=False)
    status_since = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
