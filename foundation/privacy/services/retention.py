"""Rules of retention: drafted with a reason, tried on what is there, brought into force by a second person, ended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.privacy.enums import KeepingGround
from foundation.privacy.models import RetentionRule
from foundation.privacy.models.retention import MOST_MONTHS
from foundation.privacy.personal_data import Kind
from foundation.privacy.selectors.retention import due_rows, kept_kinds
from foundation.privacy.services.erasures import APPROVES
from foundation.privacy.services.holds import demand_reason
from foundation.privacy.services.sweeping import reasons_to_keep

# A trial counts all that is due and asks the rooms about so many of the oldest: each answer costs queries.
MOST_ASKED = 200


@transaction.atomic
def draft_rule(
    *, kind: str, keep_months: int, ground: str, citation: str, reason: str, by: User, now: datetime
) -> RetentionRule:
    """Draft a rule, or the change of the one in force; an earlier draft for the kind is set aside.

    Raises NotAllowed, IllegalMove for a kind whose records do not grow old, Incomplete for what is missing.
    """
    _demand_officer(by)
    keeping = _kind(kind).keeping
    if keeping is None:
        raise IllegalMove(_("Records of this kind have no day from which their time runs."))
    missing = {}
    if not 1 <= keep_months <= MOST_MONTHS:
        missing["keep_months"] = _("Please give a number of months from 1 to %(most)s.") % {"most": MOST_MONTHS}
    if ground not in KeepingGround.values:
        missing["ground"] = _("Please choose the ground.")
    if not (citation := " ".join(citation.split())):
        missing["citation"] = _("Please name the law, contract or decision that the time comes from.")
    if missing:
        raise Incomplete(_("The rule is not complete."), missing=missing)
    reason = demand_reason(reason)
    for earlier in RetentionRule.objects.select_for_update().filter(
        kind=kind, in_force_at__isnull=True, ended_at__isnull=True
    ):
        _end(earlier, by=by, now=now, why=_("Replaced by a newer draft"))
    return RetentionRule.objects.create(
        kind=kind,
        keep_months=keep_months,
        action=keeping.action,
        ground=ground,
        citation=citation[:200],
        reason=reason[:300],
        drafted_by=by,
        drafted_at=now,
    )


@transaction.atomic
def try_rule(*, rule_id: int, by: User, now: datetime) -> RetentionRule:
    """Count what a draft would do now, and change nothing else. Raises NotAllowed, IllegalMove for no draft."""
    _demand_officer(by)
    rule = locked(RetentionRule.objects.all(), pk=rule_id)
    if not rule.is_draft:
        raise IllegalMove(_("Only a draft is tried."))
    kind = _kind(rule.kind)
    rows = due_rows(kind, rule.keep_months, at=now)
    oldest = list(rows.values_list("public_id", "kept_from")[:MOST_ASKED])
    rule.tried = {
        "due": rows.count(),
        "looked_at": len(oldest),
        "held": sum(bool(reasons_to_keep(kind, public_id)) for public_id, _kept_from in oldest),
        "oldest": oldest[0][1].isoformat() if oldest else None,
    }
    rule.tried_at = now
    rule.save()
    return rule


@transaction.atomic
def bring_into_force(*, rule_id: int, by: User, now: datetime) -> RetentionRule:
    """Bring a tried draft into force as the second person; the former rule of the kind ends with the draft's reason.

    Raises NotAllowed for the author and for those without the duty, IllegalMove for a draft that was not tried.
    """
    if not any(by.can(permission) for permission in APPROVES):
        raise NotAllowed(_("Your role does not include bringing rules of retention into force."))
    rule = locked(RetentionRule.objects.all(), pk=rule_id)
    if not rule.is_draft or rule.tried_at is None:
        raise IllegalMove(_("A rule comes into force after it was drafted and tried."))
    if rule.drafted_by_id == by.pk:
        raise NotAllowed(_("You drafted this rule, so someone else must bring it into force."))
    for former in RetentionRule.objects.select_for_update().filter(
        kind=rule.kind, in_force_at__isnull=False, ended_at__isnull=True
    ):
        _end(former, by=by, now=now, why=rule.reason)
    rule.in_force_by, rule.in_force_at = by, now
    rule.save()
    return rule


@transaction.atomic
def end_rule(*, rule_id: int, reason: str, by: User, now: datetime) -> RetentionRule:
    """End a rule or set a draft aside, with the reason. Raises NotAllowed, Incomplete, IllegalMove when it is ended."""
    _demand_officer(by)
    rule = locked(RetentionRule.objects.all(), pk=rule_id)
    if rule.ended_at is not None:
        raise IllegalMove(_("This rule has ended already."))
    _end(rule, by=by, now=now, why=demand_reason(reason)[:300])
    return rule


def _end(rule: RetentionRule, *, by: User, now: datetime, why: str) -> None:
    rule.ended_by, rule.ended_at, rule.ended_why = by, now, why
    rule.save()


def _kind(name: str) -> Kind:
    return next(kind for kind in kept_kinds() if kind.kind == name)


def _demand_officer(by: User) -> None:
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer sets rules of retention."))
