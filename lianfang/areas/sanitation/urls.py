"""sanitation · urls: the page of the rounds, and the pages of the two kinds."""

from django.urls import include, path

from lianfang.areas.sanitation import console, console_mixing
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "sanitation"
_PAGES = [
    path("", console.rounds_page, name="rounds"),
    path("places/<str:place>/", console_mixing.round_page, name="round"),
    *kind_urls(
        "sanitation.disinfection",
        columns=("object", "agent", "available_chlorine_mg_per_l", "contact_minutes", "round"),
        lede=w("超出剂量范围的照实记录，计入不合格", "A dose out of range is recorded as it was, and counted"),
        extra=console_mixing.of_form,
        pad=console_mixing.ROUND,
        templates={"form": "sanitation/disinfection_form.html"},
    ),
    *kind_urls(
        "sanitation.waste_clearance",
        slug="waste",
        columns=("overflow", "bags"),
        totals=("bags",),
        lede=w("日积日清，不留死角", "Cleared every day, nothing left behind"),
    ),
]
urlpatterns = [path("sanitation/", include(_PAGES))]
