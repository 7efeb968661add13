"""Every address of the portal. Of allauth's addresses only those that an invited person needs."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from partnership.core.views import health, jobs
from partnership.views import about, home, my_work, root

account_patterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("mfa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", root, name="root"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("accounts/", include(account_patterns)),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("my-work/", my_work, name="my_work"),
    path("jobs/<uuid:pk>/", jobs.job_page, name="job"),
    path("jobs/<uuid:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("", include("indicators.urls")),
    path("assistance/", include("partnership.assistance")),
    path("networks/", include("networks.urls")),
    path("ta/", include("technical_assistance.urls")),
    path("governance/", include("governance.urls")),
    path("partnership/", include("governance.charter.urls")),
)
