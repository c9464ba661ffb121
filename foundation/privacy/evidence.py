"""Evidence for the preamble's promise to guard customers' data, read live from requests, notices and registrations.

The preamble has no number of its own; the promise is kept by executives and staff, so it stands with clause 1.3.
"""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.privacy.models import DataRequest
from foundation.privacy.selectors import processing_register

YEAR = timedelta(days=365)
RECENT = timedelta(days=90)


def _find(at: datetime) -> Finding:
    queue = (Link(_("Requests about personal data"), reverse("privacy:staff-requests")),)
    overdue = DataRequest.objects.overdue(at=at).filter(received_at__lte=at).order_by("due_at")
    if count := overdue.count():
        words = ngettext(
            "%(n)s request about personal data is past the day that the law sets.",
            "%(n)s requests about personal data are past the day that the law sets.",
            count,
        )
        links = tuple(Link(row.number, row.get_absolute_url()) for row in overdue[:5])
        return Finding(Verdict.RED, words % {"n": count}, links)
    bare = [str(line.kind.label) for line in processing_register(at=at) if line.notice is None]
    if bare:
        register = (Link(_("Register of processing"), reverse("privacy:staff-processing")),)
        sentence = _("No notice in force covers: %(kinds)s.") % {"kinds": ", ".join(bare)}
        return Finding(Verdict.AMBER, sentence, register)
    answered = DataRequest.objects.filter(answered_at__lte=at, answered_at__gt=at - YEAR).order_by("-answered_at")
    newest = answered.first()
    if newest is None:
        return Finding(Verdict.AMBER, _("No request about personal data was answered within the year."), queue)
    late = [row for row in answered.filter(answered_at__gt=at - RECENT) if not row.was_on_time]
    if late:
        links = tuple(Link(row.number, row.get_absolute_url()) for row in late[:5])
        sentence = _("A request about personal data was answered late within the last 90 days.")
        return Finding(Verdict.AMBER, sentence, links, newest.answered_at)
    sentence = _("Requests about personal data are answered in time, and every kind of record has its notice.")
    return Finding(Verdict.GREEN, sentence, queue, newest.answered_at)


RIGHTS_KEPT = Evidence(
    key="privacy.rights_kept",
    clause="1.3",
    title=gettext_lazy("Customers' data are guarded and their rights kept (preamble)"),
    rule=gettext_lazy(
        "Green: requests about personal data were answered within the year, none within 90 days was late, none is past "
        "its day, and every kind of record with personal data has a notice in force. Amber: one of these is missing. "
        "Red: a request is past its day."
    ),
    find=_find,
)
