"""resumption · forms: how a site says that it stands."""

from __future__ import annotations

from typing import Any

from django import forms

from lianfang.areas.resumption.kinds_site_status import SiteStatus
from lianfang.shell.forms import ActForm
from lianfang.shell.kinds.fields import as_data, field_of
from lianfang.shell.kinds.form_schema import spec_at


class StatusForm(ActForm):
    """How a site stands today; what seldom changes is filled in, the people present are counted each day."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    folded_names = ("risk_level", "note", "papers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mode", "crew_present", "crew_listed", *self.folded_names):
            self.fields[name] = field_of(spec_at(SiteStatus, name))

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """What stands open on the page."""
        return [self[name] for name in ("mode", "crew_present", "crew_listed")]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What may be left as it was."""
        return [self[name] for name in self.folded_names]

    def data_said(self) -> dict[str, Any]:
        """The payload: what was left empty is left out."""
        said = {
            name: as_data(spec_at(SiteStatus, name), self.cleaned_data.get(name)) for name in SiteStatus.model_fields
        }
        return {name: value for name, value in said.items() if value is not None}
