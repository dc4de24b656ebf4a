"""shell · urls: the reader's preferences, the styleguide, and the ledger's own pages."""

from django.urls import path
from django.views.i18n import set_language

from lianfang.shell import views
from lianfang.shell.ledger.urls import urlpatterns as ledger_urls

app_name = "shell"
urlpatterns = [
    path("preferences/theme/", views.theme, name="theme"),
    path("preferences/language/", set_language, name="language"),
    path("styleguide/", views.styleguide_page, name="styleguide"),
    *ledger_urls,
]
