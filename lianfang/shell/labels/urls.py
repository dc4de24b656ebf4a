"""shell · labels: the addresses of its pages; `/at/…` is what stands on the walls and never changes."""

from __future__ import annotations

from django.urls import path

from lianfang.shell.labels import at_pages, pages, scan_page
from lianfang.shell.reader import signed_in

app_name = "labels"
urlpatterns = [
    path("at/<str:code>", at_pages.at_page, name="at"),
    path("at/<slug:sort>/<str:code>", at_pages.at_page, name="thing"),
    path("scan/", signed_in(scan_page.scan_page), name="scan"),
    path("labels/", signed_in(pages.labels_page), name="labels"),
    path("labels/<slug:sort>/<str:code>/", signed_in(pages.label_page), name="label"),
    path("labels/<slug:sort>/<str:code>/replace/", signed_in(pages.replace_page), name="label-replace"),
    path("labels/<slug:sort>/<str:code>/revoke/", signed_in(pages.revoke_page), name="label-revoke"),
]
