"""config · urls: every address of the house, collected from the areas that have some."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from lianfang.config import areas, health, login
from lianfang.shell.api import api, mount

# Whatever goes wrong in a middleware or a page ends here, also where there is no database to ask anything of.
handler500 = "lianfang.shell.faults.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("accounts/", include(login.urlpatterns)),
    path("accounts/", include("allauth.urls")),
]
for name in areas.modules(also="api"):
    if name.startswith("lianfang.areas."):
        module = import_module(name)
        if hasattr(module, "router"):
            mount(name.split(".")[2], module.router)
        if hasattr(module, "top"):  # addresses that the public interface names without the area
            api.add_router("", module.top, tags=[name.split(".")[2]])
urlpatterns.append(path("api/v1/", api.urls))
urlpatterns += [
    path("", include(name)) for name in areas.modules(also="urls") if not name.startswith("lianfang.config")
]
