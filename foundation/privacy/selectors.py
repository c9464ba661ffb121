"""Reads: the notice that applies now, what a person has agreed to, who has looked."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from foundation.privacy.enums import ConsentState
from foundation.privacy.models import AccessLog, Consent, Notice, NoticeVersion, Purpose


def notice_in_force(notice: str, *, at: datetime | None = None) -> NoticeVersion | None:
    """The version of a notice ("complaint", "enquiry", "survey", "marketing") that people see at that moment."""
    versions = NoticeVersion.objects.filter(notice__key=notice, effective_at__lte=at or timezone.now())
    return versions.select_related("notice").order_by("-effective_at", "-number").first()


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


def may_send(*, purpose: str, subject: tuple[str, str] | None) -> bool:
    """The gate before sending: service messages pass, a purpose that needs consent only after a yes.

    `subject` is (kind, public id). Without one, nothing that needs consent is sent.
    """
    if not Purpose.objects.filter(key=purpose, basis="consent").exists():
        return True
    return subject is not None and (
        consent_state(purpose=purpose, subject_kind=subject[0], subject_public_id=subject[1]) == ConsentState.GIVEN
    )


def looks(*, by: int | None = None, kind: str = "", public_id: str = "") -> QuerySet[AccessLog]:
    """The access log, newest first: of one member of staff, of one person looked at, or all."""
    lines = AccessLog.objects.select_related("by").order_by("-id")
    if by is not None:
        lines = lines.filter(by_id=by)
    if kind:
        lines = lines.filter(subject_kind=kind)
    if public_id:
        lines = lines.filter(subject_public_id=public_id)
    return lines
