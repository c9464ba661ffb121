"""Assessing risks on the 5×5 scale, closing them, and drawing the bands."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import references
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.governance.enums import Treatment
from foundation.governance.models import Risk, RiskBand
from foundation.governance.services.common import demand_facts

RISK_FIELDS = (
    "title",
    "description",
    "likelihood",
    "impact",
    "residual_likelihood",
    "residual_impact",
    "direct_effect",
    "indirect_effect",
    "treatment",
    "treatment_note",
    "owner",
    "owner_unit",
    "review_on",
)
_SCORES = ("likelihood", "impact", "residual_likelihood", "residual_impact")


@transaction.atomic
def assess_risk(
    *,
    risk_id: int | None = None,
    shown_version: int | None = None,
    subject: tuple[str, str] | None = None,
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
    reason: str = "",
) -> Risk:
    """Enter a risk (`risk_id` None) or assess one anew; `facts` holds names of RISK_FIELDS.

    `subject` is (kind, public id) of the record that the risk belongs to, None for the whole company; it is given
    once, when the risk is entered. Raises NotAllowed, StaleVersion, IllegalMove for a closed risk, Incomplete,
    What is entered on a confidential record keeps to its readers.
    """
    demand(by, Permission.RISK_EDIT)
    if risk_id is None:
        kind, public_id = subject or ("", "")
        risk = Risk(subject_kind=kind, subject_public_id=public_id, created_at=now)
        risk.is_confidential = references.is_secret(kind, public_id)
    else:
        risk = locked(_seen(risk_id, by), pk=risk_id, shown_version=shown_version)
        _demand_open(risk)
    for field in RISK_FIELDS:
        if field in facts:
            setattr(risk, field, facts[field])
    _demand_sense(risk, timezone.localdate(now))
    risk.assessed_at, risk.assessed_by = now, by
    signed(risk, by=by, now=now, reason=reason).save()
    return risk


@transaction.atomic
def close_risk(*, risk_id: int, reason: str, by: User, now: dt.datetime) -> Risk:
    """The risk no longer exists. Raises NotAllowed, IllegalMove when closed already, Incomplete without a reason."""
    demand(by, Permission.RISK_EDIT)
    risk = locked(_seen(risk_id, by), pk=risk_id)
    _demand_open(risk)
    demand_facts(reason=None if reason else _("Please say why."))
    risk.closed_at, risk.closed_reason = now, reason
    signed(risk, by=by, now=now, reason=reason).save()
    return risk


@dataclass(frozen=True)
class BandFacts:
    """A band as it is to be from now on."""

    highest: int
    name_th: str
    name_en: str
    tone: str


@transaction.atomic
def set_risk_bands(*, bands: Sequence[BandFacts], shown: Sequence[int], by: User, now: dt.datetime) -> list[RiskBand]:
    """Draw the bands anew, lowest first; each begins where the one before ends, the last ends at 25.

    There are as many as before. `shown` are their versions on the form. Raises NotAllowed, StaleVersion, Incomplete.
    """
    demand(by, Permission.POLICY_EDIT)
    ends = [band.highest for band in bands]
    if ends != sorted(set(ends)) or not ends or ends[0] < 1 or ends[-1] != 25:
        message = _("Each band must end above the one before, and the last at 25.")
        raise Incomplete(message, missing={"bands": message})
    rows = []
    # Locked in the order of their keys, as anybody else would.
    for pk, version in zip(RiskBand.objects.order_by("pk").values_list("pk", flat=True), shown, strict=True):
        rows.append(locked(RiskBand.objects.all(), pk=pk, shown_version=version))
    lowest = 1
    for row, band in zip(rows, bands, strict=True):
        row.lowest, row.highest = lowest, band.highest
        row.name_th, row.name_en, row.tone = band.name_th, band.name_en, band.tone
        signed(row, by=by, now=now).save()
        lowest = band.highest + 1
    return rows


def _seen(risk_id: int, by: User) -> QuerySet[Risk]:
    """Risks in which `risk_id` is one that the person may see. Raises NotAllowed."""
    if not Risk.objects.visible_to(by).filter(pk=risk_id).exists():
        raise NotAllowed(_("Your role does not allow this step."))
    return Risk.objects.all()


def _demand_open(risk: Risk) -> None:
    if risk.is_closed:
        raise IllegalMove(_("This risk is closed. Please enter it anew if it has come back."))


def _demand_sense(risk: Risk, today: dt.date) -> None:
    missing = {
        name: _("Please choose a number from 1 to 5.") for name in _SCORES if getattr(risk, name) not in range(1, 6)
    }
    if not risk.title:
        missing["title"] = _("Please name the risk.")
    if not (risk.direct_effect or risk.indirect_effect):
        missing["direct_effect"] = _("Please say how it would touch customers, directly or indirectly.")
    if risk.treatment not in Treatment.values:
        missing["treatment"] = _("Please choose what is done about it.")
    if not (risk.owner_id or risk.owner_unit_id):
        missing["owner"] = _("Please name a person or a unit that answers for it.")
    if not risk.review_on or risk.review_on <= today:
        missing["review_on"] = _("Please choose a day to come.")
    if not missing and risk.residual_score > risk.score:
        missing["residual_likelihood"] = _("After treatment a risk cannot be greater than before.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
