"""governance · payloads: the steps in the life of an upstream document and of each measure that follows from it."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from lianfang.kernel.payloads import Code, Line, Moment, Payload, Text, fact

Words1 = Annotated[Line, Field(min_length=1)]
Said = Annotated[Text, Field(min_length=1)]
RoleCode = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]


class DirectiveReceived(Payload):
    """An upstream document arrived; the entry's time is that of its receipt. A number that is not known is absent."""

    issuer: Words1 = fact("发文单位", "issued by")
    doc_no: Line | None = fact("发文字号", "document number", default=None)
    title: Words1 = fact("标题", "title")
    issued_on: date | None = fact("成文日期", "dated", default=None)
    asks: Text | None = fact("要求摘要", "what it asks", default=None)
    wants_receipt: bool = fact("要求签收", "asks for acknowledgement", default=True)
    wants_report: bool = fact("要求回报", "asks for a report", default=False)
    acknowledge_by: Moment | None = fact("签收时限", "acknowledge by", default=None)
    report_by: Moment | None = fact("回报时限", "report by", default=None)


class DirectiveAcknowledged(Payload):
    """The receiving unit has read it and answers for it."""

    note: Line | None = fact("说明", "note", default=None)


class ReportedBack(Payload):
    """What was done, told to whoever issued it."""

    text: Said = fact("回报内容", "report")
    via: Line | None = fact("报送方式", "sent by", default=None)


class DirectiveClosed(Payload):
    """Nothing remains to be done about it."""

    conclusion: Said = fact("办结结论", "conclusion")


class MeasureSet(Payload):
    """A local measure: what is to be done, by which role of the entry's unit, until when.

    Title and number of the document stand here too, because whoever carries it out may not see the document itself.
    """

    directive: UUID = fact("来文", "directive")
    set_by: Code = fact("交办单位", "assigned by")
    about: Words1 = fact("来文标题", "document")
    doc_no: Line | None = fact("发文字号", "document number", default=None)
    text: Said = fact("措施", "measure")
    role: RoleCode = fact("责任岗位", "role that answers")
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
    due_at: Moment | None = fact("新的时限", "new time", default=None)


class MeasureClosed(Payload):
    """The answer is accepted, or the measure is called off."""

    note: Line | None = fact("说明", "note", default=None)
    called_off: bool = fact("撤销措施", "called off", default=False)
