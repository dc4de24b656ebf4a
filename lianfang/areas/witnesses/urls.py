"""witnesses · urls: who keeps witnesses, and what became of the deliveries."""

from django.urls import include, path

from lianfang.areas.witnesses import console

app_name = "witnesses"
_PAGES = [
    path("", console.list_page, name="list"),
    path("new/", console.new_page, name="new"),
    path("<uuid:holder>/", console.holder_page, name="holder"),
    path("<uuid:holder>/send/", console.send, name="send"),
    path("<uuid:holder>/close/", console.close, name="close"),
]
urlpatterns = [path("witnesses/", include(_PAGES))]
