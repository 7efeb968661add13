"""Addresses of the work behind the statistics. They stand before the public ones: their words are no slugs."""

from django.urls import path

from indicators.views import imports, releases

urlpatterns = [
    path("indicators/imports/", imports.import_list, name="import_list"),
    path("indicators/imports/new/", imports.import_upload, name="import_upload"),
    path("indicators/imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("indicators/imports/<int:pk>/messages.csv", imports.import_messages, name="import_messages"),
    path("indicators/imports/<int:pk>/file/", imports.import_file, name="import_file"),
    path("indicators/imports/<int:pk>/stage/", imports.import_stage, name="import_stage"),
    path("indicators/imports/<int:pk>/<slug:action>/", imports.import_act, name="import_act"),
    path("indicators/releases/", releases.release_list, name="release_list"),
    path("indicators/releases/new/", releases.release_new, name="release_new"),
    path("indicators/releases/<int:pk>/", releases.release_detail, name="release_detail"),
    path("indicators/releases/<int:pk>/revisions.csv", releases.release_revisions, name="release_revisions"),
    path("indicators/releases/<int:pk>/explain/", releases.release_explain, name="release_explain"),
    path("indicators/releases/<int:pk>/compare/", releases.release_compare, name="release_compare"),
    path("indicators/releases/<int:pk>/<slug:action>/", releases.release_act, name="release_act"),
]
