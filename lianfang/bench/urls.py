"""bench · urls: the product's addresses, and the bare view."""

from django.urls import include, path

from lianfang.bench.bare import insert_one

urlpatterns = [path("bench/bare", insert_one), path("", include("lianfang.config.urls"))]
