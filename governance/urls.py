"""Addresses of this app, below ``/<language>/governance/``."""

from django.urls import URLPattern, path, re_path

from governance import report_urls
from governance.views import documents, fund, ledger, payables, registers

app_name = "governance"

urlpatterns: list[URLPattern] = [
    path("fund/", fund.fund, name="fund"),
    path("ledger/", ledger.ledger, name="ledger"),
    re_path(r"^ledger/export\.(?P<form>csv|xlsx)$", ledger.ledger_export, name="ledger_export"),
    path("ledger/<int:sequence>/", ledger.entry, name="entry"),
    path("ledger/<int:sequence>/reverse/", ledger.reverse_entry, name="reverse_entry"),
    path("ledger/<int:sequence>/ask-reversal/", payables.ask_reversal, name="ask_reversal"),
    path("payables/", payables.payables, name="payables"),
    path("payables/<int:pk>/pay/", payables.pay, name="pay"),
    path("pledges/", registers.pledges, name="pledges"),
    path("commitments/", registers.commitments, name="commitments"),
    path("decisions/", registers.decisions, name="decisions"),
    path("decisions/<int:pk>/", registers.decision, name="decision"),
    path("meetings/<int:pk>/", registers.meeting, name="meeting"),
    path("meetings/<int:pk>/<slug:action>/", registers.meeting_act, name="meeting_act"),
    path("programme/", registers.programme, name="programme"),
    path("periods/", registers.periods, name="periods"),
    path("periods/<int:pk>/<slug:action>/", registers.period_act, name="period_act"),
    *[
        path(f"record/{name.replace('_', '-')}/", documents.record_document, {"name": name}, name=f"{name}_new")
        for name in documents.RECORDINGS
    ],
    *report_urls.urlpatterns,
]
