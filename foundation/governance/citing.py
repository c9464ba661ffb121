"""Resolutions, observations, risks, actions, clauses, audits and findings as records that other rooms may cite."""

from typing import cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.evidence import CLAUSES
from foundation.core.references import Reference, ReferenceKind
from foundation.governance.clauses import outline
from foundation.governance.enums import FINDING_KIND, RISK_KIND
from foundation.governance.models import (
    Audit,
    AuditFinding,
    BoardMeeting,
    CorrectiveAction,
    Observation,
    Resolution,
    Risk,
)

KIND = "governance.resolution"
MEETING_KIND = "governance.meeting"
OBSERVATION_KIND = "governance.observation"
ACTION_KIND = "governance.action"
CLAUSE_KIND = "governance.clause"
AUDIT_KIND = "governance.audit"


def find(user: object, public_id: str) -> Reference | None:
    """The resolution, or None when there is none or the user may not see resolutions."""
    if not may(user, Permission.RESOLUTION_VIEW):
        return None
    resolution = Resolution.objects.select_related("meeting").filter(public_id=public_id).first()
    if resolution is None:
        return None
    url = reverse("governance:staff-resolution", args=[public_id])
    return Reference(KIND, public_id, str(resolution), url)


def find_meeting(user: object, public_id: str) -> Reference | None:
    """A meeting of the board, for those who see resolutions."""
    row = BoardMeeting.objects.filter(public_id=public_id).first() if may(user, Permission.RESOLUTION_VIEW) else None
    return Reference(MEETING_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_observation(user: object, public_id: str) -> Reference | None:
    """The observation as far as the user sees it."""
    if not may(user, Permission.STAFF):
        return None
    row = Observation.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference(OBSERVATION_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_risk(user: object, public_id: str) -> Reference | None:
    """The risk, for those who see risks."""
    seen = Risk.objects.visible_to(cast(User, user)) if may(user, Permission.RISK_VIEW) else None
    row = seen.filter(public_id=public_id).first() if seen is not None else None
    return Reference(RISK_KIND, public_id, row.title, row.get_absolute_url()) if row else None


def is_risk_secret(public_id: str) -> bool:
    """Whether what is drawn from the risk must keep to its readers."""
    return Risk.objects.filter(public_id=public_id, is_confidential=True).exists()


def find_action(user: object, public_id: str) -> Reference | None:
    """The action, for those who see risks and actions."""
    seen = CorrectiveAction.objects.visible_to(cast(User, user)) if may(user, Permission.RISK_VIEW) else None
    row = seen.filter(public_id=public_id).first() if seen is not None else None
    return Reference(ACTION_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_audit(user: object, public_id: str) -> Reference | None:
    """The audit as far as the user sees it."""
    if not may(user, Permission.STAFF):
        return None
    row = Audit.objects.visible_to(user).select_related("plan").filter(public_id=public_id).first()
    return Reference(AUDIT_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_finding(user: object, public_id: str) -> Reference | None:
    """The finding, for those who see its audit."""
    if not may(user, Permission.STAFF):
        return None
    row = AuditFinding.objects.visible_to(user).select_related("audit__plan").filter(public_id=public_id).first()
    return Reference(FINDING_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_clause(user: object, key: str) -> Reference | None:
    """A clause of the policy by its number; everybody may read those."""
    if key not in CLAUSES:
        return None
    return Reference(CLAUSE_KIND, key, outline(key).heading, f"{reverse('governance:portal-policy')}#clause-{key}")


MEETINGS = ReferenceKind(MEETING_KIND, _("Meeting of the board"), find_meeting)
RESOLUTIONS = ReferenceKind(KIND, _("Board resolution"), find)
OBSERVATIONS = ReferenceKind(OBSERVATION_KIND, _("Observation of the board"), find_observation)
RISKS = ReferenceKind(RISK_KIND, _("Risk"), find_risk, is_secret=is_risk_secret)
ACTIONS = ReferenceKind(ACTION_KIND, _("Corrective or preventive action"), find_action)
CLAUSE_REFERENCES = ReferenceKind(CLAUSE_KIND, _("Clause of the policy"), find_clause)
AUDITS = ReferenceKind(AUDIT_KIND, _("Audit"), find_audit)
FINDINGS = ReferenceKind(FINDING_KIND, _("Finding of an audit"), find_finding)

KINDS = (MEETINGS, RESOLUTIONS, OBSERVATIONS, RISKS, ACTIONS, CLAUSE_REFERENCES, AUDITS, FINDINGS)
