"""Addresses of the networks, below ``/<language>/networks/``."""

from django.urls import path

from networks.community import views

urlpatterns = [
    path("", views.directory, name="directory"),
]
