"""duties · urls: the day, a duty's grid, a slot, the list of duties, and what a commander does about them."""

from __future__ import annotations

from django.urls import include, path

from lianfang.areas.duties import console, console_acts
from lianfang.shell import days  # noqa: F401 - it knows `<day:…>`

app_name = "duties"
_PAGES = [
    path("", console.day_page, name="day"),
    path("slots/", console.slots_page, name="slots"),
    path("slots/<slug:duty>/<day:day>/<int:number>/<str:target>/", console.slot_page, name="slot"),
    path("list/", console.list_page, name="list"),
    path("new/", console_acts.new_page, name="new"),
    path("modes/", console_acts.modes_page, name="modes"),
    path("take-back/<uuid:entry>/", console_acts.take_back_page, name="take-back"),
    path("burden/", console.burden_page, name="burden"),
    path("of/<slug:duty>/", console.grid_page, name="grid"),
    path("of/<slug:duty>/excuse/", console_acts.excuse_page, name="excuse"),
    path("of/<slug:duty>/end/", console_acts.end_page, name="end"),
]
urlpatterns = [path("duties/", include(_PAGES))]
