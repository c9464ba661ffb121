"""Evidence for the preamble's promise to guard customers' data, read live from requests, notices and registrations.

The preamble has no number of its own; the promise is kept by executives and staff, so it stands with clause 1.3.
"""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.privacy.enums import RunState
from foundation.privacy.models import DataRequest, RetentionRun
from foundation.privacy.selectors import kept_kinds, processing_register, rules_in_force

YEAR = timedelta(days=365)
RECENT = timedelta(days=90)
STALE = timedelta(days=7)


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


def _find_retention(at: datetime) -> Finding:
    page = (Link(_("Retention"), reverse("privacy:staff-retention")),)
    rules = {rule.kind for rule in rules_in_force() if rule.in_force_at and rule.in_force_at <= at}
    last = RetentionRun.objects.filter(started_at__lte=at, state=RunState.DONE).order_by("-started_at").first()
    if rules and (last is None or last.started_at < at - STALE):
        first = min(rule.in_force_at for rule in rules_in_force() if rule.in_force_at)
        if first < at - STALE:
            return Finding(Verdict.RED, _("Rules of retention are in force, but no sweep was done for a week."), page)
    bare = [str(kind.label) for kind in kept_kinds() if kind.kind not in rules]
    if bare:
        return Finding(Verdict.AMBER, _("No rule of retention for: %(kinds)s.") % {"kinds": ", ".join(bare)}, page)
    if last is None:
        return Finding(Verdict.AMBER, _("No sweep of retention has been done yet."), page)
    if failed := sum(line.failed for line in last.lines.all()):
        words = ngettext(
            "%(n)s record could not be erased in the last sweep.",
            "%(n)s records could not be erased in the last sweep.",
            failed,
        )
        return Finding(Verdict.AMBER, words % {"n": failed}, page, last.started_at)
    sentence = _("Every kind of record has its time of keeping, and the last sweep was done without an error.")
    return Finding(Verdict.GREEN, sentence, page, last.started_at)


RETENTION_KEPT = Evidence(
    key="privacy.retention_kept",
    clause="1.3",
    title=gettext_lazy("Customers' data are not kept longer than needed (preamble)"),
    rule=gettext_lazy(
        "Green: every kind of record that grows old has a rule of retention in force, and the last sweep was done "
        "within a week without an error. Amber: a rule is missing, no sweep was done yet, or a record could not be "
        "erased. Red: rules are in force for more than a week and no sweep was done within the last."
    ),
    find=_find_retention,
)
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
