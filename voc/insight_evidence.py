"""Evidence for policy clauses 3.2, 3.3 and 3.4: we listen everywhere, decide on what we heard, and tell customers."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.metrics import Period
from voc.enums.insight import DoneStatus, InsightStatus
from voc.insight_metrics import DELIVERED_TARGET, delivered
from voc.models import Announcement, DoneEntry, Insight
from voc.scores import SMALLEST_SURE, ranked
from voc.selectors.coverage import coverage, listening_plan
from voc.selectors.needs import need_scores

YEAR, QUARTER, HALF = timedelta(days=366), timedelta(days=92), timedelta(days=183)


def _coverage(at: datetime) -> Finding:
    links = (Link(_("Where we listen"), reverse("voc:coverage")),)
    if not listening_plan().exists():
        return Finding(Verdict.RED, _("There is no listening plan."), links)
    table = coverage(Period(at - YEAR, at), at=at)
    late = listening_plan().filter(next_due_on__lt=timezone.localdate(at)).count()
    holes = [stage.name for stage in table.silent_stages]
    if len(holes) == len(table.stages):
        return Finding(Verdict.RED, _("No voice was heard at any touchpoint within a year."), links)
    if holes:
        return Finding(Verdict.AMBER, _("No voice in these stages: %(names)s.") % {"names": ", ".join(holes)}, links)
    if table.missed_groups:
        words = _("The listening plan does not reach: %(names)s.") % {"names": ", ".join(table.missed_groups)}
        return Finding(Verdict.AMBER, words, links)
    if late:
        words = ngettext(
            "%(n)d channel of the listening plan is overdue.", "%(n)d channels of the listening plan are overdue.", late
        )
        return Finding(Verdict.AMBER, words % {"n": late}, links)
    return Finding(Verdict.GREEN, _("Voices in every stage, every group reached, nothing overdue."), links, at)


def _needs(at: datetime) -> Finding:
    links = (Link(_("Needs by opportunity"), reverse("voc:needs")),)
    scores = ranked(need_scores(Period(at - YEAR, at)))
    if not scores:
        return Finding(Verdict.RED, _("No need was rated by enough customers within a year."), links)
    sure = [score for score in scores if score.n >= SMALLEST_SURE]
    if not sure:
        words = _("Needs are ranked, but none by %(n)d customers or more.") % {"n": SMALLEST_SURE}
        return Finding(Verdict.AMBER, words, links, at)
    first = {"n": len(scores), "name": scores[0].name}
    words = ngettext(
        "%(n)d need ranked within a year: %(name)s", "%(n)d needs ranked within a year; first: %(name)s", len(scores)
    )
    return Finding(Verdict.GREEN, words % first, links, at)


def _insights(at: datetime) -> Finding:
    links = (Link(_("Insights"), reverse("voc:insights")),)
    today = timezone.localdate(at)
    decided = Insight.objects.filter(decided_at__gte=at - YEAR, decided_at__lte=at)
    newest = decided.order_by("-decided_at").values_list("decided_at", flat=True).first()
    if newest is None:
        return Finding(Verdict.RED, _("No insight was decided on within a year."), links)
    waiting = Insight.objects.filter(status=InsightStatus.PROPOSED, decide_by__lt=today).count()
    overdue = Insight.objects.overdue(today).count()
    if waiting or overdue:
        decisions = ngettext("%(n)d decision", "%(n)d decisions", waiting) % {"n": waiting}
        follow_ups = ngettext("%(n)d follow-up", "%(n)d follow-ups", overdue) % {"n": overdue}
        words = _("Overdue: %(decisions)s and %(follow_ups)s.")
        return Finding(Verdict.AMBER, words % {"decisions": decisions, "follow_ups": follow_ups}, links, newest)
    n = decided.count()
    words = ngettext(
        "%(n)d insight decided within a year, nothing overdue.",
        "%(n)d insights decided within a year, nothing overdue.",
        n,
    )
    return Finding(Verdict.GREEN, words % {"n": n}, links, newest)


def _announcements(at: datetime) -> Finding:
    links = (Link(_("Announcements to customers"), reverse("voc:announcements")),)
    rows = Announcement.objects.filter(published_at__gte=at - YEAR, published_at__lte=at)
    newest = rows.order_by("-published_at").values_list("published_at", flat=True).first()
    if newest is None:
        return Finding(Verdict.RED, _("Nothing was announced to customers within a year."), links)
    if newest < at - QUARTER:
        return Finding(Verdict.AMBER, _("Nothing was announced to customers within the last quarter."), links, newest)
    share = delivered(Period(at - YEAR, at))[""]
    if share.value is None or share.value < DELIVERED_TARGET:
        proof = f"{share.value:.1f} %" if share.value is not None else "–"
        words = _("Of the messages %(share)s were delivered; the target is %(target)d %%.")
        return Finding(Verdict.AMBER, words % {"share": proof, "target": DELIVERED_TARGET}, links, newest)
    n = rows.count()
    words = ngettext(
        "%(n)d announcement within a year, approved by a second person, %(share).1f %% delivered.",
        "%(n)d announcements within a year, each approved by a second person, %(share).1f %% delivered.",
        n,
    )
    return Finding(Verdict.GREEN, words % {"n": n, "share": share.value}, links, newest)


def _done(at: datetime) -> Finding:
    links = (Link(_("You said, we did"), reverse("voc:portal-done")),)
    rows = DoneEntry.objects.filter(status=DoneStatus.PUBLISHED, published_at__lte=at)
    newest = rows.order_by("-published_at").values_list("published_at", flat=True).first()
    if newest is None:
        return Finding(Verdict.RED, _("Customers are not told what came of what they said."), links)
    if newest < at - HALF:
        return Finding(Verdict.AMBER, _("No new entry of “you said, we did” within half a year."), links, newest)
    n = rows.count()
    words = ngettext("%(n)d entry stands on the portal.", "%(n)d entries stand on the portal.", n)
    return Finding(Verdict.GREEN, words % {"n": n}, links, newest)


EVIDENCE = (
    Evidence(
        key="voc.coverage",
        clause="3.2",
        title=gettext_lazy("We listen in every stage of the customer's life, by plan"),
        rule=gettext_lazy(
            "Green: within a year a voice in every stage, a plan that reaches all four groups of customers, nothing"
            " overdue. Amber: a hole, or something overdue. Red: no plan, or no voice at all."
        ),
        find=_coverage,
    ),
    Evidence(
        key="voc.needs_ranked",
        clause="3.3",
        title=gettext_lazy("Needs of customers are ranked"),
        rule=gettext_lazy("Green: within a year a need rated by 30 customers or more. Amber: by fewer. Red: by none."),
        find=_needs,
    ),
    Evidence(
        key="voc.insights_decided",
        clause="3.3",
        title=gettext_lazy("Insights are decided on and followed up"),
        rule=gettext_lazy(
            "Green: an insight decided within a year, no decision and no follow-up overdue. Amber: something is"
            " overdue. Red: none decided within a year."
        ),
        find=_insights,
    ),
    Evidence(
        key="voc.announced",
        clause="3.4",
        title=gettext_lazy("Customers are told, with proof of delivery"),
        rule=gettext_lazy(
            "Green: an announcement within the last quarter, and 95 % of the messages of a year delivered. Amber: an"
            " older one, or fewer delivered. Red: none within a year."
        ),
        find=_announcements,
    ),
    Evidence(
        key="voc.you_said_we_did",
        clause="3.4",
        title=gettext_lazy("Customers see what came of what they said"),
        rule=gettext_lazy(
            "Green: an entry of “you said, we did” within half a year. Amber: an older one. Red: none on the portal."
        ),
        find=_done,
    ),
)
