"""campaigns · app: keeps how far a replay has come, and tells what its source says beside what the replay made up."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings

from lianfang.kernel.stated import tells
from lianfang.kernel.words import Words
from lianfang.shell.guide.steps import Step, leads


class CampaignsConfig(AppConfig):
    name = "lianfang.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Only a demonstration has a source and a way round; both are read when a page asks."""
        if getattr(settings, "DEMO", False):
            tells(_stated)
            leads(_steps)


def _steps() -> Sequence[Step]:
    from lianfang.campaigns.team161.guide import steps

    return steps()


def _stated(unit: str) -> Words | None:
    from lianfang.campaigns.team161.plan.facts import stated_of

    return stated_of(unit)
