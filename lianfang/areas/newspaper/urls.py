"""newspaper · urls: the pages of its kinds."""

from django.urls import include, path

app_name = "newspaper"
_PAGES = []
urlpatterns = [path("newspaper/", include(_PAGES))]
