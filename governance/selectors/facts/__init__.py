"""What reports and the results framework read, one module per subject, from the other apps' selectors alone."""

from .committee import decisions_of
from .finance import finance_facts
from .moment import Moment, moment_of
from .programme import programme_facts
from .releases import release_facts
from .results import HAS_NO_HISTORY, actual, result_facts
from .technical_assistance import assistance_facts

__all__ = [
    "HAS_NO_HISTORY",
    "Moment",
    "actual",
    "assistance_facts",
    "decisions_of",
    "finance_facts",
    "moment_of",
    "programme_facts",
    "release_facts",
    "result_facts",
]
