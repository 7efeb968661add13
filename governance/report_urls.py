"""Addresses of the reports and the results framework, below ``/<language>/governance/``."""

from django.urls import path

from governance.views import report_texts, reports, results

REPORT = "reports/<str:period>/v<int:number>/"
urlpatterns = [
    path("results/", results.results, name="results"),
    path("results/values/new/", results.typed_value, name="typed_value"),
    path("results/values/<int:pk>/confirm/", results.confirm_value, name="confirm_value"),
    path("results/<str:code>/<str:period>/", results.result_evidence, name="result_evidence"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<str:period>/generate/", reports.generate, name="generate_report"),
    path("reports/<str:period>/texts/", report_texts.texts, name="report_texts"),
    path("reports/<str:period>/texts/<str:key>/<str:language>/", report_texts.text, name="report_text"),
    path("reports/restatements/<int:pk>/", reports.restatement_reason, name="restatement_reason"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}snapshot.json", reports.report_snapshot, name="report_snapshot"),
    path(f"{REPORT}report-<str:language>.<str:kind>", reports.report_file, name="report_file"),
    path(f"{REPORT}<str:action>/", reports.report_action, name="report_action"),
]
