"""newspaper · urls: the paper for anybody under `/paper/`, its aliases under `/html/`, the desk under `/newspaper/`."""

from django.urls import include, path, re_path

from lianfang.areas.newspaper import console, console_feeds, console_issue, console_reader

app_name = "newspaper"
_SLUG = r"(?P<slug>\d{4}-\d{2}-\d{2}(?:-[1-9])?)"
_PAPER = [
    path("", console_reader.front, name="front"),
    path("issues/", console_reader.calendar_page, name="calendar"),
    path("search/", console_reader.search_page, name="search"),
    path("errata/", console_reader.errata_page, name="errata"),
    path("about/", console_reader.about_page, name="about"),
    path("feed.atom", console_feeds.Atom(), name="atom"),
    path("feed.rss", console_feeds.Rss(), name="rss"),
    path("feed.json", console_feeds.json_feed, name="json-feed"),
    re_path(r"^feeds/(?P<page>\d{2})\.atom$", console_feeds.Atom(), name="page-atom"),
    path("sitemap.xml", console_feeds.sitemap, name="sitemap"),
    re_path(rf"^{_SLUG}/$", console_reader.issue_page, name="issue"),
    re_path(rf"^{_SLUG}/manifest\.json$", console_feeds.iiif, name="iiif"),
    re_path(rf"^{_SLUG}/content\.json$", console_feeds.content_json, name="content"),
    re_path(rf"^{_SLUG}/proof/$", console_feeds.proof_page, name="proof"),
    re_path(rf"^{_SLUG}/(?P<page>\d{{2}})/$", console_reader.issue_page, name="page"),
    re_path(rf"^{_SLUG}/(?P<page>\d{{2}})/a(?P<position>\d{{1,2}})/$", console_reader.article_page, name="article"),
    re_path(rf"^{_SLUG}/(?P<name>[a-z0-9-]+\.(?:pdf|epub|webp|png|jpg))$", console_reader.file_page, name="file"),
]
_ALIASES = [
    re_path(
        r"^(?P<year>\d{4})-(?P<month>\d{2})/(?P<day>\d{2})/node_(?P<node>\d{1,2})\.htm$", console_reader.node_alias,
        name="node",
    ),
    re_path(
        r"^(?P<year>\d{4})-(?P<month>\d{2})/(?P<day>\d{2})/content_(?P<serial>\d{1,12})\.htm$",
        console_reader.content_alias, name="content-alias",
    ),
]  # fmt: skip
_DESK = [
    path("", console.desk_page, name="desk"),
    path("write/", console.write_page, name="write"),
    path("masthead/", console.masthead_page, name="masthead"),
    path("articles/<uuid:article>/", console.article_page, name="desk-article"),
    path("articles/<uuid:article>/edit/", console.edit_page, name="edit"),
    path("articles/<uuid:article>/<slug:step>/", console.article_step, name="article-step"),
    path("issues/", console_issue.issues_page, name="issues"),
    path("issues/new/", console_issue.issue_new, name="issue-new"),
    path("issues/<uuid:issue>/", console_issue.issue_page, name="desk-issue"),
    path("issues/<uuid:issue>/plan/", console_issue.plan_page, name="plan"),
    path("issues/<uuid:issue>/proof.pdf", console_issue.issue_proof, name="issue-proof"),
    path("issues/<uuid:issue>/<slug:step>/", console_issue.issue_step, name="issue-step"),
]
urlpatterns = [path("newspaper/", include(_DESK)), path("paper/", include(_PAPER)), path("html/", include(_ALIASES))]
