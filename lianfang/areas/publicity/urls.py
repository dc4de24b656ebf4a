"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path

from lianfang.areas.publicity import (
    console,
    console_knowledge,
    console_open,
    console_posting,
    console_rumour,
    console_tip,
)

app_name = "publicity"
_TEXTS: list[URLPattern] = [
    path("", console.desk_page, name="desk"),
    path("write/", console.write_page, name="write"),
    path("texts/<uuid:text>/", console.text_page, name="text"),
    path("texts/<uuid:text>/edit/", console.edit_page, name="edit"),
    path("texts/<uuid:text>/plan/", console_posting.plan_page, name="plan"),
    path("texts/<uuid:text>/<slug:step>/", console.text_step, name="text-step"),
]
_POSTINGS: list[URLPattern] = [
    path("postings/", console_posting.coverage_page, name="coverage"),
    path("postings/<uuid:posting>/", console_posting.posting_page, name="posting"),
    path("postings/<uuid:posting>/plan/", console_posting.replan_page, name="replan"),
    path("postings/<uuid:posting>/end/", console_posting.end_page, name="end"),
    path("postings/<uuid:posting>/out/", console_posting.out_page, name="out"),
    path("postings/<uuid:posting>/down/", console_posting.down_page, name="down"),
    path("entries/<uuid:entry>/take-back/", console_posting.back_page, name="take-back"),
    path("at/", console_posting.at_page, name="at"),
    path("groups/", console_posting.groups_page, name="groups"),
]
_ANSWERS: list[URLPattern] = [
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
_DESK = [*_TEXTS, *_POSTINGS, *_ANSWERS]
urlpatterns = [path("publicity/", include(_DESK)), path("tip/", include(_TIP))]
