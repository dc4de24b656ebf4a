"""screening · urls: the day's picture, the guard's keypad, the second reading, and the pages of the four kinds."""

from django.urls import include, path

from lianfang.areas.screening import console, console_pad
from lianfang.kernel.words import w
from lianfang.shell.kinds.urls import kind_urls

app_name = "screening"
_PAGES = [
    path("", console.overview_page, name="overview"),
    path("gate/", console.gate_page, name="gate"),
    path("roll/", console_pad.roll_page, name="roll"),
    path("remeasure/<uuid:entry>/", console.remeasure_page, name="remeasure"),
    *kind_urls(
        "screening.temperature_check",
        columns=("celsius", "site", "remeasure", "instrument"),
        title=console.of_checks,
        pad=console_pad.CHECKS,
        lede=w(
            "高温须换一支测温仪复测：单次高温不算发热，也不算没有发热。",
            "Re-measure a high reading with another thermometer: one high reading is neither a fever nor "
            "the absence of one.",
        ),
    ),
    *kind_urls(
        "screening.health_declaration",
        columns=("symptoms", "from_risk_area", "risk_level"),
        title=console.of_declarations,
        lede=w("只收集防控必需的内容，到期解除与本人的关联。", "Only what is needed; the link to the person expires."),
    ),
    *kind_urls(
        "screening.gate_passage",
        columns=("direction", "category", "celsius", "mask", "purpose"),
        pad=None,
        lede=w("默认不登记姓名。", "Names are not recorded by default."),
    ),
    *kind_urls(
        "screening.roll_call",
        columns=("listed", "present", "excused", "unexplained"),
        totals=("listed", "present", "excused", "unexplained"),
        lede=w("一日多次点名，以最后一次为准。", "Of several roll calls in a day the last one counts."),
    ),
]  # fmt: skip
urlpatterns = [path("screening/", include(_PAGES))]
