"""Evidence for policy clause 1.2: the board approves, meets, and what it observes is answered."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.thai.dates import format_date
from foundation.governance.enums import ObservationState
from foundation.governance.models import BoardMeeting, Observation
from foundation.governance.selectors.policy import current_policy

QUARTER = dt.timedelta(days=92)


def _approved(at: dt.datetime) -> Finding:
    version = current_policy()
    if version is None or version.resolution is None:
        links = (Link(gettext_lazy("Text of the policy"), reverse("governance:staff-policy-text")),)
        return Finding(Verdict.RED, _("No policy approved by the board is recorded: import the announcement."), links)
    links = (Link(str(version), reverse("governance:staff-policy-version", args=[version.public_id])),)
    words = _("Version %(number)s was approved by meeting %(meeting)s on %(day)s.") % {
        "number": version.number,
        "meeting": version.meeting_label,
        "day": format_date(version.resolution.meeting.held_on, "long"),
    }
    return Finding(Verdict.GREEN, words, links, version.resolution.created_at)


def _answered(at: dt.datetime) -> Finding:
    links = (Link(gettext_lazy("Observations of the board"), reverse("governance:staff-observations")),)
    rows = Observation.objects.filter(created_at__lte=at)
    if not rows.exists():
        return Finding(Verdict.AMBER, _("No observation of the board has been recorded yet."), links)
    overdue = rows.overdue(timezone.localdate(at)).count()
    if overdue:
        words = ngettext(
            "%(n)s observation of the board is past its day without an answer.",
            "%(n)s observations of the board are past their day without an answer.",
            overdue,
        )
        return Finding(Verdict.RED, words % {"n": overdue}, links)
    returned = rows.filter(state=ObservationState.RETURNED).count()
    if returned:
        words = ngettext(
            "The board returned %(n)s answer; a better one is due.",
            "The board returned %(n)s answers; better ones are due.",
            returned,
        )
        return Finding(Verdict.AMBER, words % {"n": returned}, links)
    latest = rows.latest("updated_at").updated_at
    return Finding(Verdict.GREEN, _("Every observation has an owner, and none is past its day."), links, latest)


def _met(at: dt.datetime) -> Finding:
    today = timezone.localdate(at)
    last = BoardMeeting.objects.took_place().filter(held_on__lte=today).order_by("-held_on").first()
    links = (Link(gettext_lazy("Board"), reverse("governance:staff-board")),)
    if last is None:
        return Finding(Verdict.RED, _("No meeting of the board is recorded."), links)
    words = _("The last recorded meeting is %(label)s of %(day)s.") % {
        "label": last.label,
        "day": format_date(last.held_on, "long"),
    }
    is_recent = today - last.held_on <= QUARTER
    return Finding(Verdict.GREEN if is_recent else Verdict.RED, words, links, last.created_at)


RULES = (
    Evidence(
        key="governance.policy_approved",
        clause="1.2",
        title=gettext_lazy("The board approved the policy in force"),
        rule=gettext_lazy("Green: a published version stands on a resolution of the board. Red: there is none."),
        find=_approved,
    ),
    Evidence(
        key="governance.observations_answered",
        clause="1.2",
        title=gettext_lazy("Observations of the board are answered in time"),
        rule=gettext_lazy(
            "Green: none is past its day. Amber: an answer was returned, or none was ever recorded. "
            "Red: one is past its day without an answer."
        ),
        find=_answered,
    ),
    Evidence(
        key="governance.board_meets",
        clause="1.2",
        title=gettext_lazy("The board met in the last quarter"),
        rule=gettext_lazy("Green: a meeting was held in the last 92 days. Red: none was."),
        find=_met,
    ),
)
