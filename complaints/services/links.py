"""Links in short messages: each opens one case, once, within two weeks, and only by a POST."""

from datetime import datetime, timedelta

from django.db import transaction

from complaints.models import CaseLink, Complaint
from foundation.core.crypto import secret_pepper
from foundation.core.ids import hash_code, new_tracking_code, normalise_code

LIFETIME = timedelta(days=14)


def make_link(complaint: Complaint, *, now: datetime) -> str:
    """The token of a new link; we keep its hash alone."""
    token = normalise_code(new_tracking_code()).lower()
    CaseLink.objects.create(
        complaint=complaint,
        token_hash=_hash(token),
        code_hash=complaint.code_hash,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    return token


def link_of(token: str) -> CaseLink | None:
    """The link behind a token."""
    return CaseLink.objects.select_related("complaint").filter(token_hash=_hash(token)).first()


@transaction.atomic
def use_link(*, token: str, now: datetime) -> Complaint | None:
    """Use a link up; the case it opens, None where it opens none any more."""
    rows = CaseLink.objects.select_for_update(of=("self",)).select_related("complaint")
    link = rows.filter(token_hash=_hash(token)).first()
    if link is None or not link.is_open(now):
        return None
    link.used_at = now
    link.save(update_fields=["used_at"])
    return link.complaint


def forget_links(*, now: datetime) -> int:
    """Delete those whose time is over. Returns how many."""
    return CaseLink.objects.filter(expires_at__lt=now).delete()[0]


def _hash(token: str) -> str:
    return hash_code(token, pepper=secret_pepper("complaints.link"))
