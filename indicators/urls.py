"""Addresses of this app, below ``/<language>/``. Those of the public pages stay for good."""

from django.urls import URLPattern, path, re_path

from indicators import work_urls
from indicators.site import views as site
from indicators.views import public

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    *work_urls.urlpatterns,  # first: their words are no slugs
    path("indicators/", public.indicator_list, name="list"),
    path("indicators.csv", public.release_csv, name="release_csv"),
    path("indicators/<slug:slug>/", public.indicator, name="indicator"),
    path("indicators/<slug:slug>/map/", site.map_page, name="map"),
    path("indicators/<slug:slug>.figure.json", site.figure, name="figure"),
    path("indicators/<slug:slug>.map.json", site.map_data, name="map_figure"),
    path("indicators/<slug:slug>.csv", public.indicator_csv, name="indicator_csv"),
    path("indicators/<slug:slug>.xlsx", public.indicator_xlsx, name="indicator_xlsx"),
    path("countries/", public.country_list, name="countries"),
    re_path(r"^countries/(?P<iso3>[A-Za-z]{3})/$", public.country, name="country"),
]
