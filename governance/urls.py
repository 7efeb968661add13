"""Addresses of this app, below ``/<language>/governance/``."""

from django.urls import URLPattern

app_name = "governance"
urlpatterns: list[URLPattern] = []
