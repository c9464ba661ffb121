"""Giving out the profile of a target segment (policy 2.1)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.numbers import claim_key, claimed_result
from segmentation import rules, rules_disclosure
from segmentation.enums import Edition
from segmentation.models import ProfileIssue
from segmentation.selectors import content_of, segment_with_study
from segmentation.services.strategies import is_target_in_use

# What people write for the reader, in each language.
TOLD = ("needs_th", "needs_en", "offer_th", "offer_en")
ASKED = ("edition", "purpose", "recipient")
ONCE = "segmentation.issue_profile"


@transaction.atomic
def issue_profile(
    *, segment_public_id: str, values: Mapping[str, Any], by: User, now: datetime, once: str = ""
) -> ProfileIssue:
    """Write down a profile with what it says, why and for whom. `values` holds ASKED and TOLD; `once` is the key of the
    form, sent twice gives the first.

    Raises NotAllowed, IllegalMove unless the segment is a target in use with customers enough to be told outside, and
    Incomplete with a message per field.
    """
    if not rules.can_export(by):
        raise NotAllowed(_("Your roles do not include giving out profiles of segments."))
    segment = segment_with_study(segment_public_id)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return ProfileIssue.objects.get(public_id=claimed_result(ONCE, once))
    if not is_target_in_use(segment.pk):
        raise IllegalMove(_("A profile is given out of target segments in use only. Choose it as target first."))
    given = {field: str(values.get(field) or "").strip() for field in (*ASKED, *TOLD)}
    _refuse(given)
    content = content_of(segment, given["edition"], now=now)
    if content is None:
        raise IllegalMove(
            _("The segment has under %(least)s customers. So few can't be described outside without pointing at them.")
            % {"least": rules_disclosure.LEAST}
        )
    for language, told in content.items():
        told |= {"needs": given[f"needs_{language}"], "offer": given[f"offer_{language}"]}
    issue = ProfileIssue.objects.create(
        segment=segment,
        **{field: given[field] for field in ASKED},
        content=content,
        sha256=fingerprint(content),
        issued_by=by,
        issued_at=now,
    )
    if claim:
        claim.result = issue.public_id
        claim.save(update_fields=["result"])
    return issue


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON, in hex."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _refuse(given: Mapping[str, str]) -> None:
    """A message beside each field that is empty or, for outside, seems to hold personal data."""
    missing = {field: _("Please fill this in.") for field, value in given.items() if not value}
    if given["edition"] and given["edition"] not in Edition.values:
        missing["edition"] = _("Please choose one of the editions.")
    personal = _("This seems to hold an e-mail address, a phone number or an identity number. Please take it out.")
    missing |= {field: personal for field in TOLD if rules_disclosure.seems_personal(given[field])}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
