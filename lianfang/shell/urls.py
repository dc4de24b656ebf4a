"""shell · urls: the reader's preferences and the styleguide."""

from django.urls import path
from django.views.i18n import set_language

from lianfang.shell import views

app_name = "shell"
urlpatterns = [
    path("preferences/theme/", views.theme, name="theme"),
    path("preferences/language/", set_language, name="language"),
    path("styleguide/", views.styleguide_page, name="styleguide"),
]
