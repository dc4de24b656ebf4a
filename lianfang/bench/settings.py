"""bench · settings: the product's own settings, with one bare view beside it to be compared with."""

from lianfang.config.settings import *  # noqa: F403

ROOT_URLCONF = "lianfang.bench.urls"
