"""campaigns · app: keeps how far a replay has come, and tells what its source says beside what the replay made up."""

from django.apps import AppConfig
from django.conf import settings

from lianfang.kernel.stated import tells
from lianfang.kernel.words import Words


class CampaignsConfig(AppConfig):
    name = "lianfang.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Only a demonstration has a source; its file is read when a page asks."""
        if getattr(settings, "DEMO", False):
            tells(_stated)


def _stated(unit: str) -> Words | None:
    from lianfang.campaigns.team161.plan.facts import stated_of

    return stated_of(unit)
