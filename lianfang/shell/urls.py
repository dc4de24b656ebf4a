"""shell · urls: the reader's preferences, the styleguide, the ledger's own pages, the ground's, and labels."""

from django.urls import include, path
from django.views.i18n import set_language

from lianfang.shell import uncovering, views
from lianfang.shell.files.urls import urlpatterns as file_urls
from lianfang.shell.finding.views import find_page, pages_page
from lianfang.shell.guide import views as guide
from lianfang.shell.ledger.urls import urlpatterns as ledger_urls
from lianfang.shell.missing.urls import urlpatterns as missing_urls
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.picking import figures_page

app_name = "shell"
urlpatterns = [
    path("preferences/theme/", views.theme, name="theme"),
    path("preferences/language/", set_language, name="language"),
    path("preferences/names/", uncovering.names, name="names"),
    path("guide/", guide.move, name="guide"),
    path("find/", signed_in(find_page), name="find"),
    path("pages/", signed_in(pages_page), name="pages"),
    path("texts/figures/", figures_page, name="figures"),
    path("styleguide/", views.styleguide_page, name="styleguide"),
    *ledger_urls,
    *file_urls,
    *missing_urls,
    path("", include("lianfang.shell.directory.urls")),
    path("", include("lianfang.shell.labels.urls")),
]
