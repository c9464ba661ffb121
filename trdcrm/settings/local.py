"""Settings of `make run`: one machine, embedded database, demo data allowed."""

from trdcrm.local.home import Home
from trdcrm.logging import logging_settings
from trdcrm.settings.base import *  # noqa: F403
from trdcrm.settings.base import TRDCRM_HOME
from trdcrm.settings.environment import LEVELS, STYLES, env

SECRET_KEY = env.str("SECRET_KEY", default="") or Home(TRDCRM_HOME).secret("secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMO_ALLOWED = True
LOGGING = logging_settings(
    style=env.choice("LOG_STYLE", default="console", options=STYLES),
    level=env.choice("LOG_LEVEL", default="WARNING", options=LEVELS),
)
LOCAL_KEYS = True
SMS_GATEWAY = env.str("SMS_GATEWAY", default="file")  # TRDCRM_HOME/outbox/sms.jsonl
LINE_GATEWAY = env.str("LINE_GATEWAY", default="file").rstrip("/")  # TRDCRM_HOME/outbox/line.jsonl
LINE_CHANNEL_SECRET = env.str("LINE_CHANNEL_SECRET", default="line-on-this-machine")
LINE_ACCOUNT = env.str("LINE_ACCOUNT", default="@example")

# Sample ways to reach us, so that a demonstration shows every part of a page. The numbers lead nowhere.
ORGANISATION |= {  # noqa: F405
    "phone": env.str("CONTACT_PHONE", default="0 2000 0100"),
    "email": env.str("CONTACT_EMAIL", default="service@example.org"),
    "emergency_phone": env.str("EMERGENCY_PHONE", default="0 2000 0191"),
    "counter_th": env.str("CONTACT_COUNTER_TH", default="อาคาร B ชั้น 1 ประตู 3 ใกล้ลิฟต์กลาง มีทางลาด"),
    "counter_en": env.str("CONTACT_COUNTER_EN", default="Building B, floor 1, gate 3, by the central lifts; step-free"),
}
