"""people · rules: how names are concealed and found, and which numbers can be somebody's."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from lianfang.kernel import characters
from lianfang.kernel.problems import Fault
from lianfang.kernel.words import Words, w

NAME_MAX = 60
_PERMITS = ("810000", "820000", "830000")
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_SEPARATORS = re.compile(r"[\s·・•‧∙.．\-]+")


def concealed_name(name: str) -> str:
    """The name as those see it who may not know it: 王建国 → 王**."""
    return f"{name[:1]}**"


def concealed_number(number: str) -> str:
    """A number with its middle hidden: 650000199001011234 → 650************234; short ones keep less."""
    kept = 3 if len(number) >= 9 else 1
    return number[:kept] + "*" * (len(number) - 2 * kept) + number[-kept:]


def plain_phone(said: str) -> str:
    """A telephone number without what people put between its digits."""
    return re.sub(r"[\s()\-]", "", characters.folded(said))


class Document(StrEnum):
    """What a number stands on. A resident's card and permit are kept by their number alone, others by kind and number
    (`passport:E12345678`), so that two kinds never meet in one number."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    HK_MACAO = "hk_macao"
    TAIWAN = "taiwan"


DOCUMENT_WORDS = {
    Document.RESIDENT: w("居民身份证或居住证", "resident identity card or permit"),
    Document.PASSPORT: w("护照", "passport"),
    Document.HK_MACAO: w("港澳居民来往内地通行证（回乡证）", "travel permit of Hong Kong and Macao residents"),
    Document.TAIWAN: w("台湾居民来往大陆通行证（台胞证）", "travel permit of Taiwan residents"),
}
# Passports are numbered by each country in its own way: six to nine letters and digits, digits among them.
_FORMS = {
    Document.HK_MACAO: re.compile(r"[HM]\d{8}(\d{2})?"),
    Document.TAIWAN: re.compile(r"\d{8}"),
    Document.PASSPORT: re.compile(r"(?=.*\d)[A-Z0-9]{6,9}"),
}
_NAMED = {
    "护照": Document.PASSPORT, "PASSPORT": Document.PASSPORT, "回乡证": Document.HK_MACAO,
    "港澳通行证": Document.HK_MACAO, "港澳居民来往内地通行证": Document.HK_MACAO, "台胞证": Document.TAIWAN,
    "台湾通行证": Document.TAIWAN, "台湾居民来往大陆通行证": Document.TAIWAN, "居民身份证": Document.RESIDENT,
    "身份证": Document.RESIDENT,
}  # fmt: skip


def plain_id_number(said: str, document: str = "") -> str:
    """A document's number as it is kept. The kind is the one said, or named before the number (护照 E12345678), or else
    the first whose form it has; `unclear` says where that is not enough."""
    plain, kinds = _meant(said, document)
    found = kinds[0] if kinds else Document.RESIDENT
    return plain if found is Document.RESIDENT else f"{found}:{plain}"


def unclear(said: str) -> Words | None:
    """What is to be asked of a number that may stand on several kinds of documents, and names none."""
    plain, kinds = _meant(said)
    if len(kinds) < 2:
        return None
    asks = w(
        "“{number}”可能是{one}，也可能是{other}；请选证件种类，或在号码前写明，如 {say} {number}",
        "“{number}” may be a {one} or a {other}: choose the kind, or name it before the number, such as {say} {number}",
    )
    first, second = (DOCUMENT_WORDS[kind] for kind in kinds[:2])
    return asks.fill(number=plain, one=first, other=second, say=_SAID[kinds[0]])


def _meant(said: str, document: str = "") -> tuple[str, tuple[Document, ...]]:
    """The number alone, and the kinds of documents that it may stand on; none where it has no other's form."""
    plain = re.sub(r"[\s:：]", "", characters.folded(said)).upper()
    for word in sorted(_NAMED, key=len, reverse=True):
        if plain.startswith(word):
            plain, document = plain.removeprefix(word), document or _NAMED[word]
            break
    for kind in Document:
        if plain.startswith(kind.upper()):
            plain, document = plain.removeprefix(kind.upper()), document or kind
    if document in list(Document):
        return plain, (Document(document),)
    return plain, tuple(kind for kind, form in _FORMS.items() if form.fullmatch(plain))


def parted(number: str) -> tuple[Document, str]:
    """The kind of document and its number, of a number as it is kept."""
    kind, there, plain = number.rpartition(":")
    return (Document(kind), plain) if there and kind in list(Document) else (Document.RESIDENT, number)


def numbers_meant(said: str) -> list[str]:
    """Every number, as it is kept, that a text may mean: of its own form first, then of the other documents."""
    return list(dict.fromkeys([plain_id_number(said), *(plain_id_number(said, each) for each in Document)]))


def _resident_fault(number: str) -> Words | None:
    """What is wrong with the number of a resident's card or permit (GB 11643).

    Permits of Hong Kong, Macao and Taiwan residents are numbered alike, with 810000, 820000 and 830000 in the place of
    a district. A district counts whenever it was one: the number was given when somebody was registered, not when born.
    """
    if len(number) != 18 or not number[:-1].isdigit() or number[-1] not in "0123456789X":
        return w(
            "居民身份证或居住证号码应为 18 位，如 {example}；护照等请选证件种类，或在号码前写明，如 护照 E12345678",
            "a resident identity number has 18 digits, such as {example}; of another document choose the kind, or name "
            "it before the number, such as passport E12345678",
        ).fill(example=_EXAMPLES[Document.RESIDENT])
    try:
        if number[-1] != ric.calc_check_digit(number):
            return w(
                "身份证号码校验位不符，请对照证件逐位核对，如 {example}",
                "the check digit does not fit: compare each digit with the document, such as {example}",
            ).fill(example=_EXAMPLES[Document.RESIDENT])
        ric.get_birth_date(number)
    except ValidationError:
        return w(
            "身份证号码中的出生日期不存在，请对照证件核对第 7 至 14 位，如 19491231",
            "there is no such date of birth: compare digits 7 to 14 with the document, such as 19491231",
        )
    if number[:6] not in _PERMITS and not any(said for _, said in numdb.get("cn/loc").info(number[:6])):
        return w(
            "身份证号码前 6 位不是行政区划代码，如 650103；港澳台居民居住证以 81、82、83 开头",
            "the first 6 digits are no district, such as 650103; permits of Hong Kong, Macao and Taiwan residents "
            "begin with 81, 82 or 83",
        )
    return None


def faults_in(name: str, id_number: str | None, phone: str | None) -> list[Fault]:
    """What is wrong with somebody's name and numbers; nothing where all of it can be somebody's.

    An identity number has 18 digits with a true check digit and a date that existed (GB 11643, python-stdnum).
    """
    found: list[Fault] = []
    if not name or len(name) > NAME_MAX:
        found.append(Fault("name", w("姓名须为 1 至 60 个字", "a name has 1 to 60 characters"), "invalid"))
    elif wrong := characters.trouble(name):
        found.append(Fault("name", wrong, "character"))
    if id_number is not None:
        wrong = _document_fault(id_number)
        if wrong is not None:
            found.append(Fault("id_number", wrong, "invalid"))
    if phone is not None and not _PHONE.fullmatch(phone):
        found.append(
            Fault("phone", w("电话号码须为 5 至 20 位数字", "a telephone number has 5 to 20 digits"), "invalid")
        )
    return found


def _document_fault(number: str) -> Words | None:
    kind, plain = parted(number)
    if kind is not Document.RESIDENT:
        if _FORMS[kind].fullmatch(plain):
            return None
        says = w("{kind}号码格式不对，如 {example}", "not a number of a {kind}, such as {example}")
        return says.fill(kind=DOCUMENT_WORDS[kind], example=_EXAMPLES[kind])
    return _resident_fault(plain)


_EXAMPLES = {
    Document.RESIDENT: "11010519491231002X", Document.HK_MACAO: "H01234567", Document.TAIWAN: "01234567",
    Document.PASSPORT: "E12345678",
}  # fmt: skip
# How a kind is named before a number.
_SAID = {
    Document.HK_MACAO: w("回乡证", "hk_macao"), Document.TAIWAN: w("台胞证", "taiwan"),
    Document.PASSPORT: w("护照", "passport"),
}  # fmt: skip


@lru_cache(maxsize=20_000)  # a sheet of people asks of each name several times
def name_parts(name: str) -> frozenset[str]:
    """Every part by which a name is found: two or three neighbouring characters, the first of each word of it, and
    from there on its pinyin and initials."""
    from pypinyin import lazy_pinyin  # its dictionaries are read by whoever names somebody, not by each process

    words = [word for word in _SEPARATORS.split(name.lower()) if word]
    plain = "".join(words)
    parts = {plain[i : i + size] for size in (2, 3) for i in range(len(plain) - size + 1)} | {word[0] for word in words}
    for said in {plain, *words}:
        syllables = [part for part in lazy_pinyin(said) if part.strip()]
        for count in range(1, min(len(syllables), 6) + 1):
            parts.add("".join(syllables[:count])[:40])
            parts.add("".join(each[0] for each in syllables[:count]))
    return frozenset(parts)


# The commonest surnames (public lists of 百家姓 order), by which a name is recognised inside a text.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阿买艾古库努热"
)
_HAN = re.compile(r"[\u4e00-\u9fff·]+")


def names_in(text: str) -> set[str]:
    """Everything in a text that may be a person's name: two to four characters from a surname, or parts with a dot."""
    return {
        run[i : i + size]
        for run in _HAN.findall(text)
        for i in range(len(run) - 1)
        if run[i] in SURNAMES
        for size in (2, 3, 4)
        if i + size <= len(run)
    } | {run for run in _HAN.findall(text) if "·" in run}


def whole_part(name: str) -> str:
    """The one of a name's parts that says most of it: few share it, and whoever has the name has it."""
    return max(name_parts(name), key=lambda part: (len(part), part), default="")


def sought_parts(text: str) -> set[str]:
    """The parts that a name must have for a text to mean it (see `name_parts`), word by word.

    So nothing is asked of where its words meet, and no dot between them matters.
    """
    plain = alike(text)
    if plain.isascii():
        return {plain[:40]} if plain else set()
    words = [word for word in _SEPARATORS.split(text.lower()) if word]
    return {part for word in words for part in _threes(word)}


_TAIL = re.compile(r"[0-9]{3}[0-9X]")
TAIL = 4  # digits that one says of a number to be told from one's namesakes


def tails(id_number: str | None, phone: str | None) -> frozenset[str]:
    """The last four digits of somebody's document and telephone, by which they are found too."""
    plain = (parted(id_number)[1] if id_number else "", plain_phone(phone) if phone else "")
    return frozenset(number[-TAIL:].upper() for number in plain if _TAIL.fullmatch(number[-TAIL:].upper()))


def tail_meant(text: str) -> str | None:
    """The last four digits of a number, where a text is nothing else."""
    plain = characters.folded(text).upper()
    return plain if _TAIL.fullmatch(plain) else None


class DoorMeant(NamedTuple):
    """A door as people point to it; None where a part of it was not said."""

    building: str | None
    entrance: int | None
    door: str


_DOOR = re.compile(
    r"(?:0*(?P<building>[0-9]{1,4})\s*(?:栋|幢|座|号楼|楼|#))?\s*(?:(?P<entrance>[0-9]{1,2})\s*单元)?\s*"
    r"(?P<door>[0-9]{1,4}[A-Z]?)\s*(?:室|号|户)?"
)
_NUMBERS = re.compile(
    r"(?:[A-Z][A-Z0-9]*-(?=[A-Z]))?(?:BUILDING|BLDG|B|NO)?[ .#]*0*(?P<building>[0-9]{1,4})[-/, ]+"
    r"(?:(?:ENTRANCE|UNIT|ENT)?[ .]*(?P<entrance>[0-9]{1,2})[-/, ]+)?(?P<door>[0-9]{1,4}[A-Z]?)"
)


def door_meant(text: str) -> DoorMeant | None:
    """The door that a text points to (3栋2单元301室, 3号楼301, 3-2-301, B03-2-301, building 3 301), or None."""
    plain = characters.folded(text).upper()
    found = _DOOR.fullmatch(plain) or _NUMBERS.fullmatch(plain)
    if found is None:
        return None
    entrance = found["entrance"]
    return DoorMeant(found["building"], int(entrance) if entrance else None, found["door"])


_CODE = re.compile(r"[A-Z][A-Z0-9]*-[A-Z0-9-]*")


def household_start(text: str) -> str:
    """The beginning of a household's code, where a text may be one; empty where it is none."""
    plain = characters.folded(text).upper()
    return plain if _CODE.fullmatch(plain) else ""


def alike(name: str) -> str:
    """What two writings of one name share: any dot or blank between its parts, or none, is the same."""
    return _SEPARATORS.sub("", characters.folded(name)).lower()


def _threes(word: str) -> set[str]:
    return {word} if len(word) <= 3 else {word[i : i + 3] for i in range(len(word) - 2)}
