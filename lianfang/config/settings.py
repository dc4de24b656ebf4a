"""config · settings: Django's settings, driven by the environment; holds no secret itself.

DATA                folder of this installation (default ``var``): keys, database, logs, files
DATABASE_URL        an outside PostgreSQL 15+, as its owner; without it the embedded server is used
APP_DATABASE_URL    the application's login there, when an administrator made it
                    (DATABASE_URL_FILE and APP_DATABASE_URL_FILE name files that hold these addresses)
LIANFANG_HOSTS      names this site answers to, separated by commas (default: this machine only)
LIANFANG_ORIGINS    https origins in front of it, such as https://lf.example.cn
LIANFANG_PUBLIC_URL the address that stands in the codes on paper, such as https://lf.example.cn; without it that of the
                    page, and from the command line none
LIANFANG_HTTPS      1 behind a TLS proxy: cookies are then sent over https only
LIANFANG_PROXIES    proxies in front, by address or network; only these are believed about who asks
LIANFANG_INVITATION_DAYS  days for which an invitation lets somebody in, 1 to 60 (default 7)
LIANFANG_PER_ADDRESS  connections that one address may hold open in each web process (default 1500)
LIANFANG_PLAYBOOK   folder below playbooks/ that a new installation begins with (default covid-2020); what is in
                    force afterwards is what was applied: lianfang playbook apply
LIANFANG_LANGUAGES  languages offered beside Chinese and English although their catalogue is empty, such as ug
LIANFANG_LOCALE     a folder with catalogues <language>.po of this installation's own
LIANFANG_DEMO       1 while `lianfang run` serves a demonstration on loopback; means nothing beside any of
                    the four names above that open the site to others
"""

import os
from datetime import datetime
from pathlib import Path

from lianfang.config import areas, forwarded, languages
from lianfang.config.front import bounds
from lianfang.config.supervisor import connections, keys, network
from lianfang.config.supervisor.faults import CommandFault

BASE_DIR = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DATA") or "var").resolve()


def _flag(name: str) -> bool:
    return os.environ.get(name, "") not in {"", "0"}


def _whole(name: str, usual: int, *, most: int) -> int:
    word = os.environ.get(name, "") or str(usual)
    if not (word.isascii() and word.isdigit() and len(word) < 8 and 1 <= int(word) <= most):
        raise CommandFault(
            f"{name}={word} 无效；请写 1 至 {most} 的整数。",
            f"{name}={word} is of no use; write a whole number from 1 to {most}.",
        )
    return int(word)


def _listed(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


# --- keys -----------------------------------------------------------------------------
_keys = keys.load(DATA)
SECRET_KEY = _keys["django"]
SCOPE_KEY = keys.as_bytes(_keys["scope"])
KEYRING_KEY = keys.as_bytes(_keys["keyring"])
# Vouches for rows that follow from no entry. From the keyring's key, which stays as long as the words under it do.
ROWS_KEY = keys.derived(_keys["keyring"], "rows")
LABEL_KEY = keys.derived(_keys["keyring"], "labels of places")  # for what only a printed label says
# What seals are signed with, and where the open day's checkpoints go: beside the database, never in it.
SEAL_KEYS_FILE = DATA / "seal-keys.json"
WITNESS_FOLDER = DATA / "witness"

DEBUG = False
DEMO = _flag("LIANFANG_DEMO") and not network.opened_to_others(os.environ)
PLAYBOOK = os.environ.get("LIANFANG_PLAYBOOK") or "covid-2020"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_listed("LIANFANG_HOSTS")]
CSRF_TRUSTED_ORIGINS = _listed("LIANFANG_ORIGINS")
PUBLIC_URL = os.environ.get("LIANFANG_PUBLIC_URL", "").rstrip("/")
PROXIES = forwarded.networks(_listed("LIANFANG_PROXIES"))
INVITATION_DAYS = _whole("LIANFANG_INVITATION_DAYS", 7, most=60)  # how long an invitation lets somebody in
PER_ADDRESS = bounds.per_address(os.environ.get("LIANFANG_PER_ADDRESS", ""))

# --- apps -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *areas.modules(),
]
if areas.present("lianfang.ground.access.models"):
    AUTH_USER_MODEL = "access.User"

MIDDLEWARE = [
    "lianfang.config.forwarded.Forwarded",  # first: nobody behind it meets a word that is not vouched for
    "lianfang.config.metrics.Measured",
    "django.middleware.security.SecurityMiddleware",
    "lianfang.config.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lianfang.config.health.MachinePages",
    "lianfang.config.devices.Sessions",
    "lianfang.config.spoken.Spoken",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lianfang.config.devices.Logins",
    "lianfang.config.devices.Messages",
    "allauth.account.middleware.AccountMiddleware",
    "lianfang.config.devices.Htmx",
    *areas.middleware(),
]
ROOT_URLCONF = "lianfang.config.urls"
WSGI_APPLICATION = "lianfang.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lianfang" / "shell" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *areas.context_processors(),
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------
# `default` is what every page and job uses; it owns nothing. `owner` makes tables: only
# migrate, rebuild and the upkeep of partitions may name it.
_logins = connections.logins(DATA, _keys)
DATABASES = {
    "default": connections.for_django(_logins.app, persistent=True),
    "owner": connections.for_django(_logins.owner, persistent=False),
}
DATABASE_ROUTERS = ["lianfang.config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Kept in the database, so that a login limit counts across all web processes.
CACHES = {
    "default": {
        "BACKEND": "lianfang.config.counters.SignedCounters",
        "LOCATION": "shared_cache",
        # Guesses are counted in it: nobody may push them out by guessing more logins.
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A machine that is off at night does the work of the night when it is on again: the last turn of each job, once.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 3600}

# --- who is it ------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "lianfang.config.passwords.HousePasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what was kept before, until its owner signs in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lianfang.config.login.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
# Passwords are `config.guessing`'s; what is left to allauth is the second step, behind a right password.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "联防 Lianfang"

SESSION_ENGINE = "lianfang.ground.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "lianfang_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "lianfang_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "lianfang_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("LIANFANG_HTTPS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # `Forwarded` leaves it to trusted proxies alone
if _flag("LIANFANG_HTTPS"):
    SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60

# --- words and time -------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Catalogues of further languages: the shipped ones, and a folder of the installation's own, which goes before them.
LOCALE_PATHS = [languages.SHIPPED, *map(Path, filter(None, [os.environ.get("LIANFANG_LOCALE")]))]
LANGUAGES = languages.offered(LOCALE_PATHS, os.environ.get("LIANFANG_LANGUAGES", ""))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# Nothing older is accepted into the ledger: an id or a moment before it comes from a wrong clock.
CAMPAIGN_SINCE = datetime.fromisoformat(os.environ.get("LIANFANG_SINCE") or "2020-01-01T00:00:00+08:00")

# --- files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [BASE_DIR / "lianfang" / "shell" / "static"] if path.is_dir()]
# Served straight from the source folders: there is no collecting step that could be forgotten.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# The build puts a digest into the names of its files, so a browser may keep them forever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+-[0-9A-Za-z_-]{8,}\.[a-z0-9]+$"
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- log ------------------------------------------------------------------------------
LOGGING_CONFIG = None
LOG_FOLDER = DATA / "log"
