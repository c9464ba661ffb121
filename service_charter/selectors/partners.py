"""Partners, the promises they keep for us, how well, and which of their reports are missing."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from service_charter.enums import Facet
from service_charter.models import IN_FORCE_ONCE, Partner, PartnerReport, ReportLink, Standard
from service_charter.partner_rules import GRACE, REMIND_BEFORE
from service_charter.selectors.charter import all_in_force
from service_charter.selectors.measurement import Tally, days_of, sums


def listed(*, active: bool = True) -> QuerySet[Partner]:
    """The register, each with the day up to which it has reported."""
    rows = Partner.objects.filter(is_active=active)
    return rows.annotate(reported_until=Max("reports__last_day"))


def promises_of(partner: Partner, at: dt.datetime) -> list[Standard]:
    """The promises in force that the partner keeps for us."""
    return list(all_in_force(at=at).filter(code__in=partner.standard_codes).order_by("number"))


def standards_ever_of(partner: Partner) -> list[Standard]:
    """The promises of the partner in every version that is or was in force; one query."""
    rows = Standard.objects.filter(code__in=partner.standard_codes, charter__status__in=IN_FORCE_ONCE)
    return list(rows.select_related("charter").order_by("number"))


def bound_on(standards: Iterable[Standard], code: str, day: dt.date) -> Standard | None:
    """Which of the standards of that code bound on the day."""
    for standard in standards:
        starts, ends = standard.charter.effective_on, standard.charter.effective_until
        if standard.code == code and starts and starts <= day and (ends is None or day < ends):
            return standard
    return None


def kept_by(partner: Partner, period: Period) -> dict[str, Tally]:
    """Results of the partner by code of the promise; one query."""
    rows = sums(period, Facet.PARTNER).filter(key=str(partner.pk))
    found = rows.values_list("standard__code").annotate(Sum("n"), Sum("kept"))
    return {code: Tally(n, kept) for code, n, kept in found if n > 0}


def kept_in_all(partners: Iterable[Partner], period: Period) -> dict[str, Tally]:
    """Results of several partners by the key of each; one query."""
    keys = [str(partner.pk) for partner in partners]
    rows = sums(period, Facet.PARTNER).filter(key__in=keys).values_list("key").annotate(Sum("n"), Sum("kept"))
    return {key: Tally(n, kept) for key, n, kept in rows if n > 0}


def quarter_to_report(at: dt.datetime) -> FiscalQuarter:
    """The last quarter on which every partner has had time to report."""
    return fiscal_quarter_of(at - GRACE).previous()


def owing(quarter: FiscalQuarter, at: dt.datetime) -> tuple[list[Partner], list[Partner]]:
    """Who keeps promises for us since before the quarter ended: those without a report on it, and all of them."""
    first, last = days_of(quarter.period)
    told = PartnerReport.objects.filter(
        partner=OuterRef("pk"), first_day__lte=last, last_day__gte=first, received_at__lte=at
    )
    rows = Partner.objects.filter(is_active=True, created_at__lt=quarter.period.end).exclude(standard_codes=[])
    found = [(row, row.has_told) for row in rows.annotate(has_told=Exists(told))]
    return [row for row, has_told in found if not has_told], [row for row, _has_told in found]


def waiting_for(user: User, now: dt.datetime) -> QuerySet[ReportLink]:
    """Reports that were asked for and did not come, whose link ran out or soon will, for those who ask partners."""
    if not user.can(Permission.CHARTER_CASCADE):
        return ReportLink.objects.none()
    return unanswered().filter(expires_at__lt=now + REMIND_BEFORE).order_by("expires_at")


def unanswered() -> QuerySet[ReportLink]:
    """Links by which a report is still awaited: neither used nor ended, nor told by the partner's system meanwhile."""
    same = {"partner": OuterRef("partner"), "first_day": OuterRef("first_day"), "last_day": OuterRef("last_day")}
    rows = ReportLink.objects.filter(partner__is_active=True, reported_at__isnull=True, revoked_at__isnull=True)
    return rows.exclude(Exists(PartnerReport.objects.filter(**same))).select_related("partner", "made_by")


def is_past(link: ReportLink, now: dt.datetime) -> bool:
    """Whether the link ran out unused."""
    return link.reported_at is None and link.revoked_at is None and link.expires_at <= now


def year_until(at: dt.datetime) -> Period:
    """The twelve months up to today, today included."""
    end = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return Period(end - dt.timedelta(days=365), end)
