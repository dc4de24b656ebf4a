"""publicity · actions of the bulletin: a draft from a day's reports; a figure that was told is corrected, or left."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from lianfang.areas.publicity import actions, kinds_text, problems, queries, queries_bulletin, queries_figures
from lianfang.areas.publicity.kinds import REVIEW, SIGN, WRITE
from lianfang.areas.publicity.queries import Text
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.shell.texts.payloads import FigureSettled


def make_bulletin(actor: Actor, *, unit: str, day: date, how: Recording = Recording()) -> UUID:
    """A draft of the bulletin of a unit and day, to be read, mended and signed off as any text; gives its id.

    Raises `publicity_nothing_filed`, `not_found`, `not_allowed`.
    """
    found = units.unit(actor, unit)
    actor.must(WRITE, found.path)
    said = queries_bulletin.bulletin(actor, found, day)
    if not said.told:
        raise Refused(problems.NOTHING_FILED, unit=found.words, day=day.isoformat())
    data = {"sort": "bulletin", "title": said.title, "body": said.body, "source": said.source, "issued_by": found.zh}
    return actions.write_text(actor, unit=unit, data=data, how=how)


@takes_step
def correct_text(actor: Actor, *, text: UUID, words: str, how: Recording = Recording()) -> Receipt:
    """A new version of a text that is out, which begins with a correction; its figures are as they are when it is
    signed off. Until then what was signed off before stays.

    Raises `text_state` where it is not out, `publicity_corrected_already` where a newer version waits, `invalid`.
    """
    version = next_version(text)
    found = _out(actor, text)
    actor.must(REVIEW, found.path)
    if found.signed != found.version:
        raise Refused(problems.CORRECTED_ALREADY, title=found.text.title[:60])
    said = found.text.model_dump(mode="json")
    data = {**said, "body": f"{words.strip()}\n\n{found.text.body}"}
    return record_act(
        actor, kinds_text.WRITTEN, found.unit, valid(kinds_text.TextWritten, data), how, stream=text, version=version
    )


@takes_step
def keep_figure(
    actor: Actor, *, text: UUID, figure: str, state: str, why: str, value: str = "", how: Recording = Recording()
) -> Receipt:
    """A figure that was told reads otherwise by now, and nothing is corrected: why. Counts until it changes once more.

    Raises `text_state`, `publicity_figure_not_told`.
    """
    version = next_version(text)
    found = _out(actor, text)
    actor.must(SIGN, found.path)
    if figure not in {each.reference.said for each in queries_figures.told_in(actor, text)}:
        raise Refused(problems.FIGURE_NOT_TOLD, said=figure)
    said = valid(FigureSettled, {"figure": figure, "value": value or None, "state": state, "why": why.strip()})
    return record_act(actor, kinds_text.FIGURE_KEPT, found.unit, said, how, stream=text, version=version)


def _out(actor: Actor, text: UUID) -> Text:
    """A text of which a version may be shown. Raises `text_state`."""
    found = queries.text(actor, text)
    if found.signed is None:
        actions.check_state(found)
    return found
