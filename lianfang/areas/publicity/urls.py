"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path

from lianfang.areas.publicity import console, console_bulletin, console_posting

app_name = "publicity"
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
_DESK = [*_TEXTS, *_POSTINGS]
urlpatterns = [path("publicity/", include(_DESK))]
