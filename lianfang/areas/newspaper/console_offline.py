"""newspaper · console of offline reading: what a browser keeps of an issue, and who answers where nobody else does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from lianfang.areas.newspaper import queries_public as public
from lianfang.areas.newspaper.console_reader import out_of, page_of, paper_page
from lianfang.areas.newspaper.presenters_reader import file_href, pages_shown
from lianfang.kernel.words import w
from lianfang.shell import assets


@paper_page
def worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser asks in place of the server; below `/paper/`, so that it answers for nothing else."""
    answer = HttpResponse(assets.content("paper/worker.ts"), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@paper_page
def offline_page(request: HttpRequest) -> HttpResponse:
    """What is shown without a network of a page that was not kept."""
    return page_of(request, "offline", {"title": w("没有网络", "No network").say()})


@paper_page
def kept_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that a browser keeps of an issue: pages, articles, pictures, and what draws them."""
    of, newest = out_of(slug), public.latest()
    content = public.content(of)
    files = [reverse("newspaper:issue", args=[slug])]
    files += [reverse("newspaper:front")] if newest and newest.slug == slug else []
    for page in pages_shown(of, content, public.pages(slug), {}):
        files += [page.href, page.thumb, page.middle, *(each.href for each in page.titles)]
    files += [
        file_href(slug, f"photo-{block['photo']}.jpg")
        for page in content["pages"]
        for article in page["articles"]
        for block in article["blocks"]
        if block["part"] == "picture"
    ]
    drawn = [*assets.files("paper/paper.ts"), *assets.files("fonts.css"), assets.url("mark.svg")]
    return JsonResponse({"slug": slug, "files": list(dict.fromkeys([*files, *drawn]))})
