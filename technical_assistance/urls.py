"""Addresses of this app, below ``/<language>/``."""

from django.urls import URLPattern

app_name = "technical_assistance"
urlpatterns: list[URLPattern] = []
