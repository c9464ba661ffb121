"""Writes: logging a look, recording consent, publishing a notice."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import DataKey
from foundation.privacy.enums import Channel, ConsentState
from foundation.privacy.models import NOTICE_PARTS, AccessLog, Consent, LookBatch, Notice, NoticeVersion

SHORTEST_REASON = 10
PAGE = "page"
# Asked first and written only where nothing stands: the second visit of a day writes nothing at all.
_VIEWED = f"""
INSERT INTO privacy_accesslog (by_id, subject_kind, subject_public_id, fields, reason, at, viewed_on)
SELECT %(by)s, %(kind)s, whom, '["{PAGE}"]'::jsonb, '', %(now)s, %(day)s FROM unnest(%(whom)s::varchar[]) AS whom
WHERE NOT EXISTS (
    SELECT 1 FROM privacy_accesslog AS said WHERE said.subject_public_id = whom AND said.by_id = %(by)s
    AND said.viewed_on = %(day)s AND said.subject_kind = %(kind)s
)
ON CONFLICT DO NOTHING
"""  # noqa: S608  a word of ours


def log_access(*, by: User, kind: str, public_id: str, fields: Iterable[str], reason: str, now: datetime) -> AccessLog:
    """Write down a look at personal data; call it before showing them.

    Raises Incomplete without a reason of a few words.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        message = _("Please say in a few words why you need to see this.")
        raise Incomplete(message, missing={"reason": message})
    return AccessLog.objects.create(
        by=by, subject_kind=kind, subject_public_id=public_id, fields=sorted(fields), reason=reason[:300], at=now
    )


def log_views(*, by: User, kind: str, public_ids: Iterable[str], now: datetime) -> None:
    """Write down that somebody opened records whose pages show of a person what is not masked: once a day, person and
    record, with the moment of the first time. One statement; call it once it is known that they may be seen."""
    whom = sorted(set(public_ids))  # in one order, so that two requests of one person never wait for each other
    if whom:
        with connection.cursor() as cursor:
            cursor.execute(
                _VIEWED, {"by": by.pk, "kind": kind, "now": now, "day": timezone.localdate(now), "whom": whom}
            )


def log_whom(*, look: AccessLog, kind: str, public_ids: Iterable[str]) -> None:
    """Name some of those whose data a look takes out; call it before they leave. One statement."""
    LookBatch.objects.create(look=look, subject_kind=kind, subject_public_ids=list(public_ids))


@transaction.atomic
def record_consents(
    *,
    purposes: Mapping[str, bool],
    notice: NoticeVersion,
    subject_kind: str,
    subject_public_id: str,
    channel: str,
    now: datetime,
    by: User | None = None,
    subject_key: DataKey | None = None,
) -> list[Consent]:
    """Write what a person said to each purpose: True given, False withdrawn or refused. One line per purpose.

    Only purposes that rest on consent are asked; Refused for any other, for one that does not exist, and for one that
    the notice does not cover. Give `subject_key`, the person's key, where messages are to be let out on this consent.
    """
    found = {purpose.key: purpose for purpose in notice.notice.purposes.filter(key__in=purposes, basis="consent")}
    if unknown := sorted(set(purposes) - set(found)):
        raise Refused(_("This notice asks no consent for: %(purposes)s.") % {"purposes": ", ".join(unknown)})
    lines = [
        Consent(
            purpose=found[key],
            notice=notice,
            subject_kind=subject_kind,
            subject_public_id=subject_public_id,
            data_key=subject_key,
            state=ConsentState.GIVEN if given else ConsentState.WITHDRAWN,
            channel=Channel(channel),
            recorded_by=by,
            at=now,
        )
        for key, given in purposes.items()
    ]
    return Consent.objects.bulk_create(lines)


@transaction.atomic
def publish_notice(*, notice: Notice, texts: Mapping[str, str], effective_at: datetime, by: User) -> NoticeVersion:
    """Publish the next version of a notice; earlier ones stay as people saw them.

    Raises NotAllowed without the permission, Incomplete when the notice leaves out what section 23 demands.
    """
    if not by.can("privacy.officer"):
        raise NotAllowed(_("Only the data-protection officer publishes notices."))
    missing = missing_parts(texts)
    if missing:
        raise Incomplete(_("The notice is not complete, so it cannot be published."), missing=missing)
    Notice.objects.select_for_update().get(pk=notice.pk)
    last = NoticeVersion.objects.filter(notice=notice).order_by("-number").values_list("number", flat=True).first()
    cleaned = {name: texts[name].strip() for name in _part_names()}
    return NoticeVersion.objects.create(
        notice=notice, number=(last or 0) + 1, effective_at=effective_at, published_by=by, **cleaned
    )


def missing_parts(texts: Mapping[str, str]) -> dict[str, str]:
    """Which parts of a notice are empty, each with a message for people."""
    message = _("Please fill in this part, in both languages.")
    return {name: message for name in _part_names() if not texts.get(name, "").strip()}


def _part_names() -> list[str]:
    return [f"{part}_{language}" for part in NOTICE_PARTS for language in ("th", "en")]
