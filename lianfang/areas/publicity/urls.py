"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path

from lianfang.areas.publicity import console_knowledge, console_open, console_rumour, console_tip

app_name = "publicity"
_DESK: list[URLPattern] = [
    path("rumours/", console_rumour.register_page, name="rumours"),
    path("rumours/new/", console_rumour.new_page, name="rumour-new"),
    path("rumours/<uuid:rumour>/", console_rumour.rumour_page, name="rumour"),
    path("rumours/<uuid:rumour>/<slug:step>/", console_rumour.step_page, name="rumour-step"),
    path("knowledge/", console_knowledge.list_page, name="knowledge"),
    path("knowledge/<slug:code>/", console_knowledge.sheet_page, name="sheet"),
    path("tips/", console_tip.tips_page, name="tips"),
    path("tips/new/", console_tip.new_page, name="tip-new"),
    path("tips/desk/", console_tip.desk_page, name="tip-desk"),
    path("tips/<uuid:tip>/", console_tip.tip_page, name="tip"),
    path("tips/<uuid:tip>/<slug:step>/", console_tip.step_page, name="tip-step"),
]
_TIP = [
    path("", console_open.tell_page, name="tell"),
    path("look/", console_open.look_page, name="look"),
    path("<slug:code>/", console_open.receipt_page, name="receipt"),
]
urlpatterns = [path("publicity/", include(_DESK)), path("tip/", include(_TIP))]
