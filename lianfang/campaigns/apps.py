"""campaigns · app: keeps how far a replay has come."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "lianfang.campaigns"
    label = "campaigns"
