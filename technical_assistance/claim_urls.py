"""Addresses of travel claims, below ``/<language>/ta/``."""

from django.urls import path, re_path

from technical_assistance.views import claim_lines, claims

urlpatterns = [
    path("claims/", claims.claim_list, name="claims"),
    re_path(r"^claims/export\.(?P<kind>csv|xlsx)$", claims.claims_export, name="claims_export"),
    path("claims/new/", claims.claim_new, name="claim_new"),
    path("claims/<int:pk>/", claims.claim_page, name="claim"),
    path("claims/<int:pk>/lines/new/", claim_lines.claim_line, name="claim_line_new"),
    path("claims/<int:pk>/lines/<int:line>/", claim_lines.claim_line, name="claim_line"),
    path("claims/<int:pk>/lines/<int:line>/remove/", claim_lines.claim_line_remove, name="claim_line_remove"),
    path("claims/<int:pk>/lines/<int:line>/receipt/", claims.claim_receipt, name="claim_receipt"),
    path("claims/<int:pk>/nights/", claim_lines.claim_nights, name="claim_nights"),
    path("claims/<int:pk>/check/", claim_lines.claim_check, name="claim_check"),
    path("claims/<int:pk>/approval/", claims.claim_approval, name="claim_approval"),
    path("claims/<int:pk>/words/", claim_lines.claim_words, name="claim_words"),
    path("claims/<int:pk>/<slug:action>/", claims.claim_act, name="claim_act"),
]
