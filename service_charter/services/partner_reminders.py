"""Before the link of a partner's report runs out unused: a reminder to the partner, a word to who asked."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from foundation.core.models import OutboxMessage
from foundation.core.notifications import notify
from service_charter.partner_rules import REMIND_BEFORE
from service_charter.selectors.partners import unanswered
from service_charter.services.partner_mail import reminder_key, send_reminder


def remind(*, now: datetime) -> int:
    """Each link once; how many were new. Safe to run again at any time: keys name the link."""
    rows = list(unanswered().filter(expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE).order_by("expires_at"))
    told = set(OutboxMessage.objects.filter(key__in=[reminder_key(row) for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if reminder_key(row) not in told]
    for row in fresh:
        send_reminder(row)
        note = partial(_note, row.partner.name)
        notify(row.made_by, note, row.partner.get_absolute_url(), f"report-link-ends:{row.public_id}")
    return len(fresh)


def _note(partner: str) -> str:
    return _("The link of %(partner)s ends soon and no report has come") % {"partner": partner}
