"""The letter by which a partner is asked for its report."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from foundation.core import outbox
from foundation.core.thai.dates import format_date
from service_charter.models import ReportLink

REPORT_LINK_KIND = "service_charter.report_link"


def reminder_key(link: ReportLink) -> str:
    """By which a reminder is known: a link has one."""
    return f"report-link-ends:{link.public_id}"


def send_reminder(link: ReportLink) -> None:
    """That the link of the earlier letter soon ends. It names no token: we keep none."""
    if link.partner.email:
        outbox.send(
            kind=REPORT_LINK_KIND,
            to=link.partner.email,
            language="th",
            template="report_link_reminder",
            context={"name_th": link.partner.name_th, "name_en": link.partner.name_en, **_days(link)},
            key=reminder_key(link),
        )


def send_link(link: ReportLink, token: str) -> None:
    """The letter with the link, in both languages; nothing where the partner has no mailbox.

    The token lies sealed in the outbox until it is sent, then it is wiped.
    """
    if not link.partner.email:
        return
    outbox.send(
        kind=REPORT_LINK_KIND,
        to=link.partner.email,
        language="th",
        template="report_link",
        context={
            "name_th": link.partner.name_th,
            "name_en": link.partner.name_en,
            "link": f"{settings.SITE_URL}{reverse('service_charter:portal-report-open', args=[token])}",
            **_days(link),
        },
        key=f"report-link:{link.public_id}",
    )


def _days(link: ReportLink) -> dict[str, str]:
    """The days of the period and the end of the link, in both languages."""
    days: dict[str, str] = {}
    for language in ("th", "en"):
        with translation.override(language):
            for name, day in (
                ("first", link.first_day),
                ("last", link.last_day),
                ("expires", timezone.localdate(link.expires_at)),
            ):
                days[f"{name}_{language}"] = format_date(day, "long")
    return days
