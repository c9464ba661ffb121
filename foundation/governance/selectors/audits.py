"""Plans, audits, what their samples showed, and findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.core import references
from foundation.core.references import Reference
from foundation.governance.enums import FINDING_KIND, AuditVerdict, FindingState, Grade
from foundation.governance.models import (
    Audit,
    AuditAnswer,
    AuditFinding,
    AuditPlan,
    Checklist,
    CorrectiveAction,
    SampleItem,
)


def audit_plans() -> "QuerySet[AuditPlan]":
    """Every plan, the newest year first."""
    return AuditPlan.objects.select_related("drafted_by", "approved_by")


def audits() -> Any:
    """Audits with what lists show: auditor, unit, how many findings and how many of them are open."""
    open_ = Q(findings__grade__in=Grade.values) & ~Q(findings__state=FindingState.CLOSED)
    return Audit.objects.select_related("plan", "auditor", "unit", "checklist").annotate(
        found=Count("findings", distinct=True),
        open=Count("findings", filter=open_, distinct=True),
    )


def findings() -> Any:
    """Findings with their audit."""
    return AuditFinding.objects.select_related(
        "audit__plan", "audit__unit", "audit__auditor", "answered_by", "closed_by"
    )


def finding_named(kind: str, public_id: str) -> AuditFinding | None:
    """The finding that an action comes from, None where it comes from something else."""
    if kind != FINDING_KIND:
        return None
    return AuditFinding.objects.select_related("audit__plan").filter(public_id=public_id).first()


def items_of(audit: Audit) -> "QuerySet[SampleItem]":
    """Records of the audit's samples, how many questions are answered and how many are not met."""
    return (
        SampleItem.objects.filter(sample__audit=audit)
        .select_related("sample")
        .annotate(
            answered=Count("answers"),
            failed=Count("answers", filter=Q(answers__verdict=AuditVerdict.FAILS)),
        )
        .order_by("sample_id", "position")
    )


def unanswered_items(audit: Audit) -> "QuerySet[SampleItem]":
    """Records of the samples that nobody has judged."""
    answers = AuditAnswer.objects.filter(item=OuterRef("pk"))
    return SampleItem.objects.filter(~Exists(answers), sample__audit=audit)


def actions_of_finding(finding: AuditFinding) -> "QuerySet[CorrectiveAction]":
    """Corrective and preventive actions on it."""
    rows = CorrectiveAction.objects.filter(source_kind=FINDING_KIND, source_public_id=finding.public_id)
    return rows.select_related("owner").order_by("id")


@dataclass(frozen=True)
class Tally:
    """What one question found over all records."""

    question: str
    meets: int
    fails: int
    na: int

    @property
    def judged(self) -> int:
        """Records to which the question applies."""
        return self.meets + self.fails


def tallies(audit: Audit) -> list[Tally]:
    """Every question with its counts, in one statement."""
    rows = AuditAnswer.objects.filter(item__sample__audit=audit).order_by().values_list("question", "verdict")
    counts = {(question, verdict): n for question, verdict, n in rows.annotate(n=Count("id"))}
    return [
        Tally(question, *(counts.get((place, verdict), 0) for verdict in AuditVerdict.values))
        for place, question in enumerate(audit.questions)
    ]


@dataclass(frozen=True)
class Seen:
    """A record of a sample as this reader sees it; `record` is None where the reader may not."""

    item: SampleItem
    record: Reference | None


def seen_by(user: User, items: Iterable[SampleItem]) -> list[Seen]:
    """The records with title and address, as far as this person may see them."""
    return [Seen(item, references.resolve(user, item.kind, item.record_id)) for item in items]


def checklists() -> "QuerySet[Checklist]":
    """Every checklist; whoever sees audits reads by what questions they are held."""
    return Checklist.objects.all()
