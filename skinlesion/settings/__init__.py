"""One settings module for every environment; env.py is the table of what can be set from outside."""

from datetime import timedelta

from csp.constants import NONE, SELF

from skinlesion.settings import env
from skinlesion.settings.buckets import bucket_storages
from skinlesion.settings.limits import limits
from skinlesion.settings.logs import logging_config
from skinlesion.settings.queue import celery_settings

BASE_DIR = env.BASE_DIR
VAR_DIR = env.read_path("SKINLESION_VAR_DIR")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# two switches, because a demo must look like the real thing: our error pages, no query log in the workers' memory
DEMO = env.read("SKINLESION_DEBUG")
DEBUG = DEMO and env.read("SKINLESION_TRACEBACKS")
SECRET_KEY = env.read("SKINLESION_SECRET_KEY")
AUDIT_KEYS = env.read("SKINLESION_AUDIT_KEYS")
DATA_KEYS = tuple(env.read("SKINLESION_DATA_KEYS"))
ALLOWED_HOSTS = env.read("SKINLESION_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.read("SKINLESION_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "analysis",
    "cases",
    "skinlesion",
]

MIDDLEWARE = [
    "accounts.request_id.RequestIdMiddleware",
    "skinlesion.request_log.RequestLogMiddleware",
    "skinlesion.metrics.requests.RequestMetricsMiddleware",
    # these four first: what is refused behind them, or is a static file, carries their headers too
    "skinlesion.answer_headers.AnswerHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.session_age.SessionAgeMiddleware",
    "accounts.second_factor.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "skinlesion.reads.middleware.ReadsMiddleware",
    "skinlesion.part_of_file.PartOfFileMiddleware",
    "skinlesion.errors.TooManyMiddleware",
]

ROOT_URLCONF = "skinlesion.urls"
WSGI_APPLICATION = "skinlesion.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.session_age.session_end",
                "cases.broken_glass.broken_glass",
            ],
        },
    },
]

DATABASES = {"default": env.read_database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # measured: 205 of 800 concurrent writes lost to "database is locked" without these three, 0 with
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # a file, because the tests of leases and heartbeats use several connections
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.ApprovedAccountBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "cases:worklist"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_AGE = env.read("SKINLESION_SESSION_SECONDS")
SESSION_MAX_AGE = env.read("SKINLESION_SESSION_MAX_SECONDS")
SECOND_FACTOR_LATER = DEMO or env.read("SKINLESION_SECOND_FACTOR_LATER")
TRUSTED_PROXIES = env.read("SKINLESION_TRUSTED_PROXIES")
LIMITS = limits(env.read("SKINLESION_LIMITS"))
# where the broker is Redis, that counts; everywhere else, and while it is away, the database
COUNTERS_URL = env.read("CELERY_BROKER_URL")
if not COUNTERS_URL.startswith(("redis://", "rediss://")):
    COUNTERS_URL = ""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "cases.sealed.messages.SealedMessages"
CSRF_FAILURE_VIEW = "skinlesion.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = False  # htmx reads it to send the header

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.read("SKINLESION_TIME_ZONE")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# nginx runs as somebody else, of our group
X_ACCEL = env.read("SKINLESION_X_ACCEL")
STORAGES = {
    "default": {"BACKEND": "skinlesion.storage.AtomicFileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    # what was uploaded, untouched and read-only; never served inline
    "originals": {
        "BACKEND": "skinlesion.storage.AtomicFileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "originals", "file_permissions_mode": 0o440 if X_ACCEL else 0o400},
    },
    # our own re-encoded pictures, thumbnails and masks
    "renditions": {
        "BACKEND": "skinlesion.storage.AtomicFileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "renditions", "file_permissions_mode": 0o640 if X_ACCEL else 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if env.read("SKINLESION_STORAGE_URL"):
    STORAGES |= bucket_storages(env.read("SKINLESION_STORAGE_URL"))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEMO
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = ["cases.upload_limit.LimitedUploadHandler"]  # pictures never sit in memory

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # of pages; of all else none: skinlesion/answer_headers.py says why
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
HTTPS = env.read("SKINLESION_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# a browser takes a name with this prefix from this very host only, over TLS: no neighbour in the domain can set it
_HOST_ONLY = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST_ONLY}sessionid", f"{_HOST_ONLY}csrftoken"
MESSAGES_COOKIE_NAME = f"{_HOST_ONLY}messages"  # of cases.sealed.messages
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]  # probes come over plain http from this machine

vars().update(env.read_email())
EMAIL_TIMEOUT = 10  # a mail server that hangs must not hang a sign-up
DEFAULT_FROM_EMAIL = env.read("SKINLESION_EMAIL_FROM")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.AccessTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.RoleAllows"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttle.PersonThrottle"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 25,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["skinlesion.api_parsers.BoundedJSONParser", "rest_framework.parsers.FormParser"],
    # OPTIONS would describe an address to whoever asks; /api/schema/ does that
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "skinlesion.api_schema.Described",
    "EXCEPTION_HANDLER": "skinlesion.errors.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(hours=12),
    "SIGNING_KEY": SECRET_KEY,
    # one way to sign, named on both sides: a token cannot choose its own, nor be one that another program signed
    "ALGORITHM": "HS256",
    "ISSUER": "skinlesion",
    "AUDIENCE": "skinlesion-api",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "skinlesion",
    "DESCRIPTION": "The clinical record for skin lesions: everything the pages do. Decision support, not a diagnosis.",
    "VERSION": "0.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # without it the page asks a validator on the internet about our description
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AnalysisState": "analysis.models.Analysis.State",
        "CaseState": "cases.selectors.CASE_STATES",
        "Diagnosis": "cases.diagnoses.diagnosis_choices",
        "Management": "cases.models.Review.Management",
        "Confidence": "cases.models.Review.Confidence",
        "Agreement": "cases.models.Review.Agreement",
        "ImportState": "cases.api.serializers.imports.IMPORT_STATES",
        "ImportRowState": "cases.models.ImportRow.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "skinlesion.api_schema.describe_errors",
    ],
}

for _name, _value in celery_settings(
    url=env.read("CELERY_BROKER_URL"),
    var_dir=VAR_DIR,
    task_seconds=env.read("SKINLESION_TASK_SECONDS"),
    reconcile_seconds=env.read("SKINLESION_RECONCILE_SECONDS"),
).items():
    vars()[f"CELERY_{_name.upper()}"] = _value

LOGGING = logging_config(level=env.read("SKINLESION_LOG_LEVEL"), form=env.read("SKINLESION_LOG_FORMAT"))

WEIGHTS_DIR = env.read_path("SKINLESION_WEIGHTS_DIR")
DATA_DIR = env.read_path("SKINLESION_DATA") if env.read("SKINLESION_DATA") else None
DEMO_PASSWORD = env.read("SKINLESION_DEMO_PASSWORD")
UPLOAD_MAX_BYTES = env.read("SKINLESION_UPLOAD_MAX_MB") * 1_000_000
IMPORT_MAX_BYTES = env.read("SKINLESION_IMPORT_MAX_MB") * 1_000_000
LEASE_SECONDS = env.read("SKINLESION_LEASE_SECONDS")
HEARTBEAT_SECONDS = env.read("SKINLESION_HEARTBEAT_SECONDS")
BATCH_CHUNK = max(1, env.read("SKINLESION_BATCH_CHUNK"))
IN_QUEUE_PER_PERSON = max(1, env.read("SKINLESION_IN_QUEUE_PER_PERSON"))
STOP_SECONDS = env.read("SKINLESION_STOP_SECONDS")
RECONCILE_SECONDS = env.read("SKINLESION_RECONCILE_SECONDS")
READY_AGE_SECONDS = env.read("SKINLESION_READY_AGE_SECONDS")
METRICS = env.read("SKINLESION_METRICS")
METRICS_ALLOW = env.read("SKINLESION_METRICS_ALLOW")
