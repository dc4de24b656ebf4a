"""resumption · urls: the page of the sites, and the pages of its kind."""

from django.urls import include, path

from lianfang.areas.resumption import console
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "resumption"
_PAGES = [
    path("", console.sites_page, name="sites"),
    path("sites/<str:unit>/", console.status_page, name="site"),
    *kind_urls(
        "resumption.site_status",
        slug="status",
        columns=("mode", "crew_present", "crew_listed", "risk_level"),
        lede=w("每个项目部、井队每个报告日至少报一次", "Each site reports at least once in a reporting day"),
    ),
]
urlpatterns = [path("resumption/", include(_PAGES))]
