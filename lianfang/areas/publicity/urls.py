"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import StringConverter

from lianfang.areas.publicity import (
    console,
    console_bulletin,
    console_faces,
    console_knowledge,
    console_open,
    console_posting,
    console_rumour,
    console_screen,
    console_tip,
)


class _Face(StringConverter):
    regex = r"notice\.pdf|pictures\.zip|(?:poster-a[34]|banner-[3468]-(?:red|white))\.(?:pdf|png)"


class _Code(StringConverter):
    regex = r"[0-9A-Za-z-]{1,40}"


register_converter(_Face, "publicity_face")
register_converter(_Code, "publicity_code")
app_name = "publicity"
_FACES: list[URLPattern] = [
    path("texts/<uuid:text>/faces/", console_faces.faces_page, name="faces"),
    path("texts/<uuid:text>/faces/<publicity_face:name>", console_faces.face_file, name="face"),
    path("texts/<uuid:text>/faces/<int:number>.jpg", console_faces.picture_file, name="picture"),
]
_SCREENS: list[URLPattern] = [
    path("screens/", console_screen.screens_page, name="screens"),
    path("screens/new/", console_screen.screen_new, name="screen-new"),
    path("screens/<slug:place>/", console_screen.screen_desk, name="screen-desk"),
    path("screens/<slug:place>/again/", console_screen.screen_again, name="screen-again"),
    path("screens/<slug:place>/end/", console_screen.screen_end, name="screen-end"),
]
_PUBLIC = [
    path("<publicity_code:code>/", console_screen.screen_page, name="screen"),
    path("<publicity_code:code>/now/", console_screen.screen_now, name="screen-now"),
    path("<publicity_code:code>/worker.js", console_screen.screen_worker, name="screen-worker"),
    path("<publicity_code:code>/photos/<slug:sha256>.jpg", console_screen.screen_photo, name="screen-photo"),
]
_TEXTS: list[URLPattern] = [
    path("", console.desk_page, name="desk"),
    path("write/", console.write_page, name="write"),
    path("bulletin/", console_bulletin.bulletin_page, name="bulletin"),
    path("figures/", console_bulletin.figures_page, name="figures"),
    path("texts/<uuid:text>/", console.text_page, name="text"),
    path("texts/<uuid:text>/edit/", console.edit_page, name="edit"),
    path("texts/<uuid:text>/plan/", console_posting.plan_page, name="plan"),
    path("texts/<uuid:text>/figures/<int:note>/correct/", console_bulletin.correct_page, name="correct-figure"),
    path("texts/<uuid:text>/figures/<int:note>/keep/", console_bulletin.keep_page, name="keep-figure"),
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
_DESK = [*_FACES, *_SCREENS, *_TEXTS, *_POSTINGS, *_ANSWERS]
urlpatterns = [
    path("publicity/", include(_DESK)), path("tip/", include(_TIP)), path("screen/", include(_PUBLIC)),
]  # fmt: skip
