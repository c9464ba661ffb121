"""The policy in force, its versions, its clauses with their duties, and who has acknowledged it."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from foundation.accounts.models import User
from foundation.governance.clauses import POLICY_KEY, Outline, outlines, section_of
from foundation.governance.enums import PolicyStatus, SectionKey
from foundation.governance.models import (
    Duty,
    Policy,
    PolicyAcknowledgement,
    PolicyClause,
    PolicySection,
    PolicyVersion,
)
from foundation.governance.models.policy import IN_FORCE_ONCE


@dataclass(frozen=True)
class ClauseDuties:
    """A clause as it stands in a version, or in outline where no text is kept, with its active duties."""

    key: str
    clause: PolicyClause | Outline
    duties: list[Duty] = field(default_factory=list)

    @property
    def has_owner(self) -> bool:
        """Whether every duty is somebody's."""
        return bool(self.duties) and all(duty.has_owner for duty in self.duties)


def the_policy() -> Policy:
    """The customer and market policy, which is shipped."""
    return Policy.objects.get(key=POLICY_KEY)


def policy_versions() -> QuerySet[PolicyVersion]:
    """Every version of the policy, newest first, with its resolution."""
    rows = PolicyVersion.objects.filter(policy__key=POLICY_KEY).order_by("-number")
    return rows.select_related("policy", "resolution__meeting", "drafted_by", "reviewed_by", "published_by", "based_on")


def published_policies() -> QuerySet[PolicyVersion]:
    """Versions that are or were in force: the ones the public may read."""
    return policy_versions().filter(status__in=IN_FORCE_ONCE)


def current_policy() -> PolicyVersion | None:
    """The version in force; None while none was published or imported."""
    return policy_versions().filter(status=PolicyStatus.PUBLISHED).first()


def sections_of(version: PolicyVersion) -> QuerySet[PolicySection]:
    """Sections in order, each with its clauses in order; two queries."""
    clauses = PolicyClause.objects.order_by("position")
    return version.sections.order_by("position").prefetch_related(Prefetch("clauses", clauses))


def duties() -> QuerySet[Duty]:
    """The active duties with their owners, in the order they were made."""
    return (
        Duty.objects.filter(policy__key=POLICY_KEY, is_active=True).select_related("owner_unit", "owner").order_by("id")
    )


def clauses_with_duties(version: PolicyVersion | None = None) -> list[ClauseDuties]:
    """Every clause in the order of the policy with its duties; from the version in force unless told otherwise,
    in outline where there is none. At most three queries."""
    version = version or current_policy()
    written: dict[str, PolicyClause] = {clause.key: clause for clause in version.clauses.all()} if version else {}
    of_clause = _duties_by_clause()
    return [ClauseDuties(each.key, written.get(each.key, each), of_clause.get(each.key, [])) for each in outlines()]


@dataclass(frozen=True)
class Part:
    """A part of the policy as a page shows it."""

    key: str
    title: str
    text: str
    clauses: list[ClauseDuties]


def parts(version: PolicyVersion | None) -> list[Part]:
    """The parts of a version in order, its clauses without duties; in outline for None. At most two queries."""
    if version is None:
        return _outline_parts({})
    return [
        Part(each.key, each.title, each.text_th, [ClauseDuties(row.key, row) for row in each.clauses.all()])
        for each in sections_of(version)
    ]


def parts_with_duties(version: PolicyVersion | None) -> list[Part]:
    """The same with the active duties of each clause. At most three queries."""
    of_clause = _duties_by_clause()
    if version is None:
        return _outline_parts(of_clause)
    shown = []
    for part in parts(version):
        clauses = [ClauseDuties(row.key, row.clause, of_clause.get(row.key, [])) for row in part.clauses]
        shown.append(Part(part.key, part.title, part.text, clauses))
    return shown


def _outline_parts(of_clause: dict[str, list[Duty]]) -> list[Part]:
    found: dict[SectionKey, list[ClauseDuties]] = {}
    for each in outlines():
        row = ClauseDuties(each.key, each, of_clause.get(each.key, []))
        found.setdefault(section_of(each.key), []).append(row)
    return [Part(key, str(key.label), "", rows) for key, rows in found.items()]


def _duties_by_clause() -> dict[str, list[Duty]]:
    of_clause: dict[str, list[Duty]] = {}
    for duty in duties():
        of_clause.setdefault(duty.clause, []).append(duty)
    return of_clause


def acknowledgements(version: PolicyVersion) -> QuerySet[PolicyAcknowledgement]:
    """Who has acknowledged the version, newest first."""
    return version.acknowledgements.select_related("user__unit").order_by("-id")


def has_acknowledged(user: User, version: PolicyVersion) -> bool:
    """Whether the person has acknowledged this version."""
    return version.acknowledgements.filter(user=user).exists()
