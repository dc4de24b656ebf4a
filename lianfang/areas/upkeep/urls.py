"""upkeep · urls: the page of the backups with what is asked for on it, and that of the playbook."""

from django.urls import include, path

from lianfang.areas.upkeep import console, console_playbook

app_name = "upkeep"
_PAGES = [
    path("backup/", console.backup_page, name="backup"),
    path("backup/now/", console.now, name="now"),
    path("backup/end/", console.end, name="end"),
    path("playbook/", console_playbook.page, name="playbook"),
]
urlpatterns = [path("upkeep/", include(_PAGES))]
