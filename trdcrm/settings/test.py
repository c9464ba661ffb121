"""Settings of the test suite: fast hashing, no lasting state."""

from pathlib import Path

import trdcrm.settings.apart  # noqa: F401  # first: the settings read the environment
from trdcrm.logging import logging_settings
from trdcrm.settings.base import *  # noqa: F403
from trdcrm.settings.environment import env

SECRET_KEY = "test"  # noqa: S105  # tests keep no secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO_ALLOWED = True
DATABASES["default"]["TEST"] = {"TEMPLATE": env.str("TEST_TEMPLATE", default="") or None}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
LOCAL_KEYS = True
LOGGING = logging_settings(style="console", level="WARNING")
INSTALLED_APPS += ["tests.core.sealing", "tests.core.labour"]  # noqa: F405  # models and jobs that only tests use
JOB_PROGRESS_INTERVAL = 0

Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405  # WhiteNoise looks for it
