"""Who reads the history of the charter, who writes it, and whose names stand in it."""

from rules import add_perm

from partnership.core.enums import Role
from partnership.core.rules import is_auditor, is_secretariat

ADVISORY_GROUP = (Role.ADVISORY_MEMBER,)  # who is listed as the Advisory Group

add_perm("governance.read_charter", is_secretariat | is_auditor)
add_perm("governance.edit_charter", is_secretariat)
