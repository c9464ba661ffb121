"""Settings of `make run`: one machine, embedded database, demo data allowed."""

from trdcrm.settings.base import *  # noqa: F403
from trdcrm.settings.base import env

SECRET_KEY = env.str("SECRET_KEY", default="local-only")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMO_ALLOWED = True
LOCAL_KEYS = True
