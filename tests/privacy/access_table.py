"""Addresses of privacy: notices for everyone, logs for the data-protection officer and the auditor."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from foundation.privacy.models import LegalHold
from tests.access import Row
from tests.people import someone
from tests.privacy.factories import bring, make_request
from tests.privacy.retaining import a_draft


def a_notice() -> Mapping[str, Any]:
    return {"key": "complaint"}


def a_version() -> Mapping[str, Any]:
    return {"key": "complaint", "number": 1}


def a_request() -> Mapping[str, Any]:
    return {"number": make_request().number}


def a_verified_request() -> Mapping[str, Any]:
    return {"number": bring(make_request(), "verified").number}


def a_step(move: str) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"number": make_request().number, "move": move}


def a_hold() -> Mapping[str, Any]:
    hold = LegalHold.objects.create(
        kind="customer", record_public_id="c1", reason="คดีดำ 12/2569", set_by=someone("auditor"), set_at=timezone.now()
    )
    return {"public_id": hold.public_id}


def a_kept_kind() -> Mapping[str, Any]:
    return {"kind": "complaints.complainant"}


def a_drafted_rule() -> Mapping[str, Any]:
    return {"public_id": a_draft(by=someone("data-protection-officer", "drafts")).public_id}


READERS = (P.PRIVACY_OFFICER, P.ACCESS_LOG_VIEW)

ROWS = [
    Row("privacy:portal-index", None),
    Row("privacy:portal-notice", None, make=a_notice),
    Row("privacy:portal-version", None, make=a_version),
    Row("privacy:portal-my-data", None),
    Row("privacy:portal-step", None, make=lambda: {"step": "find"}, ok=302),  # nothing typed yet: to the beginning
    Row("privacy:portal-check", None, ok=302),
    Row("privacy:portal-discard", None, method="post", ok=302),
    Row("privacy:portal-receipt", None, ok=302),  # nothing sent: to tracking
    Row("privacy:portal-track", None),
    Row("privacy:portal-request", None, ok=302),  # no code given: to tracking
    Row("privacy:portal-write", None, method="post", ok=302),
    Row("privacy:portal-withdraw", None, method="post", ok=302),
    Row("privacy:portal-leave", None, method="post", ok=302),
    Row("privacy:staff-requests", READERS),
    Row("privacy:staff-request", READERS, make=a_request),
    Row("privacy:staff-request-new", (P.PRIVACY_OFFICER,)),
    Row("privacy:staff-request-step", (P.PRIVACY_OFFICER,), make=a_step("verify"), method="post", ok=422),
    Row("privacy:staff-request-words", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=422),
    Row("privacy:staff-request-upload", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=302),
    Row("privacy:staff-request-reveal", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=422),
    Row("privacy:portal-take-back", None, method="post", ok=302),
    Row("privacy:portal-copy", None, method="post", ok=302),
    Row("privacy:staff-request-code", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=422),
    Row("privacy:staff-held", (P.PRIVACY_OFFICER,), make=a_request),
    Row("privacy:staff-hold", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=302),
    Row("privacy:staff-copy-build", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=409),  # not verified
    Row("privacy:staff-copy", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=409),  # none is ready
    Row("privacy:staff-take-back", (P.PRIVACY_OFFICER,), make=a_verified_request, method="post", ok=302),
    Row("privacy:staff-erasure", (*READERS, P.PRIVACY_APPROVE), make=a_request),
    Row("privacy:staff-erasure-propose", (P.PRIVACY_OFFICER,), make=a_request, method="post", ok=302),
    Row("privacy:staff-holds", READERS),
    Row("privacy:staff-hold-lift", (P.PRIVACY_OFFICER,), make=a_hold, method="post", ok=302),
    Row("privacy:staff-processing", READERS),
    Row("privacy:staff-retention", (*READERS, P.PRIVACY_APPROVE)),
    Row("privacy:staff-retention-rule", (*READERS, P.PRIVACY_APPROVE), make=a_kept_kind),
    Row("privacy:staff-retention-draft", (P.PRIVACY_OFFICER,), make=a_kept_kind, method="post", ok=422),
    Row("privacy:staff-retention-try", (P.PRIVACY_OFFICER,), make=a_drafted_rule, method="post", ok=302),
    Row(
        "privacy:staff-retention-enforce",
        (P.PRIVACY_OFFICER, P.PRIVACY_APPROVE),
        make=a_drafted_rule,
        method="post",
        ok=409,  # not tried
    ),
    Row("privacy:staff-retention-end", (P.PRIVACY_OFFICER,), make=a_drafted_rule, method="post", ok=302),
    Row("privacy:staff-looks", READERS),
    Row("privacy:staff-notices", READERS),
    Row("privacy:staff-consents", READERS),
    Row("privacy:staff-publish", (P.PRIVACY_OFFICER,), make=a_notice),
    Row("privacy:staff-publish", (P.PRIVACY_OFFICER,), make=a_notice, method="post"),  # empty: shown with its errors
]
