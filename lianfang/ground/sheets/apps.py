"""sheets · app: the saved heads as a Django app; it registers nothing."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "lianfang.ground.sheets"
    label = "sheets"
