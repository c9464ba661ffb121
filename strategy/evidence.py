"""Evidence for clauses 1.1, 1.2 and 1.3."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from strategy import selectors
from strategy.enums import PlanKind, Term
from strategy.models import Definition, Initiative, Plan
from strategy.rules import last_quarter_due

PAGE = "strategy:staff-overview"


def _definitions(at: datetime) -> Finding:
    day = timezone.localdate(at)
    found = {term: selectors.definition_in_force(term, day) for term in Term.values}
    links = (Link(_("Definitions"), reverse("strategy:staff-definitions")),)
    missing = [str(Term(term).label) for term, row in found.items() if row is None]
    if missing:
        sentence = _("The board has approved no definition of: %(terms)s.") % {"terms": ", ".join(missing)}
        return Finding(Verdict.RED, sentence, links)
    plan = selectors.plan_in_force(PlanKind.ANNUAL, day) or selectors.plan_in_force(PlanKind.LONG_TERM, day)
    if plan is None:
        return Finding(Verdict.AMBER, _("Both terms are defined, but no plan in force uses them."), links)
    if not _rests_on(plan, found):
        sentence = _("“%(plan)s” was approved under other definitions than those in force.") % {"plan": plan.title}
        return Finding(Verdict.AMBER, sentence, (*links, _to(plan)))
    sentence = _("Customer and market are defined by the board, and “%(plan)s” rests on these definitions.")
    latest = max(row.updated_at for row in found.values() if row)
    return Finding(Verdict.GREEN, sentence % {"plan": plan.title}, (*links, _to(plan)), latest)


def _rests_on(plan: Plan, found: dict[str, Definition | None]) -> bool:
    return (plan.customer_definition, plan.market_definition) == (found[Term.CUSTOMER], found[Term.MARKET])


def _plans(at: datetime) -> Finding:
    day = timezone.localdate(at)
    found = {kind: selectors.plan_in_force(kind, day) for kind in PlanKind.values}
    missing = [str(PlanKind(kind).label) for kind, plan in found.items() if plan is None]
    links = tuple(_to(plan) for plan in found.values() if plan) or (Link(_("Plans"), reverse("strategy:staff-plans")),)
    if len(missing) == len(found):
        return Finding(
            Verdict.RED, _("Neither a long-term strategy nor an action plan of this year is in force."), links
        )
    if missing:
        sentence = _("No plan approved by the board is in force: %(kinds)s.") % {"kinds": ", ".join(missing)}
        return Finding(Verdict.AMBER, sentence, links)
    meetings = ", ".join(
        dict.fromkeys(plan.resolution.meeting.label for plan in found.values() if plan and plan.resolution)
    )
    sentence = _("The long-term strategy and this year's action plan are in force, approved by meetings %(meetings)s.")
    return Finding(
        Verdict.GREEN, sentence % {"meetings": meetings}, links, max(p.updated_at for p in found.values() if p)
    )


def _resources(at: datetime) -> Finding:
    """Owners are compulsory, so what can be missing is money, people or equipment."""
    rows = Initiative.objects.filter(plan__in=selectors.plans_in_force(timezone.localdate(at))).order_by("number")
    links = (Link(_("Strategy"), reverse(PAGE)),)
    count = rows.count()
    if not count:
        return Finding(Verdict.RED, _("No initiative of a plan in force has an owner and resources."), links)
    bare = list(rows.filter(budget=0, people="", equipment="")[:3])
    if bare:
        sentence = _("Initiatives without any resource: %(names)s.") % {"names": _names(bare)}
        return Finding(Verdict.AMBER, sentence, tuple(_page(row) for row in bare))
    left = list(rows.filter(owner__is_active=False)[:3])
    if left:
        sentence = _("Initiatives whose owner has left: %(names)s.") % {"names": _names(left)}
        return Finding(Verdict.AMBER, sentence, tuple(_page(row) for row in left))
    sentence = ngettext(
        "The %(n)s initiative in force has an owner and resources.",
        "All %(n)s initiatives in force have an owner and resources.",
        count,
    )
    return Finding(Verdict.GREEN, sentence % {"n": count}, links)


def _progress(at: datetime) -> Finding:
    quarter = last_quarter_due(timezone.localdate(at))
    rows = list(selectors.obligations(quarter).order_by("plan", "number"))
    links = (Link(_("Strategy"), reverse(PAGE)),)
    words = {"quarter": quarter.label()}
    if not rows:
        return Finding(
            Verdict.AMBER, _("No progress was due for %(quarter)s: no initiative was in force.") % words, links
        )
    silent = [row for row in rows if row.reported_at is None or row.reported_at > at]  # type: ignore[attr-defined]
    if silent:
        verdict = Verdict.RED if len(silent) == len(rows) else Verdict.AMBER
        sentence = _("Initiatives that have not reported %(quarter)s: %(silent)s of %(all)s (%(names)s).")
        facts = {"silent": len(silent), "all": len(rows), "names": _names(silent[:3]), **words}
        return Finding(verdict, sentence % facts, tuple(_page(row) for row in silent[:3]))
    sentence = ngettext(
        "The %(n)s initiative has reported %(quarter)s.", "All %(n)s initiatives have reported %(quarter)s.", len(rows)
    )
    return Finding(Verdict.GREEN, sentence % {"n": len(rows), **words}, links, max(row.reported_at for row in rows))  # type: ignore[attr-defined]


def _linked(at: datetime) -> Finding:
    day = timezone.localdate(at)
    links = (Link(_("Master plans"), reverse("strategy:staff-master-plans")),)
    if not selectors.plans_in_force(day).exists() or not selectors.master_plans(day).exists():
        return Finding(Verdict.RED, _("No plan in force is linked to a master plan of the company."), links)
    gaps = selectors.gaps_of(day)
    if gaps.count:
        items = ngettext(
            "%(n)s item of master plans is served by nothing",
            "%(n)s items of master plans are served by nothing",
            len(gaps.items),
        )
        goals = ngettext("%(n)s goal serves none", "%(n)s goals serve none", len(gaps.goals))
        counted = {"items": items % {"n": len(gaps.items)}, "goals": goals % {"n": len(gaps.goals)}}
        return Finding(Verdict.AMBER, _("%(items)s, and %(goals)s.") % counted, links)
    return Finding(Verdict.GREEN, _("Every goal serves a master plan, and every item of them is served."), links)


def _to(plan: Plan) -> Link:
    return Link(plan.title, plan.get_absolute_url())


def _page(row: Initiative) -> Link:
    return Link(row.title, row.get_absolute_url())


def _names(rows: list[Initiative]) -> str:
    return ", ".join(row.title for row in rows)


RULES = (
    Evidence(
        key="strategy.definitions_in_use",
        clause="1.1",
        title=gettext_lazy("Customer and market are defined by the board and in use"),
        rule=gettext_lazy(
            "Green: both definitions are in force, approved by the board, and the plan in force rests on them. "
            "Amber: no plan in force rests on them. Red: one of them is missing."
        ),
        find=_definitions,
    ),
    Evidence(
        key="strategy.plans_approved",
        clause="1.2",
        title=gettext_lazy("The board has approved the strategy and this year's action plan"),
        rule=gettext_lazy(
            "Green: a long-term strategy and an action plan that cover this fiscal year are in force, each approved by "
            "a resolution of the board on exactly its content. Amber: one of the two. Red: neither."
        ),
        find=_plans,
    ),
    Evidence(
        key="strategy.owners_and_resources",
        clause="1.3",
        title=gettext_lazy("Initiatives have owners and resources"),
        rule=gettext_lazy(
            "Green: every initiative in force has an active owner, and a budget, people or equipment. "
            "Amber: one lacks them. Red: there is no initiative in force."
        ),
        find=_resources,
    ),
    Evidence(
        key="strategy.progress_reported",
        clause="1.3",
        title=gettext_lazy("Progress of the last quarter is reported"),
        rule=gettext_lazy(
            "Green: every initiative at work in the last quarter that fell due has reported. "
            "Amber: some have not, or none was due. Red: none has."
        ),
        find=_progress,
    ),
    Evidence(
        key="strategy.linked_to_master_plans",
        clause="1.3",
        title=gettext_lazy("Linked to the company's master plans"),
        rule=gettext_lazy(
            "Green: every goal in force serves an item of a master plan and every item of this year's master plans is "
            "served. Amber: there are gaps. Red: there is no plan in force or no master plan."
        ),
        find=_linked,
    ),
)
