"""Evidence that broken promises are seen and mended (policy 5.2)."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.metrics import Period
from service_charter.breach_rules import ANSWER_WITHIN, LONG, WINDOW
from service_charter.selectors.breaches import standing
from service_charter.selectors.measurement import by_standard, summed


def _find(at: datetime) -> Finding:
    links = (
        Link(_("Broken promises"), reverse("service_charter:staff-breaches")),
        Link(_("How promises are kept"), reverse("service_charter:staff-measurement")),
    )
    measured = summed(by_standard(Period(at - WINDOW, at)))
    if not measured.n:
        return Finding(Verdict.RED, _("No promise was measured within a quarter of a year."), links)
    unanswered = Q(action__isnull=True) | Q(action__created_at__gt=at)
    rows = standing(at).filter(unanswered)
    long = rows.filter(found_at__lte=at - LONG).count()
    if long:
        words = ngettext(
            "%(n)d broken promise has waited for an action for more than thirty days.",
            "%(n)d broken promises have waited for an action for more than thirty days.",
            long,
        )
        return Finding(Verdict.RED, words % {"n": long}, links)
    late = rows.filter(found_at__lte=at - ANSWER_WITHIN).count()
    if late:
        words = ngettext(
            "%(n)d broken promise has waited for an action for more than ten days.",
            "%(n)d broken promises have waited for an action for more than ten days.",
            late,
        )
        return Finding(Verdict.AMBER, words % {"n": late}, links)
    overdue = standing(at).filter(action__due_on__lt=timezone.localdate(at), action__done_at__isnull=True).count()
    if overdue:
        words = ngettext(
            "The action on %(n)d broken promise is overdue.",
            "The actions on %(n)d broken promises are overdue.",
            overdue,
        )
        return Finding(Verdict.AMBER, words % {"n": overdue}, links)
    stand = standing(at).count()
    words = ngettext(
        "Every broken promise has its action in time; %(n)d stands now.",
        "Every broken promise has its action in time; %(n)d stand now.",
        stand,
    )
    return Finding(Verdict.GREEN, words % {"n": stand}, links, at)


BREACHES_ANSWERED = Evidence(
    key="service_charter.breaches_answered",
    clause="5.2",
    title=gettext_lazy("Broken promises are found and mended"),
    rule=gettext_lazy(
        "Green: promises were measured within a quarter of a year, and each one broken beyond chance has a cause and "
        "an action within ten days, none overdue. Amber: one waits longer, or its action is overdue. Red: one waits "
        "more than thirty days, or nothing was measured."
    ),
    find=_find,
)
