"""boards · urls: the home of whoever signs in, the command page, and what was recorded of a place or a person."""

from django.urls import path

from lianfang.boards import console

app_name = "boards"
urlpatterns = [
    path("", console.home_page, name="home"),
    path("waiting/", console.waiting_part, name="waiting"),
    path("command/", console.command_page, name="command"),
    path("timeline/place/<str:code>/", console.place_page, name="timeline-place"),
    path("timeline/person/<uuid:person>/", console.person_page, name="timeline-person"),
]
