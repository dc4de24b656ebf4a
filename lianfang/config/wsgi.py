"""config · wsgi: what the web server loads, once in each of its worker processes."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from lianfang.config import logs
from lianfang.config.family.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.config.settings")
# A web worker whose own parent was killed would keep the port; it goes with its parent.
die_with_parent()
logs.configure(Path(os.environ.get("DATA") or "var") / "log", "web")
application = get_wsgi_application()
