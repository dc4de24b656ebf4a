"""config · wsgi: what the web server loads, once, before it makes its processes."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from lianfang.config import logs
from lianfang.config.kept_pages import KeptPages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.config.settings")
logs.configure(Path(os.environ.get("DATA") or "var") / "log", "web")
application = KeptPages(get_wsgi_application())
