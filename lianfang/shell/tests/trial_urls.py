"""shell · trial urls: the addresses that the trial card's pages get in tests; filled by the fixture."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
