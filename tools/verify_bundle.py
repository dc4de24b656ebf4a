#!/usr/bin/env python3
"""Proves one sealed day of one unit from one file, with nothing but Python 3.8 or newer: no database, no packages.

    python verify_bundle.py FILE [--public HEX]

FILE was made by `lianfang bundle`. What is hashed and signed is text in UTF-8, its lines joined by a newline:

* an entry: "lianfang entry 1", its columns in the order of COLUMNS (absent is an empty line, moments are whole
  microseconds since 1970 UTC, the reason is a JSON string), then the data exactly as kept; its digest is SHA-256;
* the day's root: RFC 6962's tree over the entries' digests in the order (recorded_at, id);
* the seal of the unit's day: "lianfang seal 2" (or 1, as days were sealed at first) and the lines of SEALS;
* the head of the installation's day: "lianfang head 1", the installation, the lines of HEAD, those of ADOPTS only where
  they are there;
  the text is signed with Ed25519 (RFC 8032);
* `steps` lead from the seal's digest to the head's root; a seal of form 1 goes by `adopted_leaf` to `adopts`.

Exit 0: everything agrees. 1: something does not, and is named. 2: this is no bundle, or the call is wrong.
"""

import argparse
import hashlib
import json
import re
import sys

COLUMNS = (
    "id", "kind", "unit", "path", "place", "person", "stream", "version", "occurred_at", "known_at", "recorded_at",
    "recorded_by", "origin", "evidence", "exercise", "corrects", "reason", "data",
)  # fmt: skip
ABSENT_ALLOWED = {"place", "person", "stream", "version", "known_at", "corrects", "reason"}
WHOLE = {"version", "occurred_at", "known_at", "recorded_at"}
SEALS = {
    1: ("unit", "day", "from_at", "to_at", "entries", "root", "previous"),
    2: ("unit", "path", "day", "from_at", "to_at", "entries", "total", "root", "previous"),
}
HEAD = (
    "day", "from_at", "to_at", "sealed_at", "units", "entries", "total", "unheld", "missing", "root",
    "previous",
)  # fmt: skip
ADOPTS = ("adopted", "adopts")
NUMBERS = {"from_at", "to_at", "sealed_at", "units", "entries", "total", "unheld", "missing", "adopted"}
HEXES = {"root", "previous", "digest", "adopts"}


class NoBundle(Exception):
    """The file is not a bundle of a form that this page knows."""


def sha(data):
    return hashlib.sha256(data).digest()


# --- Ed25519, checking only (RFC 8032, 5.1) ---------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


def point(data):
    """The curve point of 32 bytes; None where there is none."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, text, signature):
    """Whether the signature (64 bytes) of the text fits the public key (32 bytes)."""
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    one, other = times(s, BASE), add(r, times(k, a))
    return all((one[i] * other[2] - other[i] * one[2]) % P == 0 for i in (0, 1))


# --- texts and trees --------------------------------------------------------------------------------------
def entry_text(entry):
    said = ["lianfang entry 1"]
    for name in COLUMNS:
        value = entry[name]
        if name == "exercise":
            said.append("exercise" if value else "")
        elif name == "reason":
            said.append("" if value is None else json.dumps(value, ensure_ascii=False))
        else:
            said.append("" if value is None else str(value))
    return "\n".join(said).encode()


def seal_text(seal):
    form = seal["form"]
    return "\n".join([f"lianfang seal {form}"] + [str(seal[name]) for name in SEALS[form]]).encode()


def adopted_leaf(seal):
    """A seal of form 1 as the first head took it over: with what its own digest leaves out."""
    said = ["lianfang adopted 1"] + [str(seal[name]) for name in ("unit", "path", "day", "sealed_at", "digest")]
    return sha("\n".join(said).encode())


def head_text(installation, head):
    names = HEAD + ADOPTS if head["adopts"] is not None else HEAD
    return "\n".join(["lianfang head 1", installation] + [str(head[name]) for name in names]).encode()


def root_of(digests):
    level = [sha(b"\x00" + digest) for digest in digests] or [sha(b"")]
    while len(level) > 1:
        pairs = [sha(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def climb(digest, steps):
    reached = sha(b"\x00" + digest)
    for side, sibling in steps:
        other = bytes.fromhex(sibling)
        reached = sha(b"\x01" + (other + reached if side == "left" else reached + other))
    return reached


# --- the file ---------------------------------------------------------------------------------------------
def no_doubles(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NoBundle("同一对象中有重复的键 / a key stands twice in one object")
    return made


def need(holds, what):
    if not holds:
        raise NoBundle(f"内容不全或类型不对：{what} / missing or of the wrong type: {what}")


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_line(value):
    return isinstance(value, str) and "\n" not in value and "\r" not in value


def is_hex(value, size):
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]*", value) is not None and len(value) == 2 * size


def read(path):
    """The bundle, with every field there and of its type."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            bundle = json.load(file, object_pairs_hook=no_doubles)
        json.dumps(bundle, ensure_ascii=False).encode()  # half of a pair of surrogates is no text
    except (ValueError, RecursionError) as error:
        raise NoBundle(f"文件损坏，不是 JSON / the file is damaged, it is not JSON: {error}")
    need(isinstance(bundle, dict) and bundle.get("lianfang") == "bundle", "lianfang")
    if bundle.get("form") != 1:
        form = bundle.get("form")
        raise NoBundle(f"本程序不认识格式 {form}，请用新版 / form {form} is unknown here; get a newer program")
    seal, head = bundle.get("seal"), bundle.get("head")
    need(isinstance(seal, dict) and seal.get("form") in (1, 2), "seal.form")
    for name in (*SEALS[seal["form"]], "path", "digest", *(("sealed_at",) if seal["form"] == 1 else ())):
        check_field(seal, name, "seal")
    need(isinstance(head, dict) and (head.get("adopts") is None) == (head.get("adopted") is None), "head")
    head.setdefault("adopts", None)
    for name in (*HEAD, "digest", "key", *(ADOPTS if head["adopts"] is not None else ())):
        check_field(head, name, "head")
    need(is_line(bundle.get("installation")), "installation")
    need(is_hex(bundle.get("public"), 32), "public")
    need(is_hex(bundle["head"].get("signature"), 64), "head.signature")
    need(isinstance(bundle.get("steps"), list), "steps")
    for step in bundle["steps"]:
        fits = isinstance(step, list) and len(step) == 2 and step[0] in ("left", "right") and is_hex(step[1], 32)
        need(fits, "steps")
    need(isinstance(bundle.get("entries"), list), "entries")
    for number, entry in enumerate(bundle["entries"], 1):
        need(isinstance(entry, dict) and set(entry) == {*COLUMNS, "digest"}, f"entries[{number}]")
        for name in COLUMNS:
            check_column(entry, name, f"entries[{number}].{name}")
        need(is_hex(entry["digest"], 32), f"entries[{number}].digest")
    return bundle


def check_field(held, name, part):
    value = held.get(name)
    fits = is_whole(value) if name in NUMBERS else is_hex(value, 32) if name in HEXES else is_line(value) and value
    need(fits, f"{part}.{name}")


def check_column(entry, name, where):
    value = entry[name]
    if value is None:
        need(name in ABSENT_ALLOWED, where)
    elif name in WHOLE:
        need(is_whole(value), where)
    elif name == "exercise":
        need(isinstance(value, bool), where)
    elif name in ("data", "reason"):
        need(isinstance(value, str), where)
    else:
        need(is_line(value), where)


# --- the proof --------------------------------------------------------------------------------------------
def prove(bundle, public):
    """Yields everything that does not agree, in both languages."""
    seal, head, entries = bundle["seal"], bundle["head"], bundle["entries"]
    if public is not None and public != bundle["public"]:
        yield "公钥不是您给出的那一把 / the key is not the one that you gave"
    key = bytes.fromhex(bundle["public"])
    if hashlib.sha256(key).hexdigest()[:16] != head["key"]:
        yield "公钥与总封印写明的指纹不符 / the key does not have the fingerprint that the head names"
    text = head_text(bundle["installation"], head)
    if not signed(key, text, bytes.fromhex(head["signature"])):
        yield "总封印签名无效 / the head's signature does not hold"
    if sha(text).hex() != head["digest"]:
        yield "总封印摘要不符 / the head does not fit its digest"
    if sha(seal_text(seal)).hex() != seal["digest"]:
        yield "封印与其内容不符 / the seal does not fit its digest"
    if seal["form"] == 2 and any(seal[name] != head[name] for name in ("day", "from_at", "to_at")):
        yield "封印与总封印不是同一天 / seal and head are not of the same day"
    adopted = seal["form"] == 1
    leaf = adopted_leaf(seal) if adopted else bytes.fromhex(seal["digest"])
    if climb(leaf, bundle["steps"]).hex() != head["adopts" if adopted else "root"]:
        yield "总封印中没有这枚封印 / the head does not contain this seal"
    if len(entries) != seal["entries"]:
        more = len(entries) - seal["entries"]
        zh, en = ("多", "too many") if more > 0 else ("少", "too few")
        yield f"记录{zh} {abs(more)} 条 / {abs(more)} {en}"
    seen = None
    for number, entry in enumerate(entries, 1):
        for zh, en in faults_of(entry, seal, seen):
            yield f"第 {number} 条 {entry['id']}：{zh} / entry {number} {entry['id']}: {en}"
        seen = (entry["recorded_at"], entry["id"])
    if root_of([sha(entry_text(entry)) for entry in entries]).hex() != seal["root"]:
        yield "当日根值不符 / the root of the day differs"


def faults_of(entry, seal, before):
    for name in COLUMNS:
        if entry[name] == "" and name != "data":
            yield f"{name} 应为空缺却是空字符串", f"{name} is empty where it must be absent"
    if sha(entry_text(entry)).hex() != entry["digest"]:
        yield "内容与摘要不符", "the content does not fit the digest"
    if entry["unit"] != seal["unit"]:
        yield "属于另一单位", "belongs to another unit"
    if not seal["from_at"] <= entry["recorded_at"] < seal["to_at"]:
        yield "不是这一天记录的", "was not recorded on this day"
    if before is not None and before >= (entry["recorded_at"], entry["id"]):
        yield "重复或顺序不对", "stands twice or out of order"


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description="联防：核验一个封存日 / prove one sealed day of one unit")
    parser.add_argument("file", help="lianfang bundle 生成的文件 / made by `lianfang bundle`")
    parser.add_argument("--public", metavar="HEX", help="另行取得的公钥 / the public key, obtained elsewhere")
    args = parser.parse_args()
    public = args.public.strip().lower() if args.public is not None else None
    try:
        if public is not None and not is_hex(public, 32):
            raise NoBundle("公钥应为 64 位十六进制 / the public key is 64 hexadecimal digits")
        bundle = read(args.file)
    except (NoBundle, OSError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 2
    found = list(prove(bundle, public))
    seal, head = bundle["seal"], bundle["head"]
    print(seal["unit"], seal["day"])
    for fault in found:
        print(f"✗ {fault}")
    if found:
        print(f"不一致 {len(found)} 处 / {len(found)} discrepancies")
        return 1
    count = seal["entries"]
    print(f"✓ {count} 条记录与封印、总封印、签名一致 / {count} entries agree with seal, head and signature")
    print(f"  封印 / seal {seal['digest']}\n  总封印 / head {head['digest']}")
    print(f"  系统 / installation {bundle['installation']}\n  公钥指纹 / key {head['key']}")
    if public is None:
        print("  公钥取自文件本身，请与另行取得的指纹核对", end=" / ")
        print("the key came with the file: compare its fingerprint with one that you obtained elsewhere")
    return 0


if __name__ == "__main__":
    sys.exit(main())
