"""publicity · urls: the desk under `/publicity/`, and what anybody may open."""

from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import StringConverter

from lianfang.areas.publicity import console_faces, console_screen


class _Face(StringConverter):
    regex = r"notice\.pdf|pictures\.zip|(?:poster-a[34]|banner-[3468]-(?:red|white))\.(?:pdf|png)"


class _Code(StringConverter):
    regex = r"[0-9A-Za-z-]{1,40}"


register_converter(_Face, "publicity_face")
register_converter(_Code, "publicity_code")
app_name = "publicity"
_DESK: list[URLPattern] = [
    path("texts/<uuid:text>/faces/", console_faces.faces_page, name="faces"),
    path("texts/<uuid:text>/faces/<publicity_face:name>", console_faces.face_file, name="face"),
    path("texts/<uuid:text>/faces/<int:number>.jpg", console_faces.picture_file, name="picture"),
    path("screens/", console_screen.screens_page, name="screens"),
    path("screens/new/", console_screen.screen_new, name="screen-new"),
    path("screens/<slug:place>/", console_screen.screen_desk, name="screen-desk"),
    path("screens/<slug:place>/again/", console_screen.screen_again, name="screen-again"),
    path("screens/<slug:place>/end/", console_screen.screen_end, name="screen-end"),
]
_SCREEN = [
    path("<publicity_code:code>/", console_screen.screen_page, name="screen"),
    path("<publicity_code:code>/now/", console_screen.screen_now, name="screen-now"),
    path("<publicity_code:code>/worker.js", console_screen.screen_worker, name="screen-worker"),
    path("<publicity_code:code>/photos/<slug:sha256>.jpg", console_screen.screen_photo, name="screen-photo"),
]
urlpatterns = [path("publicity/", include(_DESK)), path("screen/", include(_SCREEN))]
