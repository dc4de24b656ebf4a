"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path

app_name = "publicity"
_DESK: list[URLPattern] = []
urlpatterns = [path("publicity/", include(_DESK))]
