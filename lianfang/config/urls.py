"""config · urls: every address of the house, collected from the areas that have some."""

from django.urls import NoReverseMatch, URLPattern, URLResolver, include, path, reverse
from django.utils.module_loading import import_string

from lianfang.config import areas, first_visit, health, invited, login
from lianfang.kernel.closing import unresolved
from lianfang.kernel.registry import REGISTRY, CardFaults
from lianfang.shell.api import api, mount

# Whatever goes wrong in a middleware or a page ends here, also where there is no database to ask anything of.
handler500 = "lianfang.shell.faults.failed"
for card in REGISTRY.cards.values():
    for address, router in card.api.items():
        mount(card.area, address, import_string(router))
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),  # first: devices come more often than anybody
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("first/", first_visit.page, name="first-visit"),
    path("invited/", invited.page, name="invited"),
    path("accounts/", include(login.urlpatterns)),
    path("accounts/", include("allauth.urls")),
    *(path("", include(name)) for name in areas.modules(also="urls") if not name.startswith("lianfang.config")),
]


def resolves(page: str) -> bool:
    """Whether a page has an address of its own, in this house as it is."""
    try:
        # Of the addresses themselves: whoever reverses one first is loading this module at this moment.
        reverse(page, urlconf=tuple(urlpatterns))  # type: ignore[arg-type]
    except NoReverseMatch:
        return False
    return True


if found := [*unresolved(REGISTRY.cards.values(), resolves)]:
    raise CardFaults(found)
