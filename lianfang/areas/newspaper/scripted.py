"""newspaper · scripted: the acts of a campaign's script in the newsroom."""

from __future__ import annotations

from datetime import date

from lianfang.areas.newspaper import actions, actions_issue
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted, doing


def _write(actor: Actor, act: Scripted, how: Recording) -> object:
    """An article; of its picture, where there is one, the script says what stands under it."""
    said = dict(act.data["data"])
    if "photo_sha256" in act.data:
        shown = act.data["photo_sha256"]
        said |= {"photos": [shown], "captions": [{"photo": shown, **act.data["caption"]}]}
    return actions.write_article(actor, unit=act.unit, data=said, how=how)


def _plan(actor: Actor, act: Scripted, how: Recording) -> object:
    """An issue; its articles are named by the labels of the acts that wrote them."""
    pages = [
        {**page, "articles": [{**each, "article": act.labels[each["article"]]} for each in page["articles"]]}
        for page in act.data["data"]["pages"]
    ]
    said = {**act.data["data"], "dated": date.fromisoformat(act.data["data"]["dated"]), "pages": pages}
    return actions_issue.plan_issue(actor, unit=act.unit, data=said, how=how)


SCRIPTED: dict[str, Doing] = {
    "newspaper.set_paper": doing(actions.set_paper),
    "newspaper.write": _write,
    "newspaper.proof": doing(actions.proof_article, refers="article", at_unit=False),
    "newspaper.approve": doing(actions.approve_article, refers="article", at_unit=False),
    "newspaper.plan": _plan,
    "newspaper.sign": doing(actions_issue.sign_issue, refers="issue", at_unit=False),
    "newspaper.publish": doing(actions_issue.publish_issue, refers="issue", at_unit=False),
}
