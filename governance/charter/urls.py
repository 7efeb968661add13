"""Addresses of the Partnership's page and of what the Secretariat writes there, below ``/<language>/partnership/``."""

from django.urls import URLPattern, path

from governance.charter import views

app_name = "partnership"

urlpatterns: list[URLPattern] = [
    path("", views.page, name="page"),
    path("texts/", views.texts, name="texts"),
    path("texts/new/<slug:chapter>/", views.new_text, name="text_new"),
    path("texts/<int:pk>/", views.text, name="text"),
    path("partners/", views.partners, name="partners"),
    path("partners/new/", views.new_partner, name="partner_new"),
    path("partners/<int:pk>/", views.partner, name="partner"),
    path("partners/<int:pk>/state/", views.partner_state, name="partner_state"),
]
