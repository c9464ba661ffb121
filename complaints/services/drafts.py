"""Drafts of the portal form: kept on the server under a random token, filed once, forgotten after a day."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import Complaint, Draft
from complaints.services import siblings
from complaints.services.receive import Contact, Door, Story, register_complaint
from foundation.core import visits
from foundation.core.crypto import destroy_data_key, keyed_hash, new_data_key
from foundation.core.errors import IllegalMove
from foundation.core.files import attachments_of, remove
from foundation.core.visits import DRAFT_LIFETIME
from foundation.privacy.services import record_consents

FILE_OWNER = "complaints.complaint"


@transaction.atomic
def start_draft(*, language: str, now: datetime) -> tuple[Draft, str]:
    """An empty draft and the token that the browser keeps (192 random bits; we keep its keyed hash)."""
    token = secrets.token_urlsafe(24)
    draft = Draft(
        token_hash=_token_hash(token),
        data_key=new_data_key(),
        language=language,
        created_at=now,
        saved_at=now,
        expires_at=now + DRAFT_LIFETIME,
    )
    draft.content = "{}"
    draft.save()
    return draft, token


def find_draft(token: str, *, now: datetime) -> Draft | None:
    """The draft of a token, unless it has expired."""
    if not token or len(token) > 100:
        return None
    drafts = Draft.objects.select_related("data_key", "complaint")
    return drafts.filter(token_hash=_token_hash(token), expires_at__gt=now).first()


def content_of(draft: Draft) -> dict[str, Any]:
    """What was typed so far; empty once the complaint is filed."""
    content: dict[str, Any] = json.loads(draft.content or "{}")
    return content


@transaction.atomic
def save_draft(*, draft_id: int, values: Mapping[str, Any], language: str, now: datetime) -> Draft:
    """Keep what was typed on one page, valid or not. Raises IllegalMove when the complaint is filed already."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=draft_id)
    if draft.complaint_id:
        raise IllegalMove(_("This complaint has been sent already."))
    draft.content = json.dumps({**content_of(draft), **values}, ensure_ascii=False)
    draft.language, draft.saved_at, draft.expires_at = language, now, now + DRAFT_LIFETIME
    draft.save()
    return draft


@transaction.atomic
def file_draft(
    *,
    draft_id: int,
    identity: str,
    story: Story,
    contact: Contact | None,
    door: Door,
    tracking_code: str,
    now: datetime,
    consents: Mapping[str, bool] | None = None,
    same_as: str = "",
) -> Complaint:
    """Make the complaint of a draft, once: whoever comes second (double click, Back and send) gets the same one.

    `same_as` is the public id of a complaint that its writer chose to be handled with. Raises Incomplete for missing
    facts.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=draft_id)
    if draft.complaint_id:
        # A query of its own: who has waited for the lock would not yet see, in a join, the row written meanwhile.
        return Complaint.objects.get(pk=draft.complaint_id)
    complaint = register_complaint(
        identity=identity,
        story=story,
        contact=contact,
        door=door,
        tracking_code=tracking_code,
        by=None,
        now=now,
        public_id=draft.future_id,
    )
    if same_as:
        siblings.join(complaint_id=complaint.pk, other_public_id=same_as, now=now)
    if consents and door.notice and hasattr(complaint, "complainant"):
        record_consents(
            purposes=consents,
            notice=door.notice,
            subject_kind="complaints.complainant",
            subject_public_id=complaint.complainant.public_id,
            channel="portal",
            now=now,
            subject_key=complaint.complainant.data_key,
        )
    draft.complaint, draft.expires_at = complaint, now + DRAFT_LIFETIME
    draft.content = None
    draft.save()
    if draft.data_key:
        destroy_data_key(draft.data_key, now=now)
    return complaint


def derive_code(token: str) -> str:
    """The tracking code of a draft's token; see `core.visits`."""
    return visits.derive_code(token, purpose="complaints.code")


def drop_draft(*, draft_id: int, now: datetime) -> None:
    """Forget a draft at its writer's wish; a filed one only loses the way back to its receipt."""
    _forget(Draft.objects.filter(pk=draft_id), now=now)


def drop_expired(*, now: datetime, limit: int = 1000) -> int:
    """Forget drafts whose time is over. Returns how many."""
    return _forget(Draft.objects.filter(expires_at__lte=now).order_by("expires_at")[:limit], now=now)


def _forget(drafts: Any, *, now: datetime) -> int:

    count = 0
    for draft in drafts.select_related("data_key"):
        with transaction.atomic():
            if draft.data_key and not draft.data_key.is_destroyed:
                destroy_data_key(draft.data_key, now=now)
            if draft.complaint_id is None:
                for attachment in attachments_of(FILE_OWNER, draft.future_id):
                    remove(attachment)
            draft.delete()
            count += 1
    return count


def _token_hash(token: str) -> str:
    return keyed_hash(token, purpose="complaints.draft")
