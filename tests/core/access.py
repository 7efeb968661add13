"""Access to the pages of the core and the composition root."""

from partnership.core.services.jobs import enqueue
from tests.access import ANONYMOUS, MOVED, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast

LOGGED_OUT_ONLY = {**signed_in(MOVED), ANONYMOUS: OK}


def _job(cast: Cast) -> dict:
    job = enqueue("core.test", key="access", args={}, actor=cast.ministry)
    return {"pk": job.pk}


def _reset_key(cast: Cast) -> dict:
    return {"uidb36": "1", "key": "unknown"}


ROWS = [
    Row("root", public(MOVED)),
    Row("root", public(NO_METHOD), method="post"),
    Row("home", public()),
    Row("home", public(NO_METHOD), method="post"),
    Row("facts", public()),
    Row("facts", public(NO_METHOD), method="post"),
    Row("about", public()),
    Row("about", public(NO_METHOD), method="post"),
    Row("health_live", public()),
    Row("health_live", public(NO_METHOD), method="post"),
    Row("health_ready", public(503)),  # no worker has been seen in a test
    Row("health_ready", public(NO_METHOD), method="post"),
    Row("my_work", signed_in()),
    Row("my_work", signed_in(NO_METHOD), method="post"),
    Row("job", only("ministry officer lead auditor"), make=_job),
    Row("job", signed_in(NO_METHOD), method="post", make=_job),
    Row("job_progress", only("ministry officer lead auditor"), make=_job),
    Row("job_progress", signed_in(NO_METHOD), method="post", make=_job),
    Row("account_login", LOGGED_OUT_ONLY),
    Row("account_login", LOGGED_OUT_ONLY, method="post"),
    Row("account_logout", {**signed_in(OK), ANONYMOUS: MOVED}),
    Row("account_logout", signed_in(MOVED), method="post"),
    Row("account_inactive", public()),
    Row("account_inactive", public(NO_METHOD), method="post"),
    Row("account_reauthenticate", signed_in()),
    Row("account_reauthenticate", signed_in(), method="post"),
    Row("account_change_password", signed_in()),
    Row("account_change_password", signed_in(), method="post"),
    Row("account_set_password", signed_in(MOVED)),
    Row("account_set_password", signed_in(MOVED), method="post"),
    Row("account_reset_password", public()),
    Row("account_reset_password", public(), method="post"),
    Row("account_reset_password_done", public()),
    Row("account_reset_password_done", public(NO_METHOD), method="post"),
    Row("account_reset_password_from_key", public(), make=_reset_key),
    Row("account_reset_password_from_key", public(), method="post", make=_reset_key),
    Row("account_reset_password_from_key_done", public()),
    Row("account_reset_password_from_key_done", public(NO_METHOD), method="post"),
]
