"""config · urls: every address of the house, collected from the areas that have some."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from lianfang.config import areas, health
from lianfang.shell.api import api, mount

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("accounts/", include("allauth.urls")),
]
for name in areas.modules(also="api"):
    if name.startswith("lianfang.areas."):
        mount(name.split(".")[2], import_module(name).router)
urlpatterns.append(path("api/v1/", api.urls))
urlpatterns += [
    path("", include(name)) for name in areas.modules(also="urls") if not name.startswith("lianfang.config")
]
