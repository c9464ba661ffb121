"""Settings of the test suite: fast hashing, no lasting state."""

import os
import tempfile

os.environ.setdefault("TRDCRM_HOME", tempfile.mkdtemp(prefix="trdcrm-test-"))

from trdcrm.settings.base import *  # noqa: F403

SECRET_KEY = "test"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO_ALLOWED = True
DATABASES["default"]["TEST"] = {"TEMPLATE": env.str("TEST_TEMPLATE", default="") or None}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
LOCAL_KEYS = True
INSTALLED_APPS += ["tests.core.sealing", "tests.core.labour"]  # noqa: F405  # models and jobs that only tests use
JOB_PROGRESS_INTERVAL = 0
