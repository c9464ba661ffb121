"""What steps demand and who may take them: pure predicates, read by services, pages and tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from foundation.core.clock import Duration
from products.enums import Dimension, Gate, Offer, Origin, Paper

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from products.models import Meeting, Project

# Every idea is answered within this time, counted on the business clock from the moment it is handed in.
ANSWER_WITHIN = Duration(10, "days")

# Titles at least this alike (0 to 1, trigrams) are shown as possible duplicates.
ALIKE = 0.3

# The catalogue is looked through once in this many days.
REVIEW_DAYS = 365

DESCRIPTION_LIMIT = 4000


def origin_of(source_kind: str, *, is_staff: bool) -> Origin:
    """Where an idea comes from, read off the record it cites and the person who hands it in."""
    if source_kind.startswith("complaint"):
        return Origin.COMPLAINT
    if source_kind:
        return Origin.VOICE
    return Origin.STAFF if is_staff else Origin.PORTAL


def is_proposer(user: "User", project: "Project") -> bool:
    """Whether the person stands behind the project and therefore does not judge it."""
    return user.pk in {project.proposed_by_id, project.manager_id}


def may_fetch_paper(user: "User | None", attachment: object, request: object) -> bool:
    """Whether a paper of a project may be fetched: by those who may see projects."""
    return bool(user and user.is_authenticated and (user.can("products.view") or user.can("products.vote")))


def may_judge(user: "User", meeting: "Meeting") -> bool:
    """Whether the person may vote: holds the duty, does not stand behind the project, did not call the meeting."""
    return user.can("products.vote") and not is_proposer(user, meeting.project) and user.pk != meeting.opened_by_id


def may_decide(user: "User", meeting: "Meeting") -> bool:
    """Whether the person may decide: judges, and sits in the chair."""
    return may_judge(user, meeting) and user.pk == meeting.chair_id


@dataclass(frozen=True)
class Facts:
    """What is known of a project when a gate is asked for; made by `selectors.facts_of`."""

    has_ideas: bool = False
    requirements: int = 0
    untraced: int = 0
    musts_unverified: int = 0
    papers: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    has_budget: bool = False
    has_launch_day: bool = False
    risks: int = 0
    risks_too_great: int = 0
    has_promise: bool = False
    product_status: str = ""
    targets: int = 0
    targets_measured: int = 0
    has_lesson: bool = False


@dataclass(frozen=True)
class Evidence:
    """Something that must be there before a gate. `place` names the part of the project's page that takes it."""

    name: str
    label: str | LazyText
    place: str
    is_there: Callable[[Facts], bool]


_EVIDENCE = (
    Evidence(
        "need",
        _("An accepted idea or a requirement says which need the project serves"),
        "ideas",
        lambda facts: facts.has_ideas or facts.requirements > 0,
    ),
    Evidence("risks", _("Risks of the project are assessed"), "risks", lambda facts: facts.risks > 0),
    Evidence(
        "business_case",
        _("The business case is on file"),
        "papers",
        lambda facts: Paper.BUSINESS_CASE in facts.papers,
    ),
    Evidence(
        "targets",
        _("Each of the three dimensions has a target"),
        "targets",
        lambda facts: facts.dimensions == frozenset(Dimension.values),
    ),
    Evidence(
        "plan",
        _("Budget and day of launch are planned"),
        "plan",
        lambda facts: facts.has_budget and facts.has_launch_day,
    ),
    Evidence(
        "traced",
        _("Every requirement is traced to where it comes from"),
        "requirements",
        lambda facts: facts.requirements > 0 and facts.untraced == 0,
    ),
    Evidence("test_report", _("The test report is on file"), "papers", lambda facts: Paper.TEST_REPORT in facts.papers),
    Evidence(
        "verified",
        _("Every “must” requirement is verified"),
        "requirements",
        lambda facts: facts.requirements > 0 and facts.musts_unverified == 0,
    ),
    Evidence(
        "appetite",
        _("After treatment no risk lies in the highest band"),
        "risks",
        lambda facts: facts.risks > 0 and facts.risks_too_great == 0,
    ),
    Evidence("promise", _("What is promised to customers is written"), "plan", lambda facts: facts.has_promise),
    Evidence("launch_plan", _("The launch plan is on file"), "papers", lambda facts: Paper.LAUNCH_PLAN in facts.papers),
    Evidence(
        "product",
        _("The product or service stands in the catalogue"),
        "plan",
        lambda facts: bool(facts.product_status),
    ),
    Evidence(
        "offered",
        _("The product or service is offered to customers"),
        "plan",
        lambda facts: facts.product_status == Offer.OFFERED,
    ),
    Evidence(
        "actuals",
        _("Every target has a measured result"),
        "targets",
        lambda facts: facts.targets > 0 and facts.targets_measured == facts.targets,
    ),
    Evidence("lesson", _("The lesson is written"), "lesson", lambda facts: facts.has_lesson),
)
EVIDENCE = {evidence.name: evidence for evidence in _EVIDENCE}

# The first gate that asks for a piece of evidence. Gates after it ask again, since it may have been lost meanwhile.
REQUIRED_AT: Mapping[str, str] = {
    "need": Gate.BUSINESS_CASE,
    "risks": Gate.BUSINESS_CASE,
    "business_case": Gate.DEVELOPMENT,
    "targets": Gate.DEVELOPMENT,
    "plan": Gate.DEVELOPMENT,
    "traced": Gate.DEVELOPMENT,
    "appetite": Gate.TESTING,
    "test_report": Gate.LAUNCH,
    "verified": Gate.LAUNCH,
    "promise": Gate.LAUNCH,
    "launch_plan": Gate.LAUNCH,
    "product": Gate.LAUNCH,
    "offered": Gate.CLOSING,
    "actuals": Gate.CLOSING,
    "lesson": Gate.CLOSING,
}
_ORDER = tuple(Gate.values)


def required_before(gate: str) -> list[Evidence]:
    """What a gate asks for: everything of its own and of the gates before it."""
    return [evidence for evidence in _EVIDENCE if _ORDER.index(REQUIRED_AT[evidence.name]) <= _ORDER.index(gate)]


def missing_before(gate: str, facts: Facts) -> dict[str, str]:
    """What a gate asks for and the project lacks: name to label."""
    return {evidence.name: str(evidence.label) for evidence in required_before(gate) if not evidence.is_there(facts)}


def must_is_met(yes: int, no: int) -> bool:
    """A must is met when more than half of those who judged it say yes."""
    return yes > no
