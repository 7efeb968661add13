"""Addresses of the roster's upkeep, below ``/<language>/ta/roster/``."""

from django.urls import path

from technical_assistance.roster import upkeep

urlpatterns = [
    path("roster/new/", upkeep.new_practitioner, name="practitioner_new"),
    path("roster/<int:pk>/edit/", upkeep.edit_practitioner, name="practitioner_edit"),
    path("roster/<int:pk>/publish/", upkeep.publish, name="practitioner_publish"),
    path("roster/<int:pk>/hide/", upkeep.hide, name="practitioner_hide"),
    path("roster/models/new/", upkeep.new_model, name="oecd_model_new"),
    path("roster/models/<int:pk>/edit/", upkeep.edit_model, name="oecd_model_edit"),
    path("roster/models/<int:pk>/confirm/", upkeep.confirm_model, name="oecd_model_confirm"),
]
