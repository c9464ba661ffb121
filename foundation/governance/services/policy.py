"""The way of a policy version: drafted, reviewed by another, approved by the board, published, acknowledged."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.governance import content
from foundation.governance.enums import PolicyStatus
from foundation.governance.lifecycle import POLICY_MOVES
from foundation.governance.models import Policy, PolicyAcknowledgement, PolicyClause, PolicyVersion, Resolution
from foundation.governance.models.policy import IN_FORCE_ONCE
from foundation.governance.selectors.board import approving_resolution
from foundation.governance.services import board
from foundation.governance.services.common import demand_facts
from foundation.governance.services.policy_texts import copy_texts, outline_texts

CONTENT_KIND = "governance.policy_version"
CLAUSE_FIELDS = ("title_th", "title_en", "summary_th", "summary_en", "text_th")


@transaction.atomic
def draft_policy_version(
    *, policy: Policy, from_version: PolicyVersion | None, by: User, now: dt.datetime
) -> PolicyVersion:
    """A new draft that begins with the texts of a version; from None, with titles and summaries alone.

    Raises NotAllowed, Refused while another version is on its way.
    """
    demand(by, Permission.POLICY_EDIT)
    # The lock lets two people who begin a draft at once come one after the other.
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    open_version = policy.versions.exclude(status__in=IN_FORCE_ONCE).first()
    if open_version:
        raise Refused(
            _("Version %(number)s is still on its way. Please finish it before starting another.")
            % {"number": open_version.number}
        )
    last = policy.versions.order_by("-number").first()
    version = PolicyVersion(
        policy=policy,
        number=last.number + 1 if last else 1,
        title_th=from_version.title_th if from_version else policy.title_th,
        title_en=from_version.title_en if from_version else policy.title_en,
        based_on=from_version,
        drafted_by=by,
        drafter_ids=[by.pk],
        created_at=now,
    )
    signed(version, by=by, now=now).save()
    if from_version:
        copy_texts(from_version, version, by=by, now=now)
    else:
        outline_texts(version, by=by, now=now)
    return _saved(version, by, now)


@transaction.atomic
def edit_clause(
    *, clause_id: int, shown_version: int, texts: Mapping[str, str], by: User, now: dt.datetime, reason: str = ""
) -> PolicyClause:
    """Change a clause of a draft; `texts` holds names of CLAUSE_FIELDS, `shown_version` is the clause's.

    Raises NotAllowed, IllegalMove when the version is no longer a draft, StaleVersion.
    """
    demand(by, Permission.POLICY_EDIT)
    version_id = PolicyClause.objects.values_list("policy_version_id", flat=True).get(pk=clause_id)
    version = locked(PolicyVersion.objects.all(), pk=version_id)
    if version.status != PolicyStatus.DRAFT:
        raise IllegalMove(_("This version is no longer a draft. Take it back to draft to change it."))
    clause = locked(PolicyClause.objects.all(), pk=clause_id, shown_version=shown_version)
    for field in CLAUSE_FIELDS:
        if field in texts:
            setattr(clause, field, texts[field])
    signed(clause, by=by, now=now, reason=reason).save()
    version.drafter_ids = sorted({*version.drafter_ids, by.pk})
    _saved(version, by, now)
    return clause


@transaction.atomic
def submit_policy_for_review(*, version_id: int, by: User, now: dt.datetime) -> PolicyVersion:
    """Send a complete draft to its reviewer. Raises NotAllowed, IllegalMove, Incomplete naming empty clauses."""
    version = _moved("submit", version_id, by)
    _demand_complete(version)
    return _saved(version, by, now)


@transaction.atomic
def review_policy(*, version_id: int, passes: bool, note: str, by: User, now: dt.datetime) -> PolicyVersion:
    """The reviewer lets the draft go to the board, or sends it back with a note.

    Raises NotAllowed when the reviewer helped to draft, IllegalMove, Incomplete without a note when sent back.
    """
    version = _moved("pass_review" if passes else "fail_review", version_id, by)
    if by.pk in version.drafter_ids:
        raise NotAllowed(_("You helped to draft this version, so someone else must review it."))
    demand_facts(note=None if passes or note else _("Please say what has to change."))
    version.reviewed_by, version.reviewed_at = (by, now) if passes else (None, None)
    version.review_note = note
    signed(version, by=by, now=now, reason=note).save()
    return version


@transaction.atomic
def propose_policy_version(*, version_id: int, by: User, now: dt.datetime) -> PolicyVersion:
    """Lay the exact content before the board. Raises NotAllowed, IllegalMove."""
    version = _saved(_moved("propose", version_id, by), by, now)
    board.propose(
        content_kind=CONTENT_KIND,
        content_public_id=version.public_id,
        content_hash=version.content_hash,
        title_th=f"{version.title_th} ฉบับที่ {version.number}",
        title_en=f"{version.title_en}, version {version.number}",
        url=reverse("governance:staff-policy-version", args=[version.public_id]),
        drafter_ids=version.drafter_ids,
        by=by,
        now=now,
    )
    return version


@transaction.atomic
def take_back_policy(*, version_id: int, reason: str, by: User, now: dt.datetime) -> PolicyVersion:
    """Back to draft; the review and what lies before the board lapse with it.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    version = _moved("take_back", version_id, by)
    demand_facts(reason=None if reason else _("Please say why."))
    _forget_decisions(version)
    signed(version, by=by, now=now, reason=reason).save()
    board.withdraw(content_public_id=version.public_id, reason=reason, by=by, now=now)
    return version


@transaction.atomic
def publish_policy_version(
    *, version_id: int, announced_on: dt.date, effective_on: dt.date | None, by: User, now: dt.datetime
) -> PolicyVersion:
    """Publish what the board approved; the version before is superseded and keeps its address.

    Raises NotAllowed, IllegalMove, Refused when no resolution approves exactly this content. The database refuses
    the same (migration 0004).
    """
    version = _moved("publish", version_id, by)
    resolution = approving_resolution(content.content_hash(version))
    if resolution is None or resolution.content_public_id != version.public_id:
        raise Refused(_("No resolution of the board approves exactly this text. Please propose it to the board first."))
    if announced_on < resolution.meeting.held_on:
        raise Refused(_("A policy cannot be announced before the board approved it. Please check the date."))
    _supersede(version.policy_id, by, now)
    version.resolution, version.announced_on, version.effective_on = resolution, announced_on, effective_on
    version.published_at, version.published_by = now, by
    signed(version, by=by, now=now).save()
    return version


@transaction.atomic
def acknowledge_policy(*, version_id: int, by: User, now: dt.datetime) -> PolicyAcknowledgement:
    """Note that a member of staff has read the version in force; a second time changes nothing.

    Raises NotAllowed, Refused for a version that is not in force.
    """
    demand(by, Permission.POLICY_VIEW)
    # The lock waits for a publication in flight, so nobody acknowledges what is just being superseded.
    version = PolicyVersion.objects.select_for_update().get(pk=version_id)
    if version.status != PolicyStatus.PUBLISHED:
        raise Refused(_("Only the version in force can be acknowledged."))
    row, _is_new = PolicyAcknowledgement.objects.get_or_create(version=version, user=by, defaults={"created_at": now})
    return row


def apply_resolution(resolution: Resolution) -> None:
    """The board has decided about a policy version: approve it, or send it back to draft.

    Called inside the transaction that records the resolution. A version that is no longer proposed, or has changed
    since, stays as it is: the decision then binds a text that nobody wants to publish.
    """
    if resolution.content_kind != CONTENT_KIND or resolution.is_historical:
        return
    pk = PolicyVersion.objects.only("pk").get(public_id=resolution.content_public_id).pk
    version = locked(PolicyVersion.objects.all(), pk=pk)
    if version.status != PolicyStatus.PROPOSED or version.content_hash != resolution.content_hash:
        return
    version.status = POLICY_MOVES["approve" if resolution.approves else "send_back"].from_(version.status)
    if resolution.approves:
        version.resolution = resolution
    else:
        _forget_decisions(version)
    signed(version, by=resolution.recorded_by, now=resolution.created_at, reason=str(resolution)).save()


def _moved(name: str, version_id: int, by: User) -> PolicyVersion:
    """The locked version, its status moved but not yet saved."""
    move = POLICY_MOVES[name]
    demand(by, move.permission)
    version = locked(PolicyVersion.objects.all(), pk=version_id)
    version.status = move.from_(version.status)
    return version


def _saved(version: PolicyVersion, by: User, now: dt.datetime) -> PolicyVersion:
    version.content_hash = content.content_hash(version)
    signed(version, by=by, now=now).save()
    return version


def _forget_decisions(version: PolicyVersion) -> None:
    version.resolution = version.reviewed_by = version.reviewed_at = None


def _supersede(policy_id: int, by: User, now: dt.datetime) -> None:
    current = PolicyVersion.objects.filter(policy_id=policy_id, status=PolicyStatus.PUBLISHED).first()
    if current is not None:
        current = locked(PolicyVersion.objects.all(), pk=current.pk)
        current.status = POLICY_MOVES["supersede"].from_(current.status)
        current.superseded_at = now
        signed(current, by=by, now=now).save()


def _demand_complete(version: PolicyVersion) -> None:
    empty = [clause.heading for clause in version.clauses.order_by("position") if not clause.text_th]
    if empty:
        message = _("These clauses have no text yet: %(clauses)s.") % {"clauses": ", ".join(empty)}
        raise Incomplete(message, missing={"clauses": message})
