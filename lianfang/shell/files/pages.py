"""shell · file pages: a file is brought for a form, and shown to whoever brought it or may read an entry that names it.

Nothing that somebody sent is ever run: an answer carries the type that its content was judged to have, may not be
guessed otherwise, and stands in a sandbox without scripts; a paper is only ever saved.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from lianfang.ground.files import actions, queries
from lianfang.ground.files.problems import FILE_EMPTY
from lianfang.ground.files.queries import Kept
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.answers import problem_answer
from lianfang.shell.files import shown
from lianfang.shell.files.taking import content_of, is_hash
from lianfang.shell.ledger import queries as ledger

_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
_KEPT_SECONDS = 600


@require_POST
def bring(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One file for a form that is being filled in; answers with the hash by which the form names it."""
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused(FILE_EMPTY, name="file")
        brought = actions.bring(
            actor, name=sent.name or "", content=content_of(sent), photos_only="photos_only" in request.POST,
            position="position" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        return problem_answer(refused)
    href = reverse("shell:file-own", args=[brought.sha256])
    said = {"sha256": brought.sha256, "name": brought.name, "href": href, "photo": brought.width is not None}
    return JsonResponse(said, status=201)


@require_GET
def own(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponse:
    """A file of the reader's own that waits for its entry. Raises `not_found`."""
    if not is_hash(sha256):
        raise Refused(NOT_FOUND)
    return served(queries.own(actor, sha256), small="small" in request.GET)


@require_GET
def of_entry(request: HttpRequest, actor: Actor, entry: UUID, sha256: str) -> HttpResponse:
    """A file that an entry names, for whoever may read the entry. Raises `not_found`."""
    return served(shown.file_of(actor, ledger.entry(actor, entry), sha256), small="small" in request.GET)


def served(file: Kept, *, small: bool) -> HttpResponse:
    """The file, or its small picture where there is one."""
    small = small and file.small is not None
    content = queries.content_of(file, small=small)
    answer = HttpResponse(content, content_type=file.media if not small else "image/jpeg")
    answer["Content-Security-Policy"] = _POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store" if file.person else f"private, max-age={_KEPT_SECONDS}"
    answer["Content-Disposition"] = content_disposition_header(not file.photo, file.called) or "attachment"
    return answer
