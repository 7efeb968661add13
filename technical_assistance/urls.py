"""Addresses of this app, below ``/<language>/ta/``."""

from django.urls import path

from technical_assistance import claim_urls
from technical_assistance.roster import work_urls
from technical_assistance.views import activities, day_log, decisions, drafts, proposals, requests, roster

app_name = "technical_assistance"
_R = "requests/<int:pk>/"
_A = "activities/<int:pk>/"

urlpatterns = [
    path("requests/", requests.ta_request_list, name="ta_requests"),
    path("requests/board/", requests.board, name="ta_request_board"),
    path("requests/export.csv", requests.export_csv, name="ta_requests_csv"),
    path("requests/export.xlsx", requests.export_xlsx, name="ta_requests_xlsx"),
    path("requests/new/", drafts.start, name="ta_request_new"),
    path(_R, requests.ta_request_page, name="ta_request"),
    path(f"{_R}edit/<slug:step>/", drafts.edit, name="ta_request_edit"),
    path(f"{_R}autosave/<slug:step>/", drafts.autosave, name="ta_request_autosave"),
    path(f"{_R}review/", drafts.review, name="ta_request_review"),
    path(f"{_R}conflicts/<int:conflict_pk>/", drafts.conflict, name="ta_request_conflict"),
    path(f"{_R}attachments/", drafts.attach, name="ta_request_attach"),
    path(f"{_R}attachments/<int:attachment_pk>/", requests.attachment, name="ta_request_attachment"),
    path(f"{_R}attachments/<int:attachment_pk>/remove/", drafts.detach, name="ta_request_detach"),
    path(f"{_R}copy/", drafts.copy, name="ta_request_copy"),
    path(f"{_R}messages/", requests.write, name="ta_request_message"),
    path(f"{_R}return/", decisions.send_back, name="ta_request_return"),
    path(f"{_R}decline/", decisions.decline, name="ta_request_decline"),
    path(f"{_R}hold/", decisions.hold, name="ta_request_hold"),
    path(f"{_R}questions/", decisions.questions, name="ta_request_questions"),
    path(f"{_R}invite/", proposals.invite, name="ta_request_invite"),
    path(f"{_R}activities/new/", activities.plan, name="activity_new"),
    path(f"{_R}<slug:action>/", requests.act_on, name="ta_request_act"),
    path("proposals/<int:pk>/<slug:action>/", proposals.act_on, name="proposal_act"),
    path("roster/", roster.practitioner_list, name="practitioners"),
    path("roster/<int:pk>/", roster.practitioner_page, name="practitioner"),
    path("roster/<int:pk>/confirm/", roster.confirm, name="practitioner_confirm"),
    path("roster/models/", roster.model_list, name="oecd_models"),
    path("roster/models/<int:pk>/", roster.model_page, name="oecd_model"),
    *work_urls.urlpatterns,
    path("activities/", activities.activity_list, name="activities"),
    path("activities/export.csv", activities.export_csv, name="activities_csv"),
    path("activities/export.xlsx", activities.export_xlsx, name="activities_xlsx"),
    path(_A, activities.activity_page, name="activity"),
    path(f"{_A}edit/", activities.change, name="activity_edit"),
    path(f"{_A}people/", activities.assign, name="activity_assign"),
    path(f"{_A}people/<int:assignment_pk>/remove/", activities.unassign, name="activity_unassign"),
    path(f"{_A}days/", day_log.log_days, name="activity_log"),
    path(f"{_A}sessions/", day_log.log_session, name="activity_session"),
    path(f"{_A}days/<slug:kind>/<int:entry_pk>/void/", day_log.void, name="activity_void"),
    path(f"{_A}attendance/", day_log.attendance, name="activity_attendance"),
    path(f"{_A}attendance/file/", activities.attendance_file, name="activity_attendance_file"),
    path(f"{_A}adjust/", day_log.adjust, name="activity_adjust"),
    path(f"{_A}<slug:action>/", activities.act_on, name="activity_act"),
    *claim_urls.urlpatterns,
]
