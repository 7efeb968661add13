"""Addresses of the public roster, below ``/<language>/assistance/``. They stay for good."""

from django.urls import path

from technical_assistance.roster import views

urlpatterns = [
    path("models/", views.models, name="models"),
    path("models/<slug:slug>/", views.model, name="model"),
    path("models/<slug:slug>/ask/", views.ask, name="ask"),
    path("practitioners/", views.practitioners, name="practitioners"),
    path("practitioners/<slug:slug>/", views.practitioner, name="practitioner"),
]
