"""Settings that every environment shares. Values come from the environment; docs/operations.md has the table."""

import logging
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from trdcrm.logging import logging_settings
from trdcrm.settings.background import TIME_LIMITS, celery_settings
from trdcrm.settings.environment import LEVELS, STYLES, env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
TRDCRM_HOME = Path(env.str("TRDCRM_HOME", default=str(BASE_DIR / "var"))).resolve()

DEBUG = False
DEMO_ALLOWED = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")

INSTALLED_APPS = [
    "foundation.accounts.admin_app.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_altcha",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "django_vite",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_standardized_errors",
    "simple_history",
    "template_partials.apps.SimpleAppConfig",
    # Our rooms, bottom to top.
    "foundation.core",
    "foundation.accounts",
    "foundation.privacy",
    "foundation.governance",
    "foundation.knowledge",
    "customers",
    "segmentation",
    "products",
    "relationships",
    "service_charter",
    "complaints",
    "voc",
    "strategy",
    "reporting",
    "trdcrm",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trdcrm.middleware.SpokenLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "foundation.accounts.middleware.SecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "trdcrm.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "trdcrm.urls"
WSGI_APPLICATION = "trdcrm.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "trdcrm.navigation.context",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]

# Database. The embedded cluster fills DATABASE_URL for local work (trdcrm/local/cluster.py).
DATABASES = {"default": env.postgres("DATABASE_URL", default="postgres://trdcrm@/trdcrm")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis is a broker and a second cache. With Redis down, people still sign in and complaints are still saved.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # used codes and rate limits must not be pushed out
    },
}
if REDIS_URL:
    CACHES["redis"] = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL}

# People who sign in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "foundation.accounts.backends.RoleBackend",
    "foundation.accounts.backends.SignInBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "foundation.accounts.passwords.NotLikeYou"},
    {"NAME": "foundation.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "foundation.accounts.passwords.NotCommon"},
    {"NAME": "foundation.accounts.passwords.NotOnlyDigits"},
    {"NAME": "foundation.accounts.passwords.NotAboutUs"},
]
ACCOUNT_ADAPTER = "foundation.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "foundation.accounts.forms.SignInForm",
    "reset_password": "foundation.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "foundation.accounts.forms.NewPasswordForm",
    "change_password": "foundation.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]  # sign-up is closed (AccountAdapter)
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator enters addresses
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Passwords are guarded per person and address by axes; `login_failed` is left for codes of second factors.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key", "reset_password": "30/m/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_ADAPTER = "foundation.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "foundation.accounts.forms.CodeForm",
    "reauthenticate": "foundation.accounts.forms.CodeAgainForm",
    "activate_totp": "foundation.accounts.forms.EnrolForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.str("TOTP_ISSUER", default="DAD CRM")
MFA_TOTP_TOLERANCE = 1  # telephones' clocks differ by half a minute; codes still work once (accounts.forms)
MFA_ALLOW_UNVERIFIED_EMAIL = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # neighbours behind the same address still sign in
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "foundation.accounts.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "foundation.accounts.lockout.address_of"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# Keys of personal data (foundation/core/keyring.py). Empty ones are drawn and kept in TRDCRM_HOME/keys where that is
# allowed; production demands them. Each can be given as a file too: FIELD_KEYS_FILE, SEARCH_HASH_KEY_FILE.
FIELD_KEYS = env.str("FIELD_KEYS", default="")
SEARCH_HASH_KEY = env.str("SEARCH_HASH_KEY", default="")
LOCAL_KEYS = False

# Language and time
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
# The catalogue of the house, then those of the rooms that have their own.
LOCALE_PATHS = [BASE_DIR / "locale", *sorted(path.parent for path in (BASE_DIR / "locale").glob("*/th"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
FISCAL_YEAR_FIRST_MONTH = env.int("FISCAL_YEAR_FIRST_MONTH", default=10)

# Files
STATIC_URL = "/static/"
# Where systems of record put their files, a folder for each (docs/customers-feeds.md).
FEEDS_ROOT = Path(env.str("FEEDS_ROOT", default=str(TRDCRM_HOME / "feeds"))).resolve()
STATIC_ROOT = env.path("STATIC_ROOT", default=str(TRDCRM_HOME / "static"))()
# The sources in static/src are no site files; Vite builds them into static/dist (package.json).
STATICFILES_DIRS = [("dist", str(BASE_DIR / "static" / "dist"))]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(TRDCRM_HOME / "files")},
    },
    "staticfiles": {"BACKEND": "trdcrm.static_files.SiteStaticFilesStorage"},
}
# Attachments. A scanner is a dotted path to a function (foundation.core.file_scan); set, files are held until clean.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024)
ATTACHMENT_MAX_COUNT = env.int("ATTACHMENT_MAX_COUNT", default=10)
ATTACHMENT_MAX_PIXELS = 50_000_000
ATTACHMENT_MAX_UNFOLDED_BYTES = 150 * 1024 * 1024
ATTACHMENT_MAX_ENTRIES = 5000
ATTACHMENT_SCANNER = env.str("ATTACHMENT_SCANNER", default="")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "foundation.core.uploads.LimitedUploadHandler",
]

DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "static" / "dist" / "manifest.json",
        "static_url_prefix": "dist",
    }
}

# Who we are, as every page and letter says it. An empty value is left out of the page.
ORGANISATION = {
    "name_th": env.str("ORGANISATION_NAME_TH", default="บริษัท ธนารักษ์พัฒนาสินทรัพย์ จำกัด"),
    "name_en": env.str("ORGANISATION_NAME_EN", default="Dhanarak Asset Development Co., Ltd."),
    "short_name_th": env.str("ORGANISATION_SHORT_NAME_TH", default="ธพส."),
    "short_name_en": env.str("ORGANISATION_SHORT_NAME_EN", default="DAD"),
    "place_th": env.str("ORGANISATION_PLACE_TH", default="ศูนย์ราชการฯ แจ้งวัฒนะ"),
    "place_en": env.str("ORGANISATION_PLACE_EN", default="Government Complex, Chaeng Watthana"),
    "phone": env.str("CONTACT_PHONE", default=""),
    "email": env.str("CONTACT_EMAIL", default=""),
    "emergency_phone": env.str("EMERGENCY_PHONE", default=""),
    "counter_th": env.str("CONTACT_COUNTER_TH", default=""),
    "counter_en": env.str("CONTACT_COUNTER_EN", default=""),
}

# E-mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")
# The mailbox that a worker reads (foundation.core.incoming); empty, none is read. Answers to our letters go to its
# address, signed. A file of 25 MB travels as 34.
MAILBOX_URL = env.str("MAILBOX_URL", default="")
MAILBOX_ADDRESS = env.str("MAILBOX_ADDRESS", default="")
MAILBOX_MAX_BYTES = env.int("MAILBOX_MAX_BYTES", default=36 * 1024 * 1024)

# Short messages: the address of a gateway, or "file" for development (foundation.core.gateways); empty, none are sent.
SMS_GATEWAY = env.str("SMS_GATEWAY", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_SENDER = env.str("SMS_SENDER", default="")

# LINE (foundation.core.line): the address of its API, or "file" for development; empty, none is sent. What LINE tells
# us is taken where the secret of the channel is given.
LINE_GATEWAY = env.str("LINE_GATEWAY", default="").rstrip("/")
LINE_CONTENT = env.str("LINE_CONTENT", default="https://api-data.line.me").rstrip("/")
LINE_CHANNEL_SECRET = env.str("LINE_CHANNEL_SECRET", default="")
LINE_CHANNEL_TOKEN = env.str("LINE_CHANNEL_TOKEN", default="")
LINE_ACCOUNT = env.str("LINE_ACCOUNT", default="")  # such as @treasury, by which people find us

# Who may read /metrics from another machine: `Authorization: Bearer …`. Empty: nobody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Logs. Request id in every line, personal data struck out (trdcrm/logging.py); addresses of visitors are not written.
LOG_STYLE = env.choice("LOG_STYLE", default="json", options=STYLES)
LOG_LEVEL = env.choice("LOG_LEVEL", default="INFO", options=LEVELS)
LOGGING = logging_settings(style=LOG_STYLE, level=LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_NOTICE_LOG_LEVEL = logging.DEBUG

# Safety
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "trdcrm.errors.csrf_failure"
# The one style sheet that a script of ours inserts, by its hash: the ALTCHA widget's (a test keeps it true).
ALTCHA_STYLE = "'sha256-pg+oQARqMq4wCazyrsMt8HY89BJkXkEFkwNWxg2iPdg='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE, ALTCHA_STYLE],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Background work
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=10)
vars().update(celery_settings(redis_url=REDIS_URL, home=TRDCRM_HOME, time_zone=TIME_ZONE, sweep_seconds=SWEEP_SECONDS))
JOB_TIME_LIMITS = TIME_LIMITS
JOB_ATTEMPTS = 3
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=180)
JOB_BACKOFF_SECONDS = env.int("JOB_BACKOFF_SECONDS", default=15)
JOB_PROGRESS_INTERVAL = 0.5

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "foundation.accounts.api.HashedTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["foundation.accounts.api.RequiresPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "foundation.core.api.CursorPages",
    "PAGE_SIZE": 50,
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "foundation.core.api.refusals.RefusalHandler"}
SPECTACULAR_SETTINGS = {
    "TITLE": "trdcrm",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # Choices stand where they are used. Shared names for them would have to be agreed among all rooms.
    "POSTPROCESSING_HOOKS": [],
}

# History rows carry one composite index on (date, id); see docs/decisions.
SIMPLE_HISTORY_DATE_INDEX = "composite"

# TTF files for PDFs and charts; the asset build copies them there.
PDF_FONT_DIRS = [BASE_DIR / "fonts"]

# Partners' systems are told only over https on the open internet; within the own network, and by plain http, only
# with this.
OUTGOING_PRIVATE_ADDRESSES = env.bool("OUTGOING_PRIVATE_ADDRESSES", default=False)

# Days after the end of a quarter before its report is built by itself: late entries still count.
REPORT_GRACE_DAYS = env.int("REPORT_GRACE_DAYS", default=5)
