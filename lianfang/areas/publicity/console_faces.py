"""publicity · console of faces: one version of a text as notice, poster, banner and message, with its pictures."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from lianfang.areas.publicity import exports_faces as exports
from lianfang.areas.publicity import presenters_faces as presenters
from lianfang.areas.publicity import queries_faces as queries
from lianfang.kernel import clock
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.types import Link
from lianfang.shell.documents.notice import SUBSTITUTES
from lianfang.shell.reader import signed_in

_LINE = 24  # characters of a line of the field from which it is copied


@signed_in
def faces_page(request: HttpRequest, actor: Actor, text: UUID) -> HttpResponse:
    """Every face of a text: of the version that may be shown, or of the one that is asked for."""
    of = queries.version_of(actor, text, _version_asked(request))
    shown = queries.face(actor, of, clock.current().now())
    message = presenters.message_of(shown, of.said.contact or "")
    context = {
        "title": w("怎样印、怎样发：《{title}》", "To print and to send: “{title}”").fill(title=of.said.title),
        "crumbs": [Link(of.said.title, presenters.text_href(of))],
        "chip": presenters.CHIPS[of.standing],
        "warning": presenters.warning_of(of),
        "facts": presenters.version_facts(of),
        "notice": presenters.face_href(of, "notice.pdf"),
        "substitutes": SUBSTITUTES,
        "posters": presenters.poster_ways(of, shown),
        "banners": presenters.banner_ways(of),
        "message": message,
        "length": len(message),
        "rows": min(28, sum(1 + len(line) // _LINE for line in message.splitlines())),
        "shots": presenters.shots_to_send(of, shown),
        "zip": presenters.face_href(of, "pictures.zip"),
    }
    return render(request, "publicity/faces.html", context)


@signed_in
def face_file(request: HttpRequest, actor: Actor, text: UUID, name: str) -> HttpResponse:
    """One face as a file; what does not fit is refused with by how much."""
    of = queries.version_of(actor, text, _version_asked(request))
    shown = queries.face(actor, of, clock.current().now())
    media, content = existing(exports.face_file(of, shown, name))
    return _sent(content, media, f"{of.said.title[:40]}-{name}", inline=media != exports.ZIP)


@signed_in
def picture_file(request: HttpRequest, actor: Actor, text: UUID, number: int) -> HttpResponse:
    """One picture under the name by which it is sent."""
    of = queries.version_of(actor, text, _version_asked(request))
    shown = queries.face(actor, of, clock.current().now())
    shot = existing(next((each for each in shown.told.shots if each.number == number), None))
    return _sent(shown.pictures[shot.sha256], exports.JPEG, presenters.name_of(shot), inline=False)


def _version_asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def _sent(content: bytes, media: str, name: str, *, inline: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
