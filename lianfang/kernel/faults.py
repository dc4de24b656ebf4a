"""kernel · faults: what is wrong with a value, in both languages, whatever pydantic found; each names its field."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from lianfang.kernel.problems import Fault
from lianfang.kernel.words import Words, w

_WORDS = {
    "missing": w("必填", "required"),
    "extra_forbidden": w("没有这个字段", "no such field"),
    "greater_than_equal": w("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": w("不能大于 {le}", "must be at most {le}"),
    "greater_than": w("须大于 {gt}", "must be more than {gt}"),
    "less_than": w("须小于 {lt}", "must be less than {lt}"),
    "multiple_of": w("须为 {multiple_of} 的整数倍", "must be a multiple of {multiple_of}"),
    **dict.fromkeys(("literal_error", "enum"), w("须为以下之一：{expected}", "must be one of {expected}")),
    "string_too_long": w("最多 {max_length} 个字", "at most {max_length} characters"),
    "string_too_short": w("至少 {min_length} 个字", "at least {min_length} characters"),
    "finite_number": w("须为有限的数", "must be a finite number"),
    "json_invalid": w("不是有效的 JSON", "not valid JSON"),
    "too_long": w("最多 {max_length} 项，给了 {actual_length} 项", "at most {max_length} items, not {actual_length}"),
    "too_short": w("至少 {min_length} 项，只有 {actual_length} 项", "at least {min_length} items, not {actual_length}"),
    "bool_type": w("须为是或否", "must be yes or no"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), w("须为整数", "must be a whole number")),
    "int_parsing_size": w("数字过大", "the number is too large"),
    **dict.fromkeys(("float_type", "decimal_type", "decimal_parsing"), w("须为数字", "must be a number")),
    "decimal_max_places": w("最多 {decimal_places} 位小数", "at most {decimal_places} decimal places"),
    "decimal_max_digits": w("最多 {max_digits} 位数字", "at most {max_digits} digits"),
    "decimal_whole_digits": w("整数部分最多 {whole_digits} 位", "at most {whole_digits} digits before the point"),
    **dict.fromkeys(("uuid_type", "uuid_parsing", "uuid_version"), w("须为记录编号", "must be the id of an entry")),
    "string_type": w("须为文字", "must be text"),
    "string_unicode": w("须为 UTF-8 编码的文字", "must be text in UTF-8"),
    **dict.fromkeys(("list_type", "set_type", "tuple_type"), w("须为列表", "must be a list")),
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type", "mapping_type"),
        w("须为一组字段（JSON 对象）", "must be a set of fields (an object of JSON)"),
    ),
    **dict.fromkeys(("time_type", "time_parsing"), w("须为时刻，如 16:40", "must be a time of day such as 16:40")),
    **dict.fromkeys(
        ("url_type", "url_parsing", "url_syntax_violation", "url_scheme"),
        w("须为网址，如 https://example.org/", "must be an address such as https://example.org/"),
    ),
    **dict.fromkeys(("date_past", "datetime_past"), w("须早于现在", "must be in the past")),
    **dict.fromkeys(("date_future", "datetime_future"), w("须晚于现在", "must be in the future")),
    "string_pattern_mismatch": w("格式不对", "does not have the right form"),
    **dict.fromkeys(
        (
            "timezone_aware",
            "datetime_parsing",
            "datetime_type",
            "datetime_from_date_parsing",
            "datetime_object_invalid",
        ),
        w(
            "须为带时区的时间，如 2020-08-10T08:00:00+08:00",
            "must be a time with its zone, such as 2020-08-10T08:00:00+08:00",
        ),
    ),
    **dict.fromkeys(
        ("date_parsing", "date_type", "date_from_datetime_inexact", "date_from_datetime_parsing"),
        w("须为日期，如 2020-08-10", "must be a date such as 2020-08-10"),
    ),
    "float_parsing": w("须为数字，如 36.5", "must be a number such as 36.5"),
    "bool_parsing": w("须为是或否（true、false）", "must be yes or no (true, false)"),
}
_OTHERWISE = w("内容不符合此字段的要求", "is not what this field takes")


def faults_of(error: ValidationError, prefix: str = "data") -> tuple[Fault, ...]:
    """Pydantic's errors as catalogued faults, each naming its field."""
    return tuple(
        Fault(".".join(str(part) for part in (prefix, *each["loc"]) if part != ""), fault_words(each), each["type"])
        for each in error.errors(include_url=False, include_input=False)
    )


def fault_words(error: Any) -> Words:
    """What is wrong with a value, in words, as pydantic's error says it."""
    words, said = _WORDS.get(error["type"], _OTHERWISE), error.get("ctx", {})
    if {"zh", "en"} <= said.keys():  # raised by a payload's own validator, with `payloads.unacceptable`
        return Words(said["zh"], said["en"])
    return words.fill(**{name: _said(value) for name, value in said.items()})


def _said(value: Any) -> Words | str:
    """A value of an error; where it lists what can be taken, the last of them comes after an English "or"."""
    said = str(value)
    return Words(said.replace("' or '", "'、'").replace("', '", "'、'"), said) if "' or '" in said else said
