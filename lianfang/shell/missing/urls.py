"""shell · missing urls: the page behind a figure."""

from __future__ import annotations

from django.urls import path

from lianfang.shell import days  # noqa: F401 - it knows `<day:…>`
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.missing import pages
from lianfang.shell.reader import signed_in

urlpatterns = [
    path("missing/<str:unit>/<day:day>/<str:code>/", signed_in(of_a_day(pages.figure_page, ahead=1)), name="missing"),
    path(
        "missing/<str:unit>/<day:day>/slots/<str:kind>/",
        signed_in(of_a_day(pages.slots_page, ahead=1)),
        name="missing-slots",
    ),
]
