"""Models of the shared core, one file per aggregate."""

from .areas import PSMArea
from .audit import AuditEntry
from .files import StoredFile
from .forms import SubmittedForm
from .jobs import Job
from .mail import OutboundMail
from .money import Currency, ExchangeRate
from .places import Country, CountryMembership, Organisation
from .stateful import Stateful
from .user import RoleAssignment, User

__all__ = [
    "AuditEntry",
    "Country",
    "CountryMembership",
    "Currency",
    "ExchangeRate",
    "Job",
    "Organisation",
    "OutboundMail",
    "PSMArea",
    "RoleAssignment",
    "Stateful",
    "StoredFile",
    "SubmittedForm",
    "User",
]
