"""publicity · scripted: the acts of a campaign's script at the desk of publicity and where its texts hang."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from lianfang.areas.publicity import actions, actions_posting, actions_rumour, actions_screen, actions_tip
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted, doing


def _plan(actor: Actor, act: Scripted, how: Recording) -> object:
    """A posting; its text is named by the label of the act that wrote it."""
    moments = {name: datetime.fromisoformat(act.data["data"][name]) for name in ("from_at", "until_at")}
    said = {**act.data["data"], **moments, "text": act.labels[act.data["text"]]}
    return actions_posting.plan_posting(actor, unit=act.unit, data=said, how=how)


def _post(actor: Actor, act: Scripted, how: Recording) -> object:
    """It is out at one place or in one group, with the photo where there is one."""
    shown = {name: act.data[name] for name in ("photo_sha256",) if name in act.data}
    return actions_posting.post(
        actor, posting=act.labels[act.data["posting"]], target=act.data["target"],
        data={**act.data["data"], **shown}, how=how,
    )  # fmt: skip


def _sourced(action: Callable[..., object]) -> Doing:
    """A step of a rumour that rests on a source, whose date the script writes as text."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = {**act.data, "rumour": act.labels[act.data["rumour"]]}
        source = said["source"] | {"dated": date.fromisoformat(said["source"]["dated"])}
        return action(actor, how=how, **{**said, "source": source})

    return step


SCRIPTED: dict[str, Doing] = {
    "publicity.write": doing(actions.write_text),
    "publicity.review": doing(actions.review_text, refers="text", at_unit=False),
    "publicity.sign": doing(actions.sign_text, refers="text", at_unit=False),
    "publicity.plan": _plan,
    "publicity.post": _post,
    "publicity.set_screen": doing(actions_screen.set_screen, at_unit=False),
    "publicity.open_tips": doing(actions_tip.set_desk),
    "publicity.rumour": doing(actions_rumour.receive_rumour),
    "publicity.ask": doing(actions_rumour.ask_source, refers="rumour", at_unit=False),
    "publicity.find": _sourced(actions_rumour.find_out),
    "publicity.rebut": _sourced(actions_rumour.rebut),
    "publicity.reach": doing(actions_rumour.count_reach, refers="rumour", at_unit=False),
    "publicity.settle": doing(actions_rumour.close_rumour, refers="rumour", at_unit=False),
}
