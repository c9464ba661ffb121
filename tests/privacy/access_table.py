"""Addresses of privacy: notices for everyone, logs for the data-protection officer and the auditor."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from tests.access import Row


def a_notice() -> Mapping[str, Any]:
    return {"key": "complaint"}


def a_version() -> Mapping[str, Any]:
    return {"key": "complaint", "number": 1}


READERS = (P.PRIVACY_OFFICER, P.ACCESS_LOG_VIEW)

ROWS = [
    Row("privacy:portal-index", None),
    Row("privacy:portal-notice", None, make=a_notice),
    Row("privacy:portal-version", None, make=a_version),
    Row("privacy:staff-looks", READERS),
    Row("privacy:staff-notices", READERS),
    Row("privacy:staff-consents", READERS),
    Row("privacy:staff-publish", (P.PRIVACY_OFFICER,), make=a_notice),
    Row("privacy:staff-publish", (P.PRIVACY_OFFICER,), make=a_notice, method="post"),  # empty: shown with its errors
]
