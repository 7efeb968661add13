"""Addresses of this app, below ``/<language>/networks/``."""

from django.urls import URLPattern

from networks.community.urls import urlpatterns as community

app_name = "networks"
urlpatterns: list[URLPattern] = [*community]
