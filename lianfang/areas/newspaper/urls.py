"""newspaper · urls: the paper for anybody under `/paper/`, its aliases under `/html/`, the desk under `/newspaper/`."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from lianfang.areas.newspaper import (
    console,
    console_feeds,
    console_figures,
    console_issue,
    console_offline,
    console_old,
    console_reader,
)


class _Issue(StringConverter):
    regex = r"\d{4}-\d{2}-\d{2}(?:-[1-9])?"


class _Page(StringConverter):
    regex = r"\d{2}"


class _Month(StringConverter):
    regex = r"\d{4}-(?:0[1-9]|1[0-2])"


class _Nth(StringConverter):
    regex = r"[1-9]\d{0,11}"


class _File(StringConverter):
    regex = r"[a-z0-9-]+\.(?:pdf|epub|webp|png|jpg)"


for each in (_Issue, _Page, _Month, _Nth, _File):
    register_converter(each, f"paper{each.__name__.lower()}")
app_name = "newspaper"
_PAPER = [
    path("", console_reader.front, name="front"),
    path("issues/", console_reader.calendar_page, name="calendar"),
    path("issues/<paper_month:month>/", console_reader.calendar_page, name="month"),
    path("search/", console_reader.search_page, name="search"),
    path("errata/", console_reader.errata_page, name="errata"),
    path("about/", console_reader.about_page, name="about"),
    path("offline/", console_offline.offline_page, name="offline"),
    path("sw.js", console_offline.worker, name="worker"),
    path("feed.atom", console_feeds.Atom(), name="atom"),
    path("feed.rss", console_feeds.Rss(), name="rss"),
    path("feed.json", console_feeds.json_feed, name="json-feed"),
    path("feeds/<paper_page:page>.atom", console_feeds.Atom(), name="page-atom"),
    path("sitemap.xml", console_feeds.sitemap, name="sitemap"),
    path("<paper_issue:slug>/", console_reader.issue_page, name="issue"),
    path("<paper_issue:slug>/manifest.json", console_feeds.iiif, name="iiif"),
    path("<paper_issue:slug>/offline.json", console_offline.kept_files, name="kept"),
    path("<paper_issue:slug>/content.json", console_feeds.content_json, name="content"),
    path("<paper_issue:slug>/proof/", console_feeds.proof_page, name="proof"),
    path("<paper_issue:slug>/<paper_page:page>/", console_reader.issue_page, name="page"),
    path("<paper_issue:slug>/<paper_page:page>/a<paper_nth:position>/", console_reader.article_page, name="article"),
    path(
        "<paper_issue:slug>/<paper_page:page>/a<paper_nth:position>/qr.svg",
        console_reader.article_qr,
        name="article-qr",
    ),
    path("<paper_issue:slug>/<paper_file:name>", console_reader.file_page, name="file"),
]
_ON = "<int:year>-<paper_page:month>/<paper_page:day>"
_ALIASES = [
    path(f"{_ON}/node_<paper_nth:node>.htm", console_reader.node_alias, name="node"),
    path(f"{_ON}/content_<paper_nth:serial>.htm", console_reader.content_alias, name="content-alias"),
]
_DESK = [
    path("", console.desk_page, name="desk"),
    path("write/", console.write_page, name="write"),
    path("figures/", console_figures.figures_page, name="figures"),
    path("masthead/", console.masthead_page, name="masthead"),
    path("articles/<uuid:article>/", console.article_page, name="desk-article"),
    path("articles/<uuid:article>/edit/", console.edit_page, name="edit"),
    path("articles/<uuid:article>/figures/<int:note>/correct/", console_figures.correct_page, name="correct-figure"),
    path("articles/<uuid:article>/figures/<int:note>/keep/", console_figures.keep_page, name="keep-figure"),
    path("articles/<uuid:article>/<slug:step>/", console.article_step, name="article-step"),
    path("issues/", console_issue.issues_page, name="issues"),
    path("issues/new/", console_issue.issue_new, name="issue-new"),
    path("issues/<uuid:issue>/", console_issue.issue_page, name="desk-issue"),
    path("issues/<uuid:issue>/plan/", console_issue.plan_page, name="plan"),
    path("issues/<uuid:issue>/proof.pdf", console_issue.issue_proof, name="issue-proof"),
    path("issues/<uuid:issue>/<slug:step>/", console_issue.issue_step, name="issue-step"),
    path("old/", console_old.add_page, name="old"),
    path("old/<uuid:issue>/", console_old.issue_page, name="old-issue"),
    path("old/<uuid:issue>/<paper_page:page>/", console_old.page_page, name="old-page"),
    path("old/<uuid:issue>/<paper_page:page>/texts/", console_old.texts_page, name="old-texts"),
    path("old/<uuid:issue>/<paper_page:page>/zones/", console_old.zones_page, name="old-zones"),
    path("old/<uuid:issue>/<paper_page:page>/drop/", console_old.drop_page, name="old-drop"),
    path("old/<uuid:issue>/<paper_page:page>/off/<uuid:article>/", console_old.take_off, name="old-off"),
]
urlpatterns = [path("newspaper/", include(_DESK)), path("paper/", include(_PAPER)), path("html/", include(_ALIASES))]
