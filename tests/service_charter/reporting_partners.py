"""Partners who were asked for reports, and what they send."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from foundation.core.models import OutboxMessage
from service_charter.models import CharterVersion, Partner, ReportLink
from service_charter.services import partner_reports as services
from service_charter.services.partner_mail import REPORT_LINK_KIND
from service_charter.services.partner_reports import Told
from tests.people import someone
from tests.service_charter.committing import partner
from tests.service_charter.factories import make_published

CODE = "complaint-acknowledgement"


# A charter that binds since the first of these days, and a period that is over.
FIRST, LAST = dt.date(2026, 11, 23), dt.date(2026, 11, 25)


def charter_reported_on() -> CharterVersion:
    """With two promises about complaints."""
    return make_published(someone("charter-owner"), someone("board-secretary"), effective_on=FIRST, count=2)


def asked(row: Partner | None = None) -> tuple[ReportLink, str]:
    """A link of the last ten days and its token."""
    row = row or partner()
    token = services.ask(
        partner_id=row.pk, first_day=FIRST, last_day=LAST, by=someone("charter-owner"), now=timezone.now()
    )
    return ReportLink.objects.filter(partner=row).latest("id"), token


def told(reference: str = "J-1", *, n: int = 10, kept: int = 9, code: str = CODE, **facts: Any) -> Told:
    """A line on the last day."""
    return Told(code, reference, facts.pop("day", LAST), n, kept)


def path_in_letter() -> str:
    """The address in the last letter."""
    body = str(OutboxMessage.objects.filter(kind=REPORT_LINK_KIND).latest("id").body)
    found = re.search(r"/portal/partner-report/\w+", body)
    assert found
    return found.group(0)
