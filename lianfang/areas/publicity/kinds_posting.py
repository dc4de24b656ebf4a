"""publicity · kinds of postings: planned, again and again, ended; put up and taken down, each with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.db.models import DateTimeField, IntegerField, TextField, UUIDField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.publicity.kinds import POST, SIGN
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.kinds import Presence
from lianfang.kernel.payloads import Code, Count, Line, LongText, Moment, Payload, Sha256, fact, unacceptable
from lianfang.kernel.vocabulary import Coded
from lianfang.kernel.words import Words, w
from lianfang.shell.texts.payloads import Said, Why

PLACES_MOST, GROUPS_MOST = 300, 60


class PostingPlanned(Payload):
    """One text on one channel: at which places or in which groups, out by when, and until when; whole each time.

    It is of the text, not of one version: what hangs is always to be the version that was signed off last.
    """

    text: UUID = fact("宣传稿", "text")
    channel: Coded = fact("渠道", "channel", choices=CHANNELS)
    places: list[Code] = fact("地点", "places", default_factory=list, max_length=PLACES_MOST)
    groups: list[Said] = fact("群", "groups", default_factory=list, max_length=GROUPS_MOST)
    from_at: Moment = fact("起（最迟此时发出）", "from (out by then)")
    until_at: Moment = fact("止", "until")
    who: Line | None = fact("由谁张贴", "who puts it up", default=None)

    @field_validator("places", "groups")
    @classmethod
    def _each_once(cls, listed: list[str]) -> list[str]:
        twice = next((each for each in listed if listed.count(each) > 1), None)
        if twice is not None:
            raise unacceptable("listed_twice", w("“{what}”填了两次", "{what} is named twice").fill(what=twice))
        return listed

    @field_validator("until_at")
    @classmethod
    def _ends_after(cls, until: Moment, info: ValidationInfo) -> Moment:
        begins = info.data.get("from_at")
        if begins is not None and until <= begins:
            raise unacceptable("ends_before", w("结束须晚于开始", "it must end after it begins"))
        return until


class PostingEnded(Payload):
    """It is not to be out any more: what hangs is to be taken down, what is not up need not go up."""

    why: Why = fact("原因", "why it ends")


class Posted(Payload):
    """A text is out in one place or group: which version, and the proof.

    `sent` are the words that went to a group, `through` by which service where the product sent them itself. `reach` is
    how many it reached, as `counted_by` says; without somebody who counted there is no number.
    """

    posting: UUID = fact("发布计划", "posting")
    target: Said = fact("地点或群", "place or group")
    version: int = fact("所发稿次", "version that is out", ge=1)
    photo_sha256: Sha256 | None = fact("照片", "photo", files="photo", default=None)
    sent: LongText | None = fact("发出的文字", "words that were sent", default=None)
    through: Line | None = fact("发送渠道", "sent through", default=None)
    reach: Count | None = fact("送达人数", "people reached", unit="人", default=None)
    counted_by: Line | None = fact("人数由谁统计", "who counted them", default=None)
    note: Line | None = fact("说明", "note", default=None)

    @field_validator("counted_by")
    @classmethod
    def _of_a_number(cls, said: str | None, info: ValidationInfo) -> str | None:
        if (info.data.get("reach") is None) != (not said):
            raise unacceptable(
                "reach_uncounted", w("送达人数和由谁统计要一起填", "say both how many it reached and who counted them")
            )
        return said


class TakenDown(Payload):
    """It does not hang there any more."""

    posting: UUID = fact("发布计划", "posting")
    target: Said = fact("地点或群", "place or group")
    photo_sha256: Sha256 | None = fact("照片", "photo", files="photo", default=None)
    note: Line | None = fact("说明", "note", default=None)


class GroupSet(Payload):
    """A group to which the product can send by itself. The address is kept apart, under the house's key."""

    name: Said = fact("群名", "name of the group")
    service: Annotated[str, Field(max_length=40)] = fact("类型", "service")
    fingerprint: Annotated[str, Field(max_length=40)] = fact("地址指纹", "fingerprint of the address")
    open: bool = fact("启用", "in use")


def _planned(data: Mapping[str, Any]) -> Words:
    said = w("计划发布：{channel}，{n} 处", "planned for {channel}: {n} places")
    if data.get("groups"):
        said = w("计划发布：{channel}，{n} 个群", "planned for {channel}: {n} groups")
    n = len(data.get("groups") or data.get("places") or ())
    return said.fill(channel=CHANNELS.words_of(data["channel"]), n=n)


_posting = partial(
    declare_act,
    table=declare_table(
        "publicity.posting_step",
        PostingPlanned,
        PostingEnded,
        steps=True,
        whole=True,
        for_all_below=True,
        columns={
            "text": (UUIDField(null=True), "(e.data->>'text')::uuid"),
            "until_at": (DateTimeField(null=True), "(e.data->>'until_at')::timestamptz"),
        },
        indexes={
            "publicity_posting_stream": ("stream", "number"),
            "publicity_posting_text": ("text",),
            "publicity_posting_path": ("path", "occurred_at"),
        },
    ),
)
PLANNED = _posting(
    "publicity.posting_planned",
    PostingPlanned,
    w("发布计划", "posting"),
    _planned,
    record=POST,
)
ENDED = _posting(
    "publicity.posting_ended",
    PostingEnded,
    w("结束发布", "posting ended"),
    cut(w("结束发布：{why}", "ended: {why}")),
    record=POST,
)
_hanging = partial(
    declare_act,
    record=POST,
    place=Presence.OPTIONAL,
    table=declare_table(
        "publicity.hanging_step",
        Posted,
        TakenDown,
        steps=True,
        whole=True,
        columns={
            "posting": (UUIDField(), "(e.data->>'posting')::uuid"),
            "target": (TextField(), "e.data->>'target'"),
            "version": (IntegerField(null=True), "(e.data->>'version')::int"),
        },
        indexes={
            "publicity_hanging_of": ("posting", "target", "number"),
            "publicity_hanging_path": ("path", "occurred_at"),
        },
    ),
)
POSTED = _hanging(
    "publicity.posted",
    Posted,
    w("已发布", "posted"),
    w("在 {target} 发出第 {version} 稿", "version {version} is out at {target}"),
)
TAKEN_DOWN = _hanging(
    "publicity.taken_down",
    TakenDown,
    w("已撤下", "taken down"),
    w("在 {target} 撤下", "taken down at {target}"),
)
GROUP = declare_act(
    "publicity.group_set",
    GroupSet,
    w("群地址", "address of a group"),
    lambda data: (
        w("启用群“{name}”的发送地址", "the group “{name}” can be sent to")
        if data["open"]
        else w("停用群“{name}”的发送地址", "the group “{name}” is sent to no more")
    ).fill(name=data["name"]),
    record=SIGN,
    table=declare_table(
        "publicity.group_step",
        GroupSet,
        steps=True,
        indexes={"publicity_group_stream": ("stream", "number"), "publicity_group_path": ("path", "name")},
    ),
)
