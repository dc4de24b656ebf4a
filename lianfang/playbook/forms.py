"""playbook · forms: the shape of a form: its sections and lines, how it is signed, and its line for a chat group."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from lianfang.playbook.shapes import Frozen, Indicator, Line, Name, Said, Version

DAILY = "daily"  # the form that every unit files each day


class Headline(Frozen):
    """How a line of the form stands at the head of the command page: under these short words; `by_unit` also for each
    unit below, and over the days `drawn`, as the share that was checked or as the value."""

    words: Said
    by_unit: StrictBool = False
    drawn: Literal["coverage", "value"] | None = None


class FormField(Frozen):
    """One line of a form: an indicator, who fills it in, and the coverage below which its zero is unverified.

    `coverage` and the values of `coverage_by_kind` are codes of threshold rules in percent. `rests_on` says what a
    figure rests on, in what is said of its zero: people and places that were checked, a look at the official channel,
    or the books alone. A line that `cumulates` is printed with its sum since the first report as well. What is `told`
    stands in the bulletin for everybody, as far as it is confirmed."""

    indicator: Indicator
    words: Said
    unit: Said
    coverage: Name
    coverage_by_kind: dict[Name, Name] = {}
    filled_by: Annotated[tuple[Name, ...], Field(min_length=1)]
    rests_on: Literal["checks", "channel", "books"] = "checks"
    cumulates: StrictBool = False
    told: StrictBool = False
    headline: Headline | None = None


STEPS = ("fill", "review", "sign")


class SigningStep(Frozen):
    """One step of signing, and the roles whose holders at the unit take it; none: whoever may file."""

    step: Literal["fill", "review", "sign"]
    roles: tuple[Name, ...] = ()


class Signing(Frozen):
    """In which steps units of some kinds sign the form, from filling it in to signing it off.

    `one_person` says whether one person may take several of the steps: always, never, or only where nobody else is
    there (`if_alone`). `stand_in` says who may sign for somebody who is absent: a deputy whom he named, or whoever
    signs for the unit above."""

    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]
    steps: Annotated[tuple[SigningStep, ...], Field(min_length=1)]
    one_person: Literal["always", "if_alone", "never"]
    stand_in: tuple[Literal["deputy", "above"], ...] = ()


class ChatPart(Frozen):
    """What the line for a chat group says of one indicator; `{value}`, `{checked}`, `{expected}` and `{state}`."""

    indicator: Indicator
    words: Said


class Section(Frozen):
    code: Name
    words: Said
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class Form(Version):
    """A form. `denials` are the words of a narrative that say that nothing happened: no such report is signed on a day
    with an event. A kind of unit that no `signing` names signs in one step."""

    code: Name
    words: Said
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    signing: tuple[Signing, ...] = ()
    denials: tuple[Line, ...] = ()
    chat: tuple[ChatPart, ...] = ()

    def signing_of(self, kind: str) -> Signing | None:
        """How units of a kind sign it; None where they do so in one step."""
        return next((each for each in self.signing if kind in each.kinds), None)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All lines in the order in which the form prints them."""
        return tuple(line for section in self.sections for line in section.fields)
