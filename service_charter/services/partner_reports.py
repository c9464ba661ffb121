"""Asking partners for reports, and letting reports in through a link or the API, however often they are sent."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from foundation.core.models import locked
from service_charter.enums import Source
from service_charter.models import Partner, PartnerReport, ReportLink, Standard
from service_charter.partner_rules import (
    KEY_LENGTH,
    LONGEST_PERIOD,
    MOST_ROWS,
    REFERENCE_LENGTH,
    REPORT_WITHIN,
)
from service_charter.selectors.partners import bound_on, standards_ever_of
from service_charter.services.measurement import Entry, tell
from service_charter.services.partner_mail import send_link
from service_charter.services.partners import demand_keeper, locked_active

NOON = dt.time(12)


@dataclass(frozen=True)
class Told:
    """`kept` of `n` cases of a promise on a day; `reference` is the partner's own name for it."""

    code: str
    reference: str
    day: dt.date
    n: int
    kept: int


class BadRows(Refused):
    """Rows that cannot be let in: by place in the report, field to message. Nothing of the report was written."""

    def __init__(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__(_("Some rows of the report cannot be taken in. Nothing has been counted yet."))
        self.rows = rows


@transaction.atomic
def ask(*, partner_id: int, first_day: dt.date, last_day: dt.date, by: User, now: dt.datetime) -> str:
    """Send a partner the link for its report of a period; an open one of the same period ends. Gives the token.

    Raises NotAllowed; IllegalMove for a partner that no longer works for us or keeps no promise; Incomplete for a
    period that is not over, is none, or is longer than a year.
    """
    demand_keeper(by)
    missing = {}
    if last_day < first_day or last_day - first_day > LONGEST_PERIOD:
        missing["last_day"] = _("The last day comes after the first, at most a year later.")
    elif last_day >= timezone.localdate(now):
        missing["last_day"] = _("A report is asked for when its period is over.")
    if missing:
        raise Incomplete(_("Please check the days."), missing=missing)
    partner = locked_active(partner_id)
    if not partner.standard_codes:
        raise IllegalMove(_("No promise is named that this partner keeps for us, so there is nothing to report."))
    for before in ReportLink.objects.filter(
        partner=partner, first_day=first_day, last_day=last_day, reported_at=None, revoked_at=None
    ):
        _end(before, by, now)
    token = normalise_code(new_tracking_code())
    link = ReportLink.objects.create(
        partner=partner,
        token_hash=token_hash(token),
        first_day=first_day,
        last_day=last_day,
        expires_at=now + REPORT_WITHIN,
        made_by=by,
        created_at=now,
    )
    send_link(link, token)
    return token


@transaction.atomic
def revoke(*, link_id: int, by: User, now: dt.datetime) -> ReportLink:
    """End a link. Raises NotAllowed, IllegalMove when it was used or ended before."""
    demand_keeper(by)
    link = ReportLink.objects.get(pk=link_id)
    return _end(link, by, now)


def link_of(token: str) -> ReportLink | None:
    """The link behind a token."""
    return ReportLink.objects.select_related("partner").filter(token_hash=token_hash(token)).first()


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hash_code(token, pepper=secret_pepper("service_charter.partner_report"))


@transaction.atomic
def report_by_link(*, link_id: int, rows: Sequence[Told], now: dt.datetime) -> tuple[PartnerReport, bool]:
    """The report of the link's period, and whether it is new: the same sent again is the one that we have.

    Raises as `report`, and IllegalMove for a link that is not open.
    """
    link = locked(ReportLink.objects.all(), pk=link_id)
    if link.reported_at is None and not link.is_open(now):
        raise IllegalMove(_("This link is no longer open."))
    made, is_new = report(
        partner_id=link.partner_id,
        first_day=link.first_day,
        last_day=link.last_day,
        rows=rows,
        key=f"link:{link.public_id}",
        link=link,
        now=now,
    )
    if is_new:
        link.reported_at = now
        link.save()
    return made, is_new


def report_by_api(
    *, partner_id: int, first_day: dt.date, last_day: dt.date, rows: Sequence[Told], key: str, now: dt.datetime
) -> tuple[PartnerReport, bool]:
    """A report by the partner's system under the key that it chose. Raises as `report`."""
    if not key or len(key) > KEY_LENGTH:
        message = _("Please give a key of at most %(n)s characters.") % {"n": KEY_LENGTH}
        raise Incomplete(message, missing={"key": message})
    return report(
        partner_id=partner_id, first_day=first_day, last_day=last_day, rows=rows, key=f"api:{key}", link=None, now=now
    )


@transaction.atomic
def report(
    *,
    partner_id: int,
    first_day: dt.date,
    last_day: dt.date,
    rows: Sequence[Told],
    key: str,
    link: ReportLink | None,
    now: dt.datetime,
) -> tuple[PartnerReport, bool]:
    """Let a report in whole or not at all; what was told before, here or in another report, counts once.

    Raises IllegalMove when the key stands for another report or the partner no longer works for us; Incomplete for an
    empty or overlong report or impossible days; BadRows for rows that cannot be.
    """
    partner = locked_active(partner_id)  # one report of a partner at a time
    content = [asdict(row) | {"day": row.day.isoformat()} for row in rows]
    fingerprint = _fingerprint(first_day, last_day, content)
    if before := PartnerReport.objects.filter(partner=partner, key=key).first():
        if before.content_hash != fingerprint:
            raise IllegalMove(_("Another report was sent under this key. Nothing of this one was counted."))
        return before, False
    _demand_possible(first_day, last_day, rows, now)
    entries = _entries(partner, first_day, last_day, rows)
    n_new, other = tell(entries, now=now)
    if other:
        words = _("This was reported before with other figures. Please ask us to take the earlier one back.")
        raise BadRows({place: {"reference": words} for place in other})
    made = PartnerReport.objects.create(
        partner=partner,
        link=link,
        key=key,
        first_day=first_day,
        last_day=last_day,
        content=content,
        content_hash=fingerprint,
        n_new=n_new,
        received_at=now,
    )
    return made, True


def _demand_possible(first_day: dt.date, last_day: dt.date, rows: Sequence[Told], now: dt.datetime) -> None:
    missing = {}
    if last_day < first_day or last_day - first_day > LONGEST_PERIOD:
        missing["last_day"] = _("The last day comes after the first, at most a year later.")
    elif last_day > timezone.localdate(now):
        missing["last_day"] = _("This lies in the future.")
    if not rows:
        missing["rows"] = _("The report is empty.")
    elif len(rows) > MOST_ROWS:
        missing["rows"] = _("A report has at most %(n)s rows. Please send several.") % {"n": MOST_ROWS}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _entries(partner: Partner, first_day: dt.date, last_day: dt.date, rows: Sequence[Told]) -> list[Entry]:
    standards, seen = standards_ever_of(partner), set()
    bad: dict[int, dict[str, str]] = {}
    entries = []
    for place, row in enumerate(rows):
        standard = bound_on(standards, row.code, row.day)
        wrong = _wrong(partner, row, standard, first_day, last_day)
        if row.reference in seen:
            wrong["reference"] = _("This reference stands in the report twice.")
        seen.add(row.reference)
        if wrong or standard is None:
            bad[place] = wrong
        else:
            entries.append(_entry(partner, row, standard))
    if bad:
        raise BadRows(bad)
    return entries


def _wrong(
    partner: Partner, row: Told, standard: Standard | None, first_day: dt.date, last_day: dt.date
) -> dict[str, str]:
    wrong = {}
    if row.code not in partner.standard_codes:
        wrong["standard"] = _("This is not one of the promises that you keep with us.")
    elif not first_day <= row.day <= last_day:
        wrong["day"] = _("This day lies outside the period of the report.")
    elif standard is None:
        wrong["day"] = _("This promise did not bind us on that day, so nothing is measured by it.")
    if not row.reference or len(row.reference) > REFERENCE_LENGTH:
        wrong["reference"] = _("Please give a reference of at most %(n)s characters.") % {"n": REFERENCE_LENGTH}
    if not 1 <= row.n <= 1_000_000:
        wrong["cases"] = _("At least one case is needed.") if row.n < 1 else _("This is more than can be.")
    elif not 0 <= row.kept <= row.n:
        wrong["kept"] = _("No more can be kept than there were cases.")
    return wrong


def _entry(partner: Partner, row: Told, standard: Standard) -> Entry:
    return Entry(
        standard_id=standard.pk,
        source=Source.PARTNER,
        key=f"{partner.public_id}:{row.reference}",
        occurred_at=timezone.make_aware(dt.datetime.combine(row.day, NOON)),
        kept=row.kept,
        n=row.n,
        partner_id=partner.pk,
    )


def _fingerprint(first_day: dt.date, last_day: dt.date, content: list[dict[str, object]]) -> str:
    text = json.dumps([first_day.isoformat(), last_day.isoformat(), content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _end(link: ReportLink, by: User, now: dt.datetime) -> ReportLink:
    ended = locked(ReportLink.objects.all(), pk=link.pk)
    if ended.reported_at or ended.revoked_at:
        raise IllegalMove(_("This link is no longer open."))
    ended.revoked_at, ended.revoked_by = now, by
    ended.save()
    return ended
