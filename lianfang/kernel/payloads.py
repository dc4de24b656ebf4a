"""kernel · payloads: what the payload of any kind is made of.

A payload is a frozen pydantic model. Each field says its words in both languages and its unit, because the
console form, the offline form, the import template and the export are made from nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from lianfang.kernel import characters
from lianfang.kernel.vocabulary import QUESTIONS, VOCABULARIES, Vocabulary
from lianfang.kernel.words import Words, w


class Payload(BaseModel):
    """The data of one kind of entry: unknown fields, NaN and infinities are refused, nothing is coerced."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, str_strip_whitespace=True, ser_json_bytes="utf8"
    )


def fact(
    zh: str,
    en: str,
    *,
    unit: str | None = None,
    personal: bool = False,
    persons: bool = False,
    choices: Mapping[Any, Words] | None = None,
    when: Mapping[str, Any] | None = None,
    as_typed: bool = False,
    files: Literal["photo", "paper", ""] = "",
    position: bool = False,
    also: Sequence[str] = (),
    asks: str = "",
    **rules: Any,
) -> Any:
    """A field of a payload: its words, its unit, whether it is personal or a list of `persons` by their ids, and
    pydantic's own rules (ge, le, …).

    `choices` gives the words of each value that the field may take; the field's type says which may be taken. Where
    they are a `Vocabulary`, the playbook says it, and entries that come are held against what it declares. `when` tells
    forms and callers that it is asked only where another `field` says `any_of` some values, and whether it is
    `required` there; the payload itself must hold it. What a sheet says `as_typed` the payload reads itself, and `also`
    is what people write above such a column in their sheets. `files` says that the hash of a file is given, of a photo
    or of a paper (a photo or PDF); of a photo `position` keeps where it was taken, which is else taken out. A field
    that `asks` a question of the playbook is there, in the playbook's own words, where it declares that question, and
    has to be answered then unless `when` says more of it; elsewhere it is not asked, and no entry may answer it.
    """
    extra: dict[str, Any] = {"zh": zh, "en": en, "unit": unit, "personal": personal, "persons": persons}
    extra |= {
        "asks": asks,
        "when": dict(when or {}),
        "as_typed": as_typed,
        "files": files,
        "position": position,
        "also": list(also),
    }
    if isinstance(choices, Vocabulary):
        extra["vocabulary"] = choices.name
    else:
        extra["choices"] = {value: [words.zh, words.en] for value, words in (choices or {}).items()}
    return Field(title=zh, json_schema_extra={k: v for k, v in extra.items() if v}, **rules)


def unacceptable(code: str, words: Words) -> PydanticCustomError:
    """What a field's validator raises, so that the refusal is said in both languages."""
    return PydanticCustomError(code, "{en}", {"zh": words.zh, "en": words.en})


def _one_line(text: str) -> str:
    return _clean(text, lines=False)


def _some_lines(text: str) -> str:
    return _clean(text, lines=True)


def _clean(text: str, *, lines: bool) -> str:
    wrong = characters.trouble(text, lines=lines)
    if wrong is not None:
        raise unacceptable("character", wrong)
    return unicodedata.normalize("NFC", text)


def _meant(at: datetime) -> datetime:
    """Refuses a moment without its zone, and one that nobody can mean."""
    if at.tzinfo is None:
        raise unacceptable("needs_zone", w("须带时区", "needs a time zone"))
    if not 2000 <= at.year <= 2100:
        raise unacceptable("no_such_time", w("年份不对", "the year cannot be right"))
    return at


def _folded(code: Any) -> Any:
    return characters.folded(code) if isinstance(code, str) and not code.isascii() else code


Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_some_lines)]
LongText = Annotated[str, Field(max_length=40_000), AfterValidator(_some_lines)]  # an article's body, not a remark
Moment = Annotated[datetime, AfterValidator(_meant)]
Code = Annotated[str, BeforeValidator(_folded), Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
PAPERS_MOST = 10


def _each_once(listed: list[str]) -> list[str]:
    if len(set(listed)) < len(listed):
        raise unacceptable("listed_twice", w("同一文件只填一次", "name each file once"))
    return listed


Papers = Annotated[list[Sha256], Field(min_length=1, max_length=PAPERS_MOST), AfterValidator(_each_once)]
PHOTOS_MOST = 20
Photos = Annotated[list[Sha256], Field(min_length=1, max_length=PHOTOS_MOST), AfterValidator(_each_once)]


@dataclass(frozen=True, slots=True)
class FileRule:
    """What a field that names files takes: photos alone or papers as well, and whether the position stays in them."""

    photos_only: bool
    position: bool


def words_of(payload: type[BaseModel], name: str) -> Words:
    """The words of a field."""
    extra = payload.model_fields[name].json_schema_extra
    if not isinstance(extra, dict):
        raise LookupError(f"{payload.__name__}.{name} was not declared with fact()")
    if extra.get("asks") in QUESTIONS:
        return QUESTIONS[str(extra["asks"])]
    return Words(str(extra["zh"]), str(extra["en"]))


def choices_of(payload: type[BaseModel], name: str) -> Mapping[str, Words]:
    """The words of each value of a field; empty where it takes anything of its type."""
    extra = payload.model_fields[name].json_schema_extra
    if isinstance(extra, dict) and "vocabulary" in extra:
        return VOCABULARIES[str(extra["vocabulary"])]
    said: Any = extra.get("choices", {}) if isinstance(extra, dict) else {}
    return {value: Words(*each) for value, each in said.items()}


@cache
def _coded(payload: type[BaseModel]) -> tuple[tuple[str, Vocabulary], ...]:
    """The fields of a payload whose codes a playbook declares."""
    found = ((name, choices_of(payload, name)) for name in payload.model_fields)
    return tuple((name, said) for name, said in found if isinstance(said, Vocabulary))


@cache
def _asking(payload: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a payload that ask what a playbook may ask: the question, and whether it has to be answered."""
    extras = ((name, info.json_schema_extra) for name, info in payload.model_fields.items())
    return tuple(
        (name, str(extra["asks"]), not extra.get("when"))
        for name, extra in extras
        if isinstance(extra, dict) and extra.get("asks")
    )


_NOT_ASKED = w("现行防控方案不问此项，请留空", "the playbook in force does not ask this: leave it out")
_UNANSWERED = w("“{question}”须回答", "answer: {question}")


def _wrongly_asked(payload: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Words]:
    """What answers a question that the playbook does not ask, and what leaves one open that it asks."""
    found: dict[str, Words] = {}
    for name, question, needed in _asking(payload):
        if question not in QUESTIONS:
            if data.get(name) is not None:
                found[name] = _NOT_ASKED
        elif needed and data.get(name) is None:
            found[name] = _UNANSWERED.fill(question=QUESTIONS[question])
    return found


def undeclared(payload: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Words]:
    """Why what the playbook does not declare now cannot be taken, and what it asks and nobody said, by field."""
    found = _wrongly_asked(payload, data)
    for name, vocabulary in _coded(payload):
        said = data.get(name)
        listed = said if isinstance(said, list) else [said]
        unknown = [code for code in listed if code is not None and str(code) not in vocabulary]
        if unknown:
            offered = Words("、".join(each.zh for each in vocabulary.values())[:200] or "无",
                            ", ".join(each.en for each in vocabulary.values())[:200] or "none")  # fmt: skip
            found[name] = w(
                "防控方案没有“{given}”，只有：{offered}", "the playbook has no {given}, only: {offered}"
            ).fill(given=unknown[0], offered=offered)
    return found


@cache
def personal_fields(payload: type[BaseModel]) -> frozenset[str]:
    """The names of fields that hold a person's own words and are encrypted in the ledger."""
    return _marked(payload, "personal")


@cache
def person_fields(payload: type[BaseModel]) -> frozenset[str]:
    """The names of fields that list persons by their ids."""
    return _marked(payload, "persons")


def _marked(payload: type[BaseModel], mark: str) -> frozenset[str]:
    return frozenset(
        name
        for name, info in payload.model_fields.items()
        if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get(mark)
    )


@cache
def file_fields(payload: type[BaseModel]) -> Mapping[str, FileRule]:
    """The fields that name files by their SHA-256, one or a list."""
    extras = {name: info.json_schema_extra for name, info in payload.model_fields.items()}
    return {
        name: FileRule(extra["files"] == "photo", bool(extra.get("position")))
        for name, extra in extras.items()
        if isinstance(extra, dict) and extra.get("files")
    }
