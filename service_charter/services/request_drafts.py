"""Drafts of the portal form of a request: kept under a random token, filed once, forgotten after a day."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.core.crypto import destroy_data_key, keyed_hash, new_data_key
from foundation.core.errors import IllegalMove
from foundation.core.files import attachments_of, remove
from foundation.core.visits import DRAFT_LIFETIME
from service_charter.models import RequestDraft, RequestForm, ServiceRequest
from service_charter.selectors.requests import FILE_OWNER
from service_charter.services.requests import Customer, receive_request

if TYPE_CHECKING:
    from customers.models import Touchpoint
    from foundation.privacy.models import NoticeVersion


@transaction.atomic
def start_draft(*, form: RequestForm, now: dt.datetime) -> tuple[RequestDraft, str]:
    """An empty draft of this version of the form, and the token that the browser keeps (we keep its keyed hash)."""
    token = secrets.token_urlsafe(24)
    draft = RequestDraft(token_hash=_token_hash(token), form=form, data_key=new_data_key())
    draft.content, draft.expires_at = "{}", now + DRAFT_LIFETIME
    draft.save()
    return draft, token


def find_draft(token: str, *, now: dt.datetime) -> RequestDraft | None:
    """The draft of a token, unless it has expired."""
    if not token or len(token) > 100:
        return None
    drafts = RequestDraft.objects.select_related("data_key", "form__kind__unit", "request")
    return drafts.filter(token_hash=_token_hash(token), expires_at__gt=now).first()


def content_of(draft: RequestDraft) -> dict[str, Any]:
    """What was typed so far; empty once the request is filed."""
    content: dict[str, Any] = json.loads(draft.content or "{}")
    return content


@transaction.atomic
def save_draft(*, draft_id: int, values: Mapping[str, Any], now: dt.datetime) -> RequestDraft:
    """Keep what was typed, valid or not. Raises IllegalMove when the request is filed already."""
    draft = RequestDraft.objects.select_for_update(of=("self",)).select_related("data_key", "form").get(pk=draft_id)
    if draft.request_id:
        raise IllegalMove(_("This request has been sent already."))
    draft.content = json.dumps({**content_of(draft), **values}, ensure_ascii=False)
    draft.expires_at = now + DRAFT_LIFETIME
    draft.save()
    return draft


@transaction.atomic
def file_draft(
    *,
    draft_id: int,
    answers: Mapping[str, Any],
    customer: Customer,
    language: str,
    notice: "NoticeVersion | None",
    tracking_code: str,
    now: dt.datetime,
    touchpoint: "Touchpoint | None" = None,
) -> ServiceRequest:
    """Make the request of a draft, once: whoever comes second (double click, Back and send) gets the same one.

    It is filed under the version of the form that the draft was begun with, whatever was published since.
    """
    drafts = RequestDraft.objects.select_for_update(of=("self",)).select_related("data_key", "form__kind__unit")
    draft = drafts.get(pk=draft_id)
    if draft.request_id:
        return ServiceRequest.objects.get(pk=draft.request_id)
    draft.request = receive_request(
        form=draft.form,
        answers=answers,
        customer=customer,
        language=language,
        notice=notice,
        tracking_code=tracking_code,
        now=now,
        public_id=draft.future_id,
        touchpoint=touchpoint,
    )
    draft.content, draft.expires_at = None, now + DRAFT_LIFETIME
    draft.save()
    if draft.data_key:
        destroy_data_key(draft.data_key, now=now)
    return draft.request


def drop_draft(*, draft_id: int, now: dt.datetime) -> None:
    """Forget a draft at its writer's wish; a filed one only loses the way back to its receipt."""
    _forget(RequestDraft.objects.filter(pk=draft_id), now=now)


def drop_expired(*, now: dt.datetime, limit: int = 1000) -> int:
    """Forget drafts whose time is over. Returns how many."""
    return _forget(RequestDraft.objects.filter(expires_at__lte=now).order_by("expires_at")[:limit], now=now)


def _forget(drafts: Any, *, now: dt.datetime) -> int:
    count = 0
    for draft in drafts.select_related("data_key"):
        with transaction.atomic():
            if draft.data_key and not draft.data_key.is_destroyed:
                destroy_data_key(draft.data_key, now=now)
            if draft.request_id is None:
                for attachment in attachments_of(FILE_OWNER, draft.future_id):
                    remove(attachment)
            draft.delete()
            count += 1
    return count


def _token_hash(token: str) -> str:
    return keyed_hash(token, purpose="service_charter.draft")
