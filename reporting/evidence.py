"""Evidence for the closing provisions, and the rules that only a person can judge."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, format_date
from reporting.deadline_checks import board_reports
from reporting.deadlines import Turn, turns
from reporting.enums import TurnState
from reporting.models import AnnualReview, Attestation, Deadline

QUARTERS = 4


def _reports(at: datetime) -> Finding:
    """The last four closed quarters; one whose deadline has not passed yet may still be missing."""
    quarters = _closed_quarters(at)
    keys = [(quarter.year_be, quarter.quarter) for quarter in quarters]
    done = board_reports(keys, at)
    mine = {turn.key: turn for turn in turns(at, Deadline.objects.filter(key="board-report", is_active=True))}
    late = [quarter for quarter, key in zip(quarters, keys, strict=True) if key in done and _is_late(mine.get(key))]
    missing = [quarter for quarter, key in zip(quarters, keys, strict=True) if key not in done]
    links = tuple(
        Link(quarter.label(), done[key].url) for quarter, key in zip(quarters, keys, strict=True) if key in done
    )
    overdue = [quarter for quarter in missing if not _may_wait(mine.get((quarter.year_be, quarter.quarter)))]
    if overdue:
        words = _("No board report for: %(quarters)s.") % {"quarters": _labels(overdue)}
        return Finding(Verdict.RED, words, (*links, _duties()))
    if late:
        return Finding(
            Verdict.AMBER, _("Reported after the deadline: %(quarters)s.") % {"quarters": _labels(late)}, links
        )
    if missing:
        words = _("%(quarters)s is not reported yet; its deadline has not passed.")
        return Finding(Verdict.AMBER, words % {"quarters": _labels(missing)}, (*links, _duties()))
    return Finding(Verdict.GREEN, _("The last four quarters were each reported in time."), links)


def _closed_quarters(at: datetime) -> list[FiscalQuarter]:
    quarters = [fiscal_quarter_of(at).previous()]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].previous())
    return quarters


def _is_late(turn: Turn | None) -> bool:
    return turn is not None and turn.state == TurnState.DONE_LATE


def _may_wait(turn: Turn | None) -> bool:
    return turn is not None and turn.state in {TurnState.TO_COME, TurnState.SOON}


def _labels(quarters: list[FiscalQuarter]) -> str:
    return ", ".join(quarter.label() for quarter in quarters)


def _duties() -> Link:
    return Link(_("Calendar of duties"), reverse("reporting:staff-duties"))


BOARD_REPORT_EACH_QUARTER = Evidence(
    key="reporting.board_report_each_quarter",
    clause="report",
    title=gettext_lazy("A report to the board for each quarter"),
    rule=gettext_lazy(
        "Green: each of the last four closed quarters has a printed report, made by its deadline. Amber: one was late, "
        "or the newest is not made yet while its deadline has not passed. Red: a quarter has none."
    ),
    find=_reports,
)


def _reviews() -> Link:
    return Link(_("Annual reviews of the policy"), reverse("reporting:staff-reviews"))


def _review(at: datetime) -> Finding:
    """The last closed review, and the one that is open."""
    closed = AnnualReview.objects.filter(closed_at__lte=at).order_by("-closed_at").first()
    running = AnnualReview.objects.filter(opened_at__lte=at).exclude(closed_at__lte=at).first()
    rows = [review for review in (closed, running) if review]
    links = tuple(Link(str(review), review.get_absolute_url()) for review in rows) or (_reviews(),)
    today = timezone.localdate(at)
    if closed is None or closed.closed_at is None:
        return Finding(Verdict.RED, _("No review of the policy has ever been closed."), links)
    day = timezone.localdate(closed.closed_at)
    facts = {"day": format_date(day, "long")}
    if day < today - relativedelta(months=12):
        words = _("The last review was closed on %(day)s, more than twelve months ago.") % facts
        return Finding(Verdict.RED, words, links, closed.closed_at)
    if running is not None and today > running.due_on:
        words = _("The review that is open was due on %(day)s.") % {"day": format_date(running.due_on, "long")}
        return Finding(Verdict.AMBER, words, links, closed.closed_at)
    return Finding(Verdict.GREEN, _("The last review was closed on %(day)s.") % facts, links, closed.closed_at)


REVIEW_WITHIN_A_YEAR = Evidence(
    key="reporting.review_within_a_year",
    clause="review",
    title=gettext_lazy("The policy was reviewed within twelve months"),
    rule=gettext_lazy(
        "Green: a review was closed in the last twelve months, after the board's resolution. Amber: the one that is "
        "open is past its due date. Red: none was closed in the last twelve months."
    ),
    find=_review,
)


def _judged_by_people(key: str, clause: str, title: Promise) -> Evidence:
    """A rule that no record proves: amber until a named person attests it."""
    rule_key = f"reporting.{key}"

    def find(at: datetime) -> Finding:
        last = Attestation.objects.filter(rule_key=rule_key, attested_at__lte=at).select_related("attested_by").first()
        links = (
            Link(
                _("Attest or read the attestations"), f"{reverse('reporting:staff-clause', args=[clause])}#attestations"
            ),
        )
        if last is None:
            return Finding(Verdict.AMBER, _("Nobody has attested this yet."), links)
        if last.withdrawn_at and last.withdrawn_at <= at:
            words = _("The attestation of %(who)s was withdrawn on %(day)s.")
            day = timezone.localdate(last.withdrawn_at)
        else:
            words, day = _("The attestation of %(who)s counts until %(day)s."), last.expires_on
            if last.expires_on < timezone.localdate(at):
                words = _("The attestation of %(who)s expired on %(day)s.")
        return Finding(
            Verdict.AMBER, words % {"who": last.attested_by, "day": format_date(day, "long")}, links, last.attested_at
        )

    return Evidence(
        key=rule_key,
        clause=clause,
        title=title,
        rule=gettext_lazy(
            "Only a person can judge this. Green: an attestation with evidence counts. Amber: none counts, or it has "
            "expired or was withdrawn."
        ),
        find=find,
        needs_judgement=True,
    )


JUDGED_BY_PEOPLE = (
    _judged_by_people(
        "disclosure_is_adequate",
        "1.2",
        gettext_lazy("What customers and the market should know is disclosed fully enough"),
    ),
    _judged_by_people(
        "resources_are_adequate",
        "1.3",
        gettext_lazy("People, money and systems are enough for what the plan asks"),
    ),
    _judged_by_people(
        "information_is_clear",
        "3.4",
        gettext_lazy("What we tell customers is correct and can't be misread"),
    ),
    _judged_by_people(
        "service_culture",
        "5.2",
        gettext_lazy("Staff put service first, in every unit"),
    ),
)
