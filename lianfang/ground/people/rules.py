"""people · rules: how names are concealed and found, and which numbers can be somebody's."""

from __future__ import annotations

import re

from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, InvalidFormat, ValidationError

from lianfang.kernel import characters
from lianfang.kernel.problems import Fault
from lianfang.kernel.words import w

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


def plain_id_number(said: str) -> str:
    """A resident identity number without blanks, its check letter in upper case."""
    return re.sub(r"\s", "", characters.folded(said)).upper()


def _check_id_number(number: str) -> None:
    """Raises stdnum's ValidationError. Residence permits for Hong Kong, Macao and Taiwan residents are numbered alike,
    with 810000, 820000 and 830000 in the place of a district, which python-stdnum does not know.
    """
    if number[:6] not in _PERMITS:
        ric.validate(number)
        return
    if len(number) != 18 or not number[:-1].isdigit():
        raise InvalidFormat()
    if number[-1] != ric.calc_check_digit(number):
        raise InvalidChecksum()
    ric.get_birth_date(number)


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
        try:
            _check_id_number(id_number)
        except ValidationError:
            said = w("居民身份证号码校验不通过", "not a valid resident identity number")
            found.append(Fault("id_number", said, "invalid"))
    if phone is not None and not _PHONE.fullmatch(phone):
        found.append(
            Fault("phone", w("电话号码须为 5 至 20 位数字", "a telephone number has 5 to 20 digits"), "invalid")
        )
    return found


def name_parts(name: str) -> set[str]:
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
    return parts


def sought_parts(text: str) -> set[str]:
    """The parts that a name must have for a text to mean it (see `name_parts`), word by word.

    So nothing is asked of where its words meet, and no dot between them matters.
    """
    plain = alike(text)
    if plain.isascii():
        return {plain[:40]} if plain else set()
    words = [word for word in _SEPARATORS.split(text.lower()) if word]
    return {part for word in words for part in _threes(word)}


def alike(name: str) -> str:
    """What two writings of one name share: any dot or blank between its parts, or none, is the same."""
    return _SEPARATORS.sub("", characters.folded(name)).lower()


def _threes(word: str) -> set[str]:
    return {word} if len(word) <= 3 else {word[i : i + 3] for i in range(len(word) - 2)}
