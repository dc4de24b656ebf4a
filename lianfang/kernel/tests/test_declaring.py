"""kernel · tests: a kind said in one place has its table, its columns and its sentence by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models

from lianfang.kernel.declaring import declare_act, declare_kind, declare_table
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.projections import DailySums
from lianfang.kernel.sums import count
from lianfang.kernel.words import w

HOW = {"window": w("开窗", "window"), "fan": w("风扇", "fan")}


class Inner(Payload):
    """A part."""

    n: int = fact("数", "number")


class Airing(Payload):
    """Every type of field."""

    minutes: int = fact("分钟", "minutes")
    how: Literal["window", "fan"] = fact("方式", "how", choices=HOW)
    rank: Literal[1, 2] | None = fact("级", "rank", default=None)
    litres: Decimal | None = fact("升", "litres", default=None)
    open: bool = fact("开", "open")
    on: date | None = fact("日", "on", default=None)
    at: datetime = fact("时", "at")
    by: UUID | None = fact("人", "by", default=None)
    tags: list[Literal["window", "fan"]] = fact("标", "tags", choices=HOW, default_factory=list)
    parts: list[Inner] | None = fact("部", "parts", default=None)
    note: str | None = fact("备注", "note", default=None)


class Shut(Payload):
    """The window is shut again."""

    open: bool = fact("开", "open")
    part: Inner = fact("部", "part")
    minutes: int | None = fact("分钟", "minutes", default=None)
    by: UUID = fact("人", "by")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    for name in ("airing", "aired"):
        apps.all_models["kernel"].pop(name, None)
    apps.clear_cache()


def declared(**said: Any) -> Kind:
    said = {
        "unprojected": ("note",),
        "sentence": w("{how} {minutes} {tags} {note}", "{how} {minutes} {tags} {note}"),
    } | said
    return declare_kind("kernel.airing", Airing, w("通风", "airing"), privacy=NO_PERSONAL_DATA, **said)


def test_table_and_columns_follow_from_the_payload() -> None:
    kind = declared()
    assert kind.projection is not None
    assert (kind.record, kind.see, kind.projection.rows.table) == ("kernel.record", "kernel.see", "kernel_airing")
    row = apps.get_model("kernel", "airing")
    named = {each.name: (type(each), each.null) for each in row._meta.local_fields if each.name in Airing.model_fields}
    assert named["minutes"] == (models.IntegerField, False)
    assert named["rank"] == (models.IntegerField, True)
    assert named["how"] == (models.TextField, False)
    assert named["litres"] == (models.DecimalField, True)
    assert named["parts"] == (models.JSONField, True)
    assert "note" not in named
    assert kind.projection.rows.columns["tags"] == "ARRAY(SELECT json_array_elements_text(e.data->'tags'))"


def test_what_differs_is_said() -> None:
    hours = {"hours": (models.FloatField(), "(e.data->>'minutes')::float / 60")}
    kind = declared(columns=hours, indexes=(models.Index(fields=["unit", "at"]),))
    assert kind.projection is not None
    assert "minutes" not in kind.projection.rows.columns
    assert kind.projection.rows.columns["hours"] == "(e.data->>'minutes')::float / 60"
    row = apps.get_model("kernel", "airing")
    assert [each.fields for each in row._meta.indexes] == [["unit", "at"]]


def test_a_column_may_be_only_another_type_and_a_day_adds_up_its_rows() -> None:
    columns = {"litres": models.DecimalField(max_digits=8, decimal_places=2, null=True)}
    kind = declared(columns=columns, sums={"kernel_day": {"times": count()}})
    assert kind.projection is not None
    assert kind.model._meta.get_field("litres").max_digits == 8
    assert kind.projection.rows.columns["litres"] == "(e.data->>'litres')::numeric"
    assert kind.projection.sums == (DailySums("kernel_day", "kernel_airing", {"times": count()}),)


def test_a_sentence_says_choices_in_words_and_what_was_left_open_as_not_said() -> None:
    kind = declared()
    said = kind.sentence({"how": "fan", "minutes": 5, "tags": ["window", "fan"]})
    assert (said.zh, said.en) == ("风扇 5 开窗、风扇 未填", "fan 5 window, fan not stated")
    assert kind.sentence({"how": "fan", "minutes": 5, "tags": []}).zh == "风扇 5 无 未填"


def test_several_kinds_in_one_table_are_told_apart_and_what_one_lacks_may_be_null() -> None:
    table = declare_table(
        "kernel.airing",
        Airing,
        Shut,
        model="Aired",
        steps=True,
        of_entry=("origin",),
        unprojected=("note",),
        columns={"n": (models.IntegerField(null=True), "(e.data->'part'->>'n')::int")},
        indexes={"kernel_airing_by": ("by", "open")},
        then_one=("SELECT 1",),
    )
    kind = declare_act("kernel.shut", Shut, w("关窗", "shut"), w("{part[n]} {by}", "{part[n]} {by}"), table=table)
    row = kind.model
    assert (row.__name__, row._meta.db_table) == ("Aired", "kernel_airing")
    assert [(each.name, each.fields) for each in row._meta.indexes] == [("kernel_airing_by", ["by", "open"])]
    null = {each.name: each.null for each in row._meta.local_fields}
    assert {name: null[name] for name in ("kind", "origin", "stream", "number", "open", "minutes", "by", "n")} == {
        "kind": False, "origin": False, "stream": False, "number": False,
        "open": False, "minutes": True, "by": True, "n": True,
    }  # fmt: skip
    assert "part" not in null
    assert table.rows.columns["kind"] == "e.kind"
    assert table.then_one == ("SELECT 1",)
    assert (kind.place, kind.door, kind.streams) == (Presence.FORBIDDEN, Door.ACTION, True)
    assert kind.sentence({"open": True, "part": {"n": 3}, "by": None}).zh == "3 未填"


def test_a_kind_with_parts_in_its_payload_says_them() -> None:
    kind = declared(sentence=w("{parts}", "{parts}"))
    assert kind.sentence({"parts": [{"n": 1}]}).zh == "{'n': 1}"
    assert not kind.streams


def test_a_table_may_have_no_index_of_its_own() -> None:
    assert declared(indexes=()).model._meta.indexes == []


def test_a_column_that_keeps_the_payload_whole_stands_for_every_field() -> None:
    kind = declared(unprojected=(), columns={"spec": (models.JSONField(), "e.data::jsonb")}, of_entry=("recorded_by",))
    kept = {each.name for each in kind.model._meta.local_fields}
    assert {"spec", "recorded_by"} <= kept
    assert not kept & Airing.model_fields.keys()
