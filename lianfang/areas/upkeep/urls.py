"""upkeep · urls: the page of the backups and what is asked for on it."""

from django.urls import include, path

from lianfang.areas.upkeep import console

app_name = "upkeep"
_PAGES = [
    path("backup/", console.backup_page, name="backup"),
    path("backup/now/", console.now, name="now"),
    path("backup/end/", console.end, name="end"),
]
urlpatterns = [path("upkeep/", include(_PAGES))]
