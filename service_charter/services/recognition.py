"""Deciding about a team that the ledger proposes."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.notifications import notify_all
from service_charter.enums import Verdict
from service_charter.models import Recognition
from service_charter.recognition_rules import may_decide
from service_charter.selectors.measurement import days_of
from service_charter.selectors.recognition import candidates, span


@transaction.atomic
def decide(
    *, unit_id: int, code: str, verdict: str, reason: str, words_th: str, words_en: str, is_public: bool, by: User,
    now: dt.datetime,
) -> Recognition:  # fmt: skip
    """Recognise a proposed team, or say why not; the team and its people are told.

    Raises NotAllowed (also about one's own unit), IllegalMove where the ledger does not propose it or somebody was
    faster, Incomplete without a reason or, where recognised, words in both languages.
    """
    if not may_decide(by, unit_id):
        raise NotAllowed(_("Your role does not allow this step, or it is your own unit."))
    said = _("Please fill this in.")
    wanted = {"reason": reason}
    if verdict == Verdict.GIVEN:
        wanted |= {"words_th": words_th, "words_en": words_en}
    if missing := {name: said for name, text in wanted.items() if not text}:
        raise Incomplete(_("Please say why."), missing=missing)
    # Two deciders at once: the second waits here, and finds the team decided.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    found = next((row for row in candidates(now) if row.unit.pk == unit_id and row.standard.code == code), None)
    if found is None:
        raise IllegalMove(_("The measurements do not propose this team now, or it was decided already."))
    first, last = days_of(span(now))
    is_given = verdict == Verdict.GIVEN
    row = Recognition.objects.create(
        unit=found.unit,
        standard=found.standard,
        first_day=first,
        last_day=last,
        n=found.tally.n,
        kept=found.tally.kept,
        low=found.low,
        target_percent=found.standard.target_percent,
        verdict=verdict,
        reason=reason,
        words_th=words_th if is_given else "",
        words_en=words_en if is_given else "",
        is_public=is_public and is_given,
        decided_by=by,
        created_at=now,
    )
    if is_given:
        team = User.objects.filter(unit=found.unit, is_active=True)
        notify_all(team, partial(_told, row), row.get_absolute_url(), f"recognised:{row.public_id}")
    return row


def _told(row: Recognition) -> str:
    return _("Your unit is recognised for keeping a promise: %(promise)s") % {"promise": row.standard.promise}
