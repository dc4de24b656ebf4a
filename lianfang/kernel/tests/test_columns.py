"""kernel · tests: columns follow from model and payload; what does not hold is said at start, with table and name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from lianfang.kernel.kinds import KINDS, NO_PERSONAL_DATA, Kind, Kinds
from lianfang.kernel.models import FactRow
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.words import w


class Said(Payload):
    """What is said."""

    n: int = fact("数", "number")
    day: str = fact("日", "day")
    note: str | None = fact("备注", "note", default=None)


class Other(Payload):
    """Something else."""

    other: int = fact("另", "other")


@pytest.fixture
def row() -> Iterator[type[models.Model]]:
    class Row(FactRow):
        n = models.IntegerField()
        when = models.DateField()
        evidence = models.TextField()
        balance = models.IntegerField(null=True)

        class Meta:
            app_label = "kernel"
            db_table = "test_row"

    yield Row
    del apps.all_models["kernel"]["row"]
    apps.clear_cache()


def test_columns_follow_from_the_model_and_the_payload(row: type[models.Model]) -> None:
    rows = Rows.of(row, Said, unprojected=("note",), when="day")
    assert rows.table == "test_row"
    assert rows.columns == {"n": "(e.data->>'n')::int", "when": "(e.data->>'day')::date", "evidence": "e.evidence"}


def test_a_field_of_a_common_column_s_name_is_not_taken_for_it(row: type[models.Model]) -> None:
    with pytest.raises(ValueError, match="test_row does not keep day"):
        Rows.of(row, Said, unprojected=("note",), when="(e.occurred_at)::date")


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"when": "day"}, "test_row does not keep note"),
        ({"when": "day", "unprojected": ("note", "nothing")}, "names nothing in unprojected="),
        ({"when": "day", "unprojected": ("note", "n")}, "names n in unprojected="),
        ({"unprojected": ("note", "day")}, "test_row.when is no field of the payload"),
        ({"when": "day", "unprojected": ("note",), "wehn": "day"}, "test_row has no column wehn"),
    ],
)
def test_what_does_not_hold_is_named(row: type[models.Model], differs: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Rows.of(row, Said, **differs)  # type: ignore[arg-type]


def test_a_column_that_holds_the_whole_payload_keeps_every_field(row: type[models.Model]) -> None:
    assert Rows.of(row, Said, when="day", balance="length(e.data::text)").columns["balance"] == "length(e.data::text)"


def test_rows_of_another_payload_than_the_kind_s_are_refused(row: type[models.Model]) -> None:
    rows = Rows.of(row, Said, unprojected=("note",), when="day")
    kind = Kind(
        code="test.other", words=w("另", "other"), payload=Other, sentence=lambda data: w("另", "other"),
        privacy=NO_PERSONAL_DATA, record="test.record", see="test.see", projection=Projection(rows),
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"test_row was derived without the payload of test\.other"):
        Kinds().add(kind)


def test_no_area_writes_columns_by_hand() -> None:
    raw = [kind.code for kind in KINDS if kind.projection and not kind.projection.rows.payloads]
    assert {code.split(".")[0] for code in raw} <= {"ledger", "incidents"}, "incidents keep the payload whole"
