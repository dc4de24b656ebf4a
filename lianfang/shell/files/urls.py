"""shell · file urls: where files are brought and shown."""

from __future__ import annotations

from django.urls import path

from lianfang.shell.files import pages
from lianfang.shell.reader import signed_in

urlpatterns = [
    path("files/", signed_in(pages.bring), name="files"),
    path("files/<str:sha256>/", signed_in(pages.own), name="file-own"),
    path("files/<uuid:entry>/<str:sha256>/", signed_in(pages.of_entry), name="file"),
]
