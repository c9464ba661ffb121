"""Drafts of the portal form: kept on the server under a random token, sent once, forgotten after a day."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.core import visits
from foundation.core.crypto import destroy_data_key, keyed_hash, new_data_key
from foundation.core.errors import IllegalMove
from foundation.core.visits import DRAFT_LIFETIME
from foundation.privacy.enums import Channel
from foundation.privacy.models import DataRequest, NoticeVersion, RequestDraft
from foundation.privacy.services.intake import Asker, Wish, submit_request


@transaction.atomic
def start_draft(*, now: datetime) -> tuple[RequestDraft, str]:
    """An empty draft and the token that the browser keeps (192 random bits; we keep its keyed hash)."""
    token = secrets.token_urlsafe(24)
    draft = RequestDraft(
        token_hash=_token_hash(token), data_key=new_data_key(), saved_at=now, expires_at=now + DRAFT_LIFETIME
    )
    draft.content = "{}"
    draft.save()
    return draft, token


def find_draft(token: str, *, now: datetime) -> RequestDraft | None:
    """The draft of a token, unless it has expired."""
    if not token or len(token) > 100:
        return None
    drafts = RequestDraft.objects.select_related("data_key", "request__data_key")
    return drafts.filter(token_hash=_token_hash(token), expires_at__gt=now).first()


def content_of(draft: RequestDraft) -> dict[str, Any]:
    """What was typed so far; empty once the request is sent."""
    content: dict[str, Any] = json.loads(draft.content or "{}")
    return content


@transaction.atomic
def save_draft(*, draft_id: int, values: Mapping[str, Any], now: datetime) -> RequestDraft:
    """Keep what was typed on one page, valid or not. Raises IllegalMove when the request is sent already."""
    draft = RequestDraft.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=draft_id)
    if draft.request_id:
        raise IllegalMove(_("This request has been sent already."))
    draft.content = json.dumps({**content_of(draft), **values}, ensure_ascii=False)
    draft.saved_at, draft.expires_at = now, now + DRAFT_LIFETIME
    draft.save()
    return draft


@transaction.atomic
def file_draft(
    *,
    draft_id: int,
    wish: Wish,
    asker: Asker,
    language: str,
    notice: NoticeVersion | None,
    tracking_code: str,
    now: datetime,
) -> DataRequest:
    """Make the request of a draft, once: whoever comes second (double click, Back and send) gets the same one.

    Raises Incomplete for missing facts.
    """
    draft = RequestDraft.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=draft_id)
    if draft.request_id:
        # A query of its own: who has waited for the lock would not yet see, in a join, the row written meanwhile.
        return DataRequest.objects.get(pk=draft.request_id)
    request = submit_request(
        wish=wish,
        asker=asker,
        channel=Channel.PORTAL,
        language=language,
        notice=notice,
        tracking_code=tracking_code,
        now=now,
    )
    draft.request, draft.expires_at, draft.content = request, now + DRAFT_LIFETIME, None
    draft.save()
    if draft.data_key:
        destroy_data_key(draft.data_key, now=now)
    return request


def derive_code(token: str) -> str:
    """The tracking code of a draft's token; see `core.visits`."""
    return visits.derive_code(token, purpose="privacy.code")


def drop_draft(*, draft_id: int, now: datetime) -> None:
    """Forget a draft at its writer's wish; a sent one only loses the way back to its receipt."""
    _forget(RequestDraft.objects.filter(pk=draft_id), now=now)


def drop_expired(*, now: datetime, limit: int = 1000) -> int:
    """Forget drafts whose time is over. Returns how many."""
    return _forget(RequestDraft.objects.filter(expires_at__lte=now).order_by("expires_at")[:limit], now=now)


def _forget(drafts: "QuerySet[RequestDraft]", *, now: datetime) -> int:
    count = 0
    for draft in drafts.select_related("data_key"):
        with transaction.atomic():
            if draft.data_key and not draft.data_key.is_destroyed:
                destroy_data_key(draft.data_key, now=now)
            draft.delete()
            count += 1
    return count


def _token_hash(token: str) -> str:
    return keyed_hash(token, purpose="privacy.draft")
