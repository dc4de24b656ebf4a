"""governance · kinds: every step of a local measure; each is made only by its own action."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from django.db.models import BooleanField, TextField
from pydantic import Field

from lianfang.areas.governance.kinds import ANSWER, DIRECT, Said, Words1
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Code, Line, Moment, Payload, fact
from lianfang.kernel.words import w


class MeasureSet(Payload):
    """A local measure: what is to be done, by which role of the entry's unit, until when.

    Title and number of the document stand here too, because whoever carries it out may not see the document itself.
    """

    directive: UUID = fact("来文", "directive")
    set_by: Code = fact("交办单位", "assigned by")
    about: Words1 = fact("来文标题", "document")
    doc_no: Line | None = fact("发文字号", "document number", default=None)
    text: Said = fact("措施", "measure")
    role: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")] = fact("责任岗位", "responsible role")
    due_at: Moment = fact("完成时限", "due by")
    acknowledge_by: Moment | None = fact("签收时限", "acknowledge by", default=None)


class MeasureAcknowledged(Payload):
    """The unit that a measure was given to has read it."""

    note: Line | None = fact("说明", "note", default=None)


class MeasureAnswered(Payload):
    """The unit says what it did."""

    text: Said = fact("落实情况", "what was done")


class MeasureReturned(Payload):
    """The answer does not do; the measure stands open again, until a new time where one is given."""

    why: Words1 = fact("退回原因", "why it is returned")
    due_at: Moment | None = fact("新的时限", "new deadline", default=None)


class MeasureClosed(Payload):
    """The answer is accepted, or the measure is called off."""

    note: Line | None = fact("说明", "note", default=None)
    called_off: bool = fact("撤销措施", "called off", default=False)


_step = partial(
    declare_act,
    table=declare_table(
        "governance.measure_step",
        MeasureSet,
        MeasureAcknowledged,
        MeasureAnswered,
        MeasureReturned,
        MeasureClosed,
        steps=True,
        columns={
            "called_off": (BooleanField(), "coalesce((e.data->>'called_off')::boolean, false)"),
            "said": (TextField(null=True), "coalesce(e.data->>'text', e.data->>'why', e.data->>'note')"),
        },
        indexes={
            "governance_measure_stream": ("stream", "number"),
            "governance_measure_of": ("directive",),
            "governance_measure_path": ("path", "due_at"),
        },
    ),
)
MEASURE_SET = _step(
    "governance.measure_set",
    MeasureSet,
    w("落实措施", "measure set"),
    cut(w("《{about}》落实措施：{text}", "measure for “{about}”: {text}")),
    record=DIRECT,
)
MEASURE_ACKNOWLEDGED = _step(
    "governance.measure_acknowledged",
    MeasureAcknowledged,
    w("措施签收", "measure acknowledged"),
    w("签收落实措施", "acknowledged a measure"),
    record=ANSWER,
)
MEASURE_ANSWERED = _step(
    "governance.measure_answered",
    MeasureAnswered,
    w("措施落实反馈", "measure answered"),
    cut(w("反馈落实情况：{text}", "answered a measure: {text}")),
    record=ANSWER,
)
MEASURE_RETURNED = _step(
    "governance.measure_returned",
    MeasureReturned,
    w("措施退回", "measure returned"),
    cut(w("退回落实反馈：{why}", "returned an answer: {why}")),
    record=DIRECT,
)
MEASURE_CLOSED = _step(
    "governance.measure_closed",
    MeasureClosed,
    w("措施销号", "measure closed"),
    w("措施销号", "closed a measure"),
    record=DIRECT,
    closes=True,
)
