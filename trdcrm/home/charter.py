"""What the service charter lays on a desk: broken promises, visits, reports of partners, the next version."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import service_charter.selectors as charter_reads
import service_charter.selectors.breaches as breach_reads
import service_charter.selectors.culture as culture_reads
import service_charter.selectors.partners as partner_reads
import service_charter.selectors.recognition as recognition_reads
import service_charter.selectors.training as training_reads
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.thai.dates import format_date
from service_charter.breach_rules import ANSWER_WITHIN
from service_charter.enums import BreachState
from service_charter.recognition_rules import LOOKERS as RECOGNITION_LOOKERS
from trdcrm.home.shape import LINES, NOTHING, Desk, Found, Line, first_of


def _breaches(user: User, now: datetime) -> Found:
    return first_of(
        breach_reads.waiting_for(user),
        lambda row: Line(
            row.standard.promise,
            row.get_absolute_url(),
            f"{row.standard.item} · {row.get_state_display()}",
            due_on=timezone.localdate(row.found_at + ANSWER_WITHIN) if row.state == BreachState.OPEN else None,
        ),
    )


def _visits(user: User, now: datetime) -> Found:
    return first_of(
        charter_reads.visits_to_make(user),
        lambda row: Line(row.touchpoint.name, row.get_absolute_url(), row.scenario[:140], due_on=row.last_day),
    )


def _charter(user: User, now: datetime) -> Found:
    version = charter_reads.open_version()
    if version is None:
        return NOTHING
    return Found([Line(version.title, version.get_absolute_url(), version.get_status_display())], 1)


def _partner_reports(user: User, now: datetime) -> Found:
    return first_of(
        partner_reads.waiting_for(user, now),
        lambda row: Line(
            row.partner.name,
            row.partner.get_absolute_url(),
            f"{format_date(row.first_day)} – {format_date(row.last_day)} · "
            + (_("The link ran out") if row.expires_at <= now else _("The link ends soon: send a new one")),
            due=row.expires_at,
        ),
    )


def _training(user: User, now: datetime) -> Found:
    """Those who lack something or must renew it; whoever keeps the records sends them to a course."""
    return first_of(
        training_reads.with_gaps(timezone.localdate(now)).exclude(pk=user.pk),
        lambda row: Line(
            str(row), reverse("service_charter:training-person", args=[row.public_id]), str(row.unit or "")
        ),
    )


def _own_training(user: User, now: datetime) -> Found:
    return first_of(
        training_reads.gaps_of(user, timezone.localdate(now)),
        lambda row: Line(str(row), reverse("service_charter:training-mine"), _("needed by your role")),
    )


def _culture(user: User, now: datetime) -> Found:
    row = culture_reads.waiting_for(user, timezone.localdate(now))
    return (
        Found([Line(str(row), reverse("service_charter:culture-answer"), due_on=row.closes_on)], 1) if row else NOTHING
    )


def _proposed_teams(user: User, now: datetime) -> Found:
    proposed = recognition_reads.candidates(now) if user.can(P.RECOGNISE) else []
    rows = [row for row in proposed if row.unit.pk != user.unit_id]
    lines = [
        Line(
            str(row.unit),
            reverse("service_charter:recognition-decide", args=[row.unit.code, row.standard.code]),
            row.standard.promise,
        )
        for row in rows[:LINES]
    ]
    looks = list(recognition_reads.looks_waiting_for(user))
    asked = [
        Line(str(row.recognition.unit), row.recognition.get_absolute_url(), _("was it a mistake? a second look"))
        for row in looks
    ]
    return Found([*asked, *lines][:LINES], len(rows) + len(looks))


DESKS = (
    Desk(
        "recognition",
        RECOGNITION_LOOKERS,
        gettext_lazy("Teams proposed for recognition"),
        "check",
        "/staff/charter/recognition/",
        gettext_lazy("A team that kept a promise beyond chance comes here, to be recognised or not."),
        _proposed_teams,
    ),
    Desk(
        "culture",
        (P.CHARTER_COMMIT,),
        gettext_lazy("How do we serve?"),
        "message",
        "/staff/charter/culture/",
        gettext_lazy("Once a year a few statements about how we serve come here, to be answered without your name."),
        _culture,
    ),
    Desk(
        "training",
        (P.TRAINING_EDIT,),
        gettext_lazy("People who lack training"),
        "users",
        "/staff/charter/training/",
        gettext_lazy("Who lacks a competence that the role needs, or must soon renew it, comes here."),
        _training,
    ),
    Desk(
        "own-training",
        (P.CHARTER_COMMIT,),
        gettext_lazy("Training that I need"),
        "bulb",
        "/staff/charter/training/mine/",
        gettext_lazy("What your role needs and you lack, or must soon renew, comes here."),
        _own_training,
    ),
    Desk(
        "breaches",
        (P.CHARTER_MEASURE, P.RISK_EDIT),
        gettext_lazy("Broken promises"),
        "warning",
        "/staff/charter/breaches/",
        gettext_lazy("A promise of your unit that is broken beyond chance comes here for its cause and an action."),
        _breaches,
    ),
    Desk(
        "visits",
        (P.CHARTER_MEASURE,),
        gettext_lazy("Mystery visits of mine"),
        "eye",
        "/staff/charter/visits/",
        gettext_lazy("A visit that you are asked to make comes here with its days."),
        _visits,
    ),
    Desk(
        "charter",
        (P.CHARTER_DRAFT, P.CHARTER_PUBLISH),
        gettext_lazy("The next service charter"),
        "clock",
        "/staff/charter/",
        gettext_lazy("No new version is in the making."),
        _charter,
    ),
    Desk(
        "partner-reports",
        (P.CHARTER_CASCADE,),
        gettext_lazy("Partner reports that have not come"),
        "handshake",
        "/staff/charter/partners/",
        gettext_lazy(
            "A report that a partner was asked for and has not sent comes here three days before its link ends, to be "
            "asked for again or ended."
        ),
        _partner_reports,
    ),
)
