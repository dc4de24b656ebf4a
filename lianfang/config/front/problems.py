"""config · front: what the door itself answers, before any page is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus

from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w

TOO_MANY_CONNECTIONS = problem(
    "too_many_connections",
    429,
    w("来自该地址的连接已达 {limit} 个", "This address already holds {limit} connections open"),
    w(
        "请关闭多余的页面后重试；若贵单位共用此地址，请管理员调高 LIANFANG_PER_ADDRESS",
        "Close some and try again; where a whole office shares the address, raise LIANFANG_PER_ADDRESS",
    ),
)
FULL = problem(
    "front_full",
    503,
    w("本机连接已满", "No more connections can be held"),
    w("请稍候重试", "Try again in a moment"),
)
HEAD_TOO_SLOW = problem(
    "head_too_slow",
    408,
    w("请求头未在 {seconds} 秒内传完", "The request header did not arrive within {seconds} s"),
    w("请检查网络后重试", "Check the network and try again"),
)
BODY_TOO_SLOW = problem(
    "body_too_slow",
    408,
    w("请求内容中断或过慢，没有记录任何内容", "The body stopped or came too slowly; nothing of it was recorded"),
    w("请检查网络后重新发送", "Check the network and send it again"),
)
HEAD_TOO_LARGE = problem(
    "head_too_large",
    431,
    w("请求头超过 {limit}", "The request header is larger than {limit}"),
    w("请清除本站的浏览器数据后重试", "Clear this site's data in the browser and try again"),
)


def rendered(
    refused: Refused, *, path: str = "", english: bool = False
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of a refusal: problem+json for the API, else a sentence in both languages."""
    status = refused.problem.status
    if path.startswith("/api/"):
        kind = b"application/problem+json"
        body = json.dumps(refused.as_json("en" if english else "zh-hans"), ensure_ascii=False).encode()
    else:
        kind = b"text/plain; charset=utf-8"
        says, remedy = refused.says, refused.remedy
        body = f"{says.zh}。{remedy.zh}。\n{says.en}. {remedy.en}.\n".encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    if status in (429, 503):
        headers.append((b"retry-after", b"5"))
    return status, headers, body


def raw(refused: Refused, *, path: str = "", english: bool = False) -> bytes:
    """The same as bytes of a connection that closes afterwards."""
    status, headers, body = rendered(refused, path=path, english=english)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
    lines += [name + b": " + value for name, value in [*headers, (b"connection", b"close")]]
    return b"\r\n".join([*lines, b"", body])


def english(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether a request asks for English first."""
    return any(name == b"accept-language" and value.lower().startswith(b"en") for name, value in headers)
