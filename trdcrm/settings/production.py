"""Settings that face the world. They refuse to load while something is missing (trdcrm/settings/demands.py)."""

from django.core.exceptions import ImproperlyConfigured

from trdcrm.settings.base import *  # noqa: F403
from trdcrm.settings.demands import faults, refusal
from trdcrm.settings.environment import env

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
DEMO_ALLOWED = env.bool("DEMO_ALLOWED", default=False)
SITE_URL = env.str("SITE_URL", default="")
DATABASE_URL_GIVEN = bool(env.str("DATABASE_URL", default=""))

# Everything travels encrypted, and browsers are told to insist on it for a year.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked for inside, without encryption
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=True)
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=True)
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if SITE_URL else [])

# How many proxies of ours stand in front. They must set X-Forwarded-For and X-Forwarded-Proto anew, and nobody else
# may reach the web server.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if unmet := faults(globals()):
    raise ImproperlyConfigured(refusal(unmet))
