"""Evidence for policy clauses 4.1 and 4.2, read live from the catalogue, the ideas and the projects."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.governance.models import Risk
from products.enums import Offer, ProjectStatus, Stage
from products.models import Idea, Meeting, Product, Project, Requirement
from products.selectors import COUNTED, PROJECT_KIND, TRACED, stale_products

SHOWN = 5
YEAR = timedelta(days=365)
# So long after its launch a project must have closed with its review.
REVIEW_WITHIN = timedelta(days=365)


def _catalogue(at: datetime) -> Finding:
    link = (Link(_("Catalogue"), reverse("products:staff-list")),)
    offered = Product.objects.filter(status=Offer.OFFERED)
    count = offered.count()
    if not count:
        return Finding(Verdict.RED, _("No product or service is offered in the catalogue."), link)
    newest = offered.filter(reviewed_at__isnull=False).order_by("-reviewed_at").first()
    reviewed_at = newest.reviewed_at if newest else None
    lacking = offered.filter(Q(deliveries__isnull=True) | Q(owner_unit__isnull=True)).distinct()
    if lacking.exists():
        sentence = _("%(n)s offered products lack a way of delivery or an owner.") % {"n": lacking.count()}
        return Finding(Verdict.AMBER, sentence, _links(lacking), reviewed_at)
    stale = stale_products(offered, at=at)
    if stale.exists():
        words = ngettext(
            "%(n)s of %(all)s offered products was not looked through within the year.",
            "%(n)s of %(all)s offered products were not looked through within the year.",
            stale.count(),
        )
        return Finding(Verdict.AMBER, words % {"n": stale.count(), "all": count}, _links(stale), reviewed_at)
    words = ngettext(
        "The %(n)s offered product has its delivery and owner and was looked through within the year.",
        "All %(n)s offered products have their delivery and owner and were looked through within the year.",
        count,
    )
    return Finding(Verdict.GREEN, words % {"n": count}, link, reviewed_at)


def _projects(at: datetime) -> Finding:
    board = (Link(_("Projects"), reverse("products:staff-projects")),)
    decided = Meeting.objects.filter(decided_at__gt=at - 2 * YEAR, decided_at__lte=at).order_by("-decided_at").first()
    decided_at = decided.decided_at if decided else None
    if decided is None:
        return Finding(Verdict.RED, _("No gate has decided on a project within two years."), board)
    for rows, sentence in _troubles(at):
        found = list(rows[:SHOWN])
        if found:
            return Finding(Verdict.AMBER, sentence % {"n": rows.count()}, _links(found), decided_at)
    running = Project.objects.filter(status=ProjectStatus.RUNNING).count()
    sentence = _(
        "%(n)s running projects: past scoping each has assessed risks, in development all requirements are traced."
    ) % {"n": running}
    return Finding(Verdict.GREEN, sentence, board, decided_at)


def _troubles(at: datetime):  # type: ignore[no-untyped-def]  # pairs of a queryset and a sentence
    """What would be amiss, the worst first."""
    running = Project.objects.filter(status=ProjectStatus.RUNNING).order_by("stage_at")
    past_scoping = running.exclude(stage=Stage.SCOPING)
    risk = Risk.objects.filter(
        subject_kind=PROJECT_KIND, subject_public_id=OuterRef("public_id"), closed_at__isnull=True
    )
    wanted = Requirement.objects.filter(COUNTED, project=OuterRef("pk"))
    yield past_scoping.filter(~Exists(risk)), _("%(n)s projects past scoping have no assessed risk.")
    yield (
        past_scoping.exclude(stage=Stage.BUSINESS_CASE).filter(Exists(wanted.filter(~TRACED)) | ~Exists(wanted)),
        _("%(n)s projects in development or later have requirements that are traced to nothing."),
    )
    late = (at - REVIEW_WITHIN).date()
    yield (
        running.filter(stage=Stage.REVIEW, launched_on__lt=late),
        _("%(n)s projects were launched over a year ago and have not closed with their review."),
    )


def _ideas(at: datetime) -> Finding:
    link = (Link(_("Ideas"), reverse("products:staff-ideas")),)
    newest = Idea.objects.filter(submitted_at__lte=at).order_by("-submitted_at").first()
    if newest is None or newest.submitted_at < at - YEAR:
        return Finding(Verdict.RED, _("Nobody has handed in an idea within the year."), link)
    late = Idea.objects.overdue(at=at)
    if late.exists():
        words = ngettext("%(n)s idea waits past its date.", "%(n)s ideas wait past their date.", late.count())
        return Finding(Verdict.AMBER, words % {"n": late.count()}, _links(late), newest.submitted_at)
    return Finding(Verdict.GREEN, _("Every idea is answered or within its date."), link, newest.submitted_at)


def _links(rows) -> tuple[Link, ...]:  # type: ignore[no-untyped-def]  # rows of any of the three kinds
    return tuple(Link(str(row), row.get_absolute_url()) for row in rows[:SHOWN])


CATALOGUE_KEPT = Evidence(
    key="products.catalogue_kept",
    clause="4.1",
    title=gettext_lazy("The catalogue is kept, with the way of delivery and the owner of each product"),
    rule=gettext_lazy(
        "Green: every offered product has a delivery mechanism, an owner, and was looked through within 12 months. "
        "Amber: one of these is missing somewhere. Red: nothing is offered."
    ),
    find=_catalogue,
)
PROJECTS_GATED = Evidence(
    key="products.projects_gated",
    clause="4.2",
    title=gettext_lazy("Projects go through gates, with risks assessed and requirements traced"),
    rule=gettext_lazy(
        "Green: gates have decided within two years, every running project past scoping has assessed risks, from "
        "development on all its requirements are traced, and launched ones close with a review within a year. "
        "Amber: one of these is missing somewhere. Red: no gate has decided within two years."
    ),
    find=_projects,
)
IDEAS_ANSWERED = Evidence(
    key="products.ideas_answered",
    clause="4.2",
    title=gettext_lazy("Ideas are answered"),
    rule=gettext_lazy(
        "Green: ideas were handed in within the year and none waits past its date. Amber: some wait past their date. "
        "Red: no idea within the year."
    ),
    find=_ideas,
)
RULES = (CATALOGUE_KEPT, PROJECTS_GATED, IDEAS_ANSWERED)
