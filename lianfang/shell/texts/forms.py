"""shell · texts · forms: the fields that texts have in common, and what is said at their steps."""

from __future__ import annotations

from lianfang.shell import asking
from lianfang.shell.forms import ActForm


class NoteForm(ActForm):
    """A note, where there is something to say."""

    note = asking.line("说明", "Note", required=False)


class WhyForm(ActForm):
    """The reason."""

    why = asking.text("原因", "Reason")
