"""Every change of an insight: writing, proposing, deciding, following up, making an idea of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify, notify_all
from foundation.core.references import resolve
from products.services import submit_idea
from voc.enums.insight import Decision, InsightStatus
from voc.lifecycle import INSIGHT_MOVES as MOVES
from voc.models import Insight, InsightSource, Voice

FIELDS = ("title", "heard", "need_code", "segments", "owner", "heard_since")
# Within this time a proposed insight should be decided.
DECIDE_WITHIN = timedelta(days=30)
INSIGHT_KIND, VOICE_KIND, NEED_KIND = "insight", "voice", "need"
Cited = tuple[str, str]


@transaction.atomic
def write_insight(*, facts: Mapping[str, Any], sources: Iterable[Cited] = (), by: User, now: datetime) -> Insight:
    """A new draft with the records behind it (kind, public id). Raises NotAllowed, Refused for what nobody may cite."""
    demand(by, Permission.VOC_EDIT)
    row = Insight(drafted_by=by, owner=by, heard_since=timezone.localdate(now), created_at=now)
    _fill(row, facts)
    signed(row, by=by, now=now).save()
    for kind, public_id in sources:
        _cite(row, kind, public_id, by, now)
    return row


@transaction.atomic
def change_insight(
    *, insight_id: int, shown_version: int, facts: Mapping[str, Any], by: User, now: datetime
) -> Insight:
    """Change a draft. Raises NotAllowed, IllegalMove when it is none, StaleVersion."""
    demand(by, Permission.VOC_EDIT)
    row = locked(Insight.objects.all(), pk=insight_id, shown_version=shown_version)
    _demand_draft(row)
    _fill(row, facts)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def cite(*, insight_id: int, kind: str, public_id: str, by: User, now: datetime) -> InsightSource:
    """Put a record behind an insight; the same one once. Raises NotAllowed, Refused, IllegalMove when it is closed."""
    demand(by, Permission.VOC_EDIT)
    row = locked(Insight.objects.all(), pk=insight_id)
    if row.status == InsightStatus.CLOSED:
        raise IllegalMove(_("This insight is closed."))
    source = _cite(row, kind, public_id, by, now)
    signed(row, by=by, now=now).save()
    return source


@transaction.atomic
def uncite(*, insight_id: int, source_id: int, by: User, now: datetime) -> None:
    """Take a record away from a draft. Raises NotAllowed, IllegalMove."""
    demand(by, Permission.VOC_EDIT)
    row = locked(Insight.objects.all(), pk=insight_id)
    _demand_draft(row)
    row.sources.filter(pk=source_id).delete()
    signed(row, by=by, now=now).save()


@transaction.atomic
def propose_insight(*, insight_id: int, by: User, now: datetime) -> Insight:
    """Lay it before those who decide. Raises NotAllowed, IllegalMove, Incomplete without words, segment or source."""
    row = _moved("propose", insight_id, by)
    missing = {name: _("Please fill this in.") for name in ("title", "heard") if not getattr(row, name)}
    if not row.sources.exists():
        missing["sources"] = _("An insight needs at least one record behind it.")
    if missing:
        raise Incomplete(_("The insight is not complete yet."), missing=missing)
    row.proposed_at, row.decide_by = now, timezone.localdate(now + DECIDE_WITHIN)
    signed(row, by=by, now=now).save()
    deciders = people_holding(Permission.VOC_DECIDE).exclude(pk=row.drafted_by_id)
    text = format_lazy(gettext_lazy("Please decide on the insight: {title}"), title=row.title)
    notify_all(deciders, text, row.get_absolute_url(), f"voc.insight:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def return_insight(*, insight_id: int, reason: str, by: User, now: datetime) -> Insight:
    """Ask for more before deciding. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("return", insight_id, by)
    _demand_text("reason", reason)
    row.proposed_at = row.decide_by = None
    signed(row, by=by, now=now, reason=reason).save()
    text = format_lazy(gettext_lazy("More is asked about the insight: {title}"), title=row.title)
    notify(row.owner, text, row.get_absolute_url(), f"voc.insight:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def decide_insight(
    *, insight_id: int, decision: str, reason: str, follow_up_on: date | None, by: User, now: datetime
) -> Insight:
    """Decide, with the reason; what will be done or studied gets a day for the follow-up, what will not is closed.

    Raises NotAllowed for whoever wrote it, IllegalMove, Incomplete.
    """
    decision = Decision(decision)
    row = _moved("decline" if decision == Decision.WONT else "decide", insight_id, by)
    if by.pk == row.drafted_by_id:
        raise NotAllowed(_("Who has written an insight cannot decide on it."))
    _demand_text("reason", reason)
    if decision != Decision.WONT:
        if follow_up_on is None or follow_up_on <= timezone.localdate(now):
            message = _("Please choose a day to come on which somebody looks what came of it.")
            raise Incomplete(message, missing={"follow_up_on": message})
        row.follow_up_on = follow_up_on
    else:
        row.closed_at = now
    row.decision, row.decision_reason, row.decided_at, row.decided_by = decision, reason, now, by
    signed(row, by=by, now=now, reason=reason).save()
    text = format_lazy(gettext_lazy("Decided: {title}"), title=row.title)
    notify(row.owner, text, row.get_absolute_url(), f"voc.decided:{row.public_id}")
    return row


@transaction.atomic
def follow_up_insight(*, insight_id: int, outcome: str, by: User, now: datetime) -> Insight:
    """Write down what came of it. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("follow_up", insight_id, by)
    _demand_text("outcome", outcome)
    row.outcome, row.followed_up_at = outcome, now
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def close_insight(*, insight_id: int, by: User, now: datetime) -> Insight:
    """Nothing more is to be done. Raises NotAllowed, IllegalMove."""
    row = _moved("close", insight_id, by)
    row.closed_at = now
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def make_idea(*, insight_id: int, by: User, now: datetime) -> Insight:
    """Hand the insight in as an idea for products; asked twice, it stays the same idea.

    Raises NotAllowed, Refused for an insight that will not be done.
    """
    row = locked(Insight.objects.all(), pk=insight_id)
    if row.decision == Decision.WONT:
        raise Refused(_("It was decided that this will not be done."))
    if row.idea_id:
        return row
    idea = submit_idea(title=row.title, description=row.heard, source=(INSIGHT_KIND, row.public_id), by=by, now=now)
    row.idea_id = idea.public_id
    signed(row, by=by, now=now).save()
    return row


def remind_of_follow_ups(*, now: datetime) -> int:
    """Tell the owners of overdue follow-ups, once a follow-up. Returns how many are overdue."""
    overdue = list(Insight.objects.overdue(timezone.localdate(now)).select_related("owner"))
    for row in overdue:
        text = format_lazy(gettext_lazy("The follow-up is overdue: {title}"), title=row.title)
        notify(row.owner, text, row.get_absolute_url(), f"voc.overdue:{row.public_id}:{row.follow_up_on}")
    return len(overdue)


def _fill(row: Insight, facts: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])


def _cite(row: Insight, kind: str, public_id: str, by: User, now: datetime) -> InsightSource:
    if resolve(by, kind, public_id) is None:
        message = _("There is no such record, or you may not see it.")
        raise Incomplete(message, missing={"public_id": message})
    source, _made = InsightSource.objects.get_or_create(
        insight=row, kind=kind, public_id=public_id, defaults={"added_by": by, "added_at": now}
    )
    heard = Voice.objects.filter(public_id=public_id).values_list("occurred_at", flat=True).first()
    if kind == VOICE_KIND and heard and timezone.localdate(heard) < row.heard_since:
        row.heard_since = timezone.localdate(heard)
        row.save()
    return source


def _demand_draft(row: Insight) -> None:
    if row.status != InsightStatus.DRAFT:
        raise IllegalMove(_("This insight is no longer a draft."))


def _demand_text(field: str, text: str) -> None:
    if not text.strip():
        message = _("Please fill this in.")
        raise Incomplete(message, missing={field: message})


def _moved(name: str, insight_id: int, by: User) -> Insight:
    move = MOVES[name]
    demand(by, move.permission)
    row = locked(Insight.objects.all(), pk=insight_id)
    row.status = move.from_(row.status)
    return row
