"""Reads: the notice that applies now, what a person has agreed to, who has looked."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.outbox import Outgoing
from foundation.privacy.enums import ConsentState
from foundation.privacy.models import AccessLog, Consent, LookBatch, Notice, NoticeVersion, Purpose


def notice_in_force(notice: str, *, at: datetime | None = None) -> NoticeVersion | None:
    """The version of a notice ("complaint", "enquiry", "survey", "marketing") that people see at that moment."""
    versions = NoticeVersion.objects.filter(notice__key=notice, effective_at__lte=at or timezone.now())
    return versions.select_related("notice").order_by("-effective_at", "-number").first()


def notices_in_force(*, at: datetime) -> QuerySet[NoticeVersion]:
    """The version in force of every notice."""
    latest = (
        NoticeVersion.objects.filter(notice=OuterRef("notice"), effective_at__lte=at)
        .order_by("-effective_at", "-number")
        .values("pk")[:1]
    )
    return NoticeVersion.objects.filter(pk=Subquery(latest)).select_related("notice").order_by("notice__key")


def notices_with_versions() -> QuerySet[Notice]:
    """Every notice, its versions and purposes at hand."""
    return Notice.objects.prefetch_related("versions", "purposes")


def consent_state(*, purpose: str, subject_kind: str, subject_public_id: str) -> ConsentState | None:
    """The last word of the person on the purpose; None when never asked."""
    line = (
        Consent.objects.filter(subject_kind=subject_kind, subject_public_id=subject_public_id, purpose__key=purpose)
        .order_by("-at", "-id")
        .first()
    )
    return ConsentState(line.state) if line else None


def consents_of(*, subject_kind: str, subject_public_id: str) -> QuerySet[Consent]:
    """The ledger of one person, newest first."""
    lines = Consent.objects.filter(subject_kind=subject_kind, subject_public_id=subject_public_id)
    return lines.select_related("purpose", "notice__notice").order_by("-at", "-id")


def consents_latest() -> QuerySet[Consent]:
    """The whole ledger, newest first."""
    return Consent.objects.select_related("purpose", "notice__notice").order_by("-id")


def may_send(outgoing: Outgoing) -> bool:
    """The consent gate of the outbox: a purpose that rests on consent needs the person's last word to be yes.

    A purpose that nobody declared, and a message without the person's key, do not go out.
    """
    purpose = Purpose.objects.filter(key=outgoing.purpose).first()
    if purpose is None or outgoing.subject_key is None:
        return False
    if not purpose.needs_consent:
        return True
    lines = Consent.objects.filter(data_key=outgoing.subject_key, purpose=purpose).order_by("-at", "-id")
    return lines.values_list("state", flat=True).first() == ConsentState.GIVEN


def looks(*, by: str = "", kind: str = "", public_id: str = "", reasoned: bool = False) -> QuerySet[AccessLog]:
    """The access log, newest first: of one member of staff (public id), of one person looked at, or all. `reasoned`
    leaves out records that were only opened."""
    lines = AccessLog.objects.select_related("by").order_by("-id")
    if by:
        lines = lines.filter(by__public_id=by)
    if kind:
        lines = lines.filter(subject_kind=kind)
    if public_id:
        lines = lines.filter(subject_public_id=public_id)
    return lines.filter(viewed_on__isnull=True) if reasoned else lines


def looks_at(whom: Mapping[str, Collection[str]]) -> QuerySet[AccessLog]:
    """Looks at any of these records (public ids by kind), newest first: opened, shown, fetched, or taken out with many
    others. Each part is found by an index of its own, however long the log is."""
    parts: list[QuerySet[AccessLog, int] | QuerySet[LookBatch, int]] = []
    for kind, ids in whom.items():
        if not ids:
            continue
        named = AccessLog.objects.filter(subject_kind=kind, subject_public_id__in=ids)
        taken = LookBatch.objects.filter(subject_kind=kind, subject_public_ids__overlap=list(ids))
        parts += [named.values_list("pk", flat=True), taken.values_list("look", flat=True)]
    if not parts:
        return AccessLog.objects.none()
    found = parts[0].union(*parts[1:])
    return AccessLog.objects.filter(pk__in=found).select_related("by").order_by("-id")


def people_who_looked() -> QuerySet[User]:
    """Members of staff who stand in the access log."""
    return User.objects.filter(pk__in=AccessLog.objects.values("by")).order_by("first_name", "username")
