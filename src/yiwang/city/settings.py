"""Django settings of the city. Everything a city sets lies in its data folder or in the environment; nothing secret is in the code."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from yiwang.city import discovery, given, keys, site, standing
from yiwang.city.launcher import logbook
from yiwang.city.operating.logs import LOGGING as LOGGING
from yiwang.kernel.clock import Clock

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("YIWANG_DATA") or REPOSITORY / "var" / "data").resolve()
DATA.mkdir(parents=True, exist_ok=True)


def database(url: str) -> dict[str, object]:
    """A Django database from `postgresql://user:word@host:port/name` (or `?host=/socket/folder`); empty means SQLite in the data folder.

    What else stands behind the question mark (`sslmode`, `sslrootcert`, `target_session_attrs` …) goes to libpq, which refuses what it does not know.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "city.sqlite3", "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30,
                        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                                        "PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON"},  # erased is overwritten
        }
    parts = given.database(url)
    query = {name: unquote(value) for name, _, value in (pair.partition("=") for pair in parts.query.split("&") if pair)}
    return {
        "ENGINE": "yiwang.engines.store.rooms.postgresql", "NAME": parts.path.lstrip("/") or "yiwang",
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")), "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": None, "OPTIONS": {"prepare_threshold": 3, "server_side_binding": True, **_patience(), **query},
    }


def _patience() -> dict[str, object]:
    """How a connection ends whose other end is silent, and what the server may take over one statement (`docs/decisions/0030`). What stands in the URL wins."""
    seconds = given.number("YIWANG_PATIENCE", 0, least=0, most=86_400)
    session = {"tcp_keepalives_idle": 5, "tcp_keepalives_interval": 2, "tcp_keepalives_count": 3}  # the server's end: locks and leases of a dead machine
    if seconds:
        session |= {"statement_timeout": f"{seconds}s", "idle_in_transaction_session_timeout": f"{seconds}s"}
    return {"connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 12_000,
            "target_session_attrs": "read-write", "patience": seconds,
            "options": " ".join(f"-c {name}={value}" for name, value in session.items())}


DATABASES = {"default": database(os.environ.get("YIWANG_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
SECRET_KEY = os.environ.get("YIWANG_SECRET") or keys.secret_key(DATA)
SECRET_KEY_FALLBACKS = [os.environ.get("YIWANG_SECRET_BEFORE", "")] if os.environ.get("YIWANG_SECRET_BEFORE") else keys.ended_keys(DATA, Clock().now())
DEBUG = False
ALLOWED_HOSTS = ["*"]  # names are the proxy's business; nothing is built from the Host header
PROXIES = given.proxies("YIWANG_PROXIES")  # of ours, whose X-Forwarded-For is believed
DEMO = standing.is_demo(DATA)
DEMO_OPEN = os.environ.get("YIWANG_DEMO_OPEN") == "1"  # demo log-ins from other machines too
SITE = site.read(DATA, demo=DEMO)
IPV6 = os.environ.get("YIWANG_IPV6") == "1"  # the public reaches it by IPv6 too: said at the foot of its pages
CLOCK = Clock(DATA / "clock") if DEMO else Clock()
EMAIL_HOST = os.environ.get("YIWANG_SMTP_HOST", "")  # none: mails stay in the outbox, to be looked at
EMAIL_PORT = given.number("YIWANG_SMTP_PORT", 25, least=1, most=65_535)
_TLS = given.one_of("YIWANG_SMTP_TLS", ("starttls", "tls"))
EMAIL_USE_SSL, EMAIL_USE_TLS = _TLS == "tls", _TLS == "starttls"  # either way the server's certificate is checked
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = os.environ.get("YIWANG_SMTP_USER", ""), os.environ.get("YIWANG_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("YIWANG_MAIL_FROM", "noreply@localhost")
SMS_URL = os.environ.get("YIWANG_SMS_URL", "")  # none: short messages stay in the outbox too
SMS_KEY = os.environ.get("YIWANG_SMS_KEY", "")  # shared with the gateway
SMS_SIGN = os.environ.get("YIWANG_SMS_SIGN", "一网")  # whose message it is, as the carriers approved it: 【…】
ADDRESS = given.address("YIWANG_ADDRESS", "http://127.0.0.1:8000")  # where the public reaches the city: in codes on paper
DISK_MARKS = os.environ.get("YIWANG_DISK_MARKS") or "2G 512M 128M"  # free space below which it warns, takes nothing new in, writes nothing
CLAMD = given.clamd("YIWANG_CLAMD")  # where clamd listens (/run/clamav/clamd.ctl, or host:port); none: uploads are not scanned
CLAMD_STRICT = os.environ.get("YIWANG_CLAMD_STRICT") == "1"  # what cannot be scanned now is not taken in, instead of being scanned later
READY_BEHIND = given.number("YIWANG_READY_BEHIND", 900, least=1, most=1_000_000)  # seconds a reader may be behind until a load balancer hears of it
HASH = given.one_of("YIWANG_HASH", ("sha256", "sm3"), "sha256")
LOG_DAYS = given.number("YIWANG_LOG_DAYS", logbook.SIX_MONTHS, least=logbook.SIX_MONTHS, most=36_500)  # the launcher reads it by itself

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *discovery.engine_apps(),
    *discovery.web_apps(),
    *discovery.system_apps(),
    "yiwang.city.apps.City",
]
MIDDLEWARE = ["yiwang.city.operating.watching.Watch", "django.contrib.sessions.middleware.SessionMiddleware",
              "django.middleware.csrf.CsrfViewMiddleware", "yiwang.web.edge.Edge"]
SESSION_ENGINE = "yiwang.web.accounts.kept"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ADDRESS.startswith("https://")
SESSION_COOKIE_NAME = "__Host-yiwang" if SESSION_COOKIE_SECURE else "yiwang"  # with the prefix no other name of the domain can set it
CSRF_COOKIE_NAME = "__Host-csrf" if CSRF_COOKIE_SECURE else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yiwang.web.edge.forged"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
AUTH_USER_MODEL = "identity.Account"
ROOT_URLCONF = "yiwang.city.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": []}}]

FONTS = Path(os.environ.get("YIWANG_FONTS") or REPOSITORY / "var" / "fonts")  # the documents' own; fetched by the launcher

# Static files: gathered into the data folder at start and named by their content, so that a browser may keep them for ever.
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("YIWANG_STATIC") or DATA / "static")
_STORAGE = "ManifestStaticFilesStorage" if os.environ.get("YIWANG_STATIC") else "StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"django.contrib.staticfiles.storage.{_STORAGE}"},
}
