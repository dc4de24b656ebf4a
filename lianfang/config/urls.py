"""config · urls: every address of the house, collected from the areas that have some."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from lianfang.config import areas, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("accounts/", include("allauth.urls")),
]
if areas.present("lianfang.shell.api"):
    urlpatterns.append(path("api/v1/", import_module("lianfang.shell.api").api.urls))
urlpatterns += [
    path("", include(name)) for name in areas.modules(also="urls") if not name.startswith("lianfang.config")
]
