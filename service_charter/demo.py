"""Three versions of a believable charter: the first, the one in force, and one before the board."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from customers.selectors import touchpoints_in_use
from foundation.accounts.models import Unit, User
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from foundation.governance.demo import CHARTER_MEETING
from foundation.governance.demo_days import fourth_wednesday
from foundation.governance.models import BoardMeeting, Proposal
from foundation.governance.services import record_meeting, record_resolution
from service_charter import demo_route, services
from service_charter.demo_reasons import REASONS
from service_charter.demo_texts import FIRST_STANDARDS, STANDARDS, TEXTS
from service_charter.models import CharterVersion


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a charter exists. Needs one of the people for each role that drafts, reviews and decides."""
    if CharterVersion.objects.exists():
        return
    owner, secretary, reviewer = people["charter-owner"], people["board-secretary"], people["strategist"]
    first = _drafted(FIRST_STANDARDS, owner, _morning(CHARTER_MEETING[0] - dt.timedelta(days=30)))
    _approved(first, CHARTER_MEETING[0], dt.date(2023, 1, 1), owner, secretary, reviewer)
    # In force from the first day of the last full fiscal year, so that a year of complaints runs on its clocks.
    begins = FiscalQuarter(fiscal_year_of(now) - 1, 1).period.start.date()
    before = begins - dt.timedelta(days=35)
    held_on = fourth_wednesday(before.year, before.month)
    second = _drafted(_reasoned(STANDARDS), owner, _morning(held_on - dt.timedelta(days=40)))
    _approved(second, held_on, begins, owner, secretary, reviewer)
    demo_route.put_in_force(people, now - dt.timedelta(days=20))
    third = _drafted(_raised(_reasoned(STANDARDS)), owner, now - dt.timedelta(days=12))
    services.submit(charter_id=third.pk, by=owner, now=now - dt.timedelta(days=7))
    demo_route.walk(third, people, now - dt.timedelta(days=6))
    services.propose(charter_id=third.pk, by=owner, now=now - dt.timedelta(days=5))


def _reasoned(standards: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The standards with whom, where and why; each holds at the touchpoints of its channels."""
    places = list(touchpoints_in_use())
    reasoned: list[Mapping[str, Any]] = []
    for facts in standards:
        more = REASONS[facts["code"]]
        codes = [place.code for place in places if place.channel in more["channels"]]
        reasoned.append({**facts, **more, "touchpoints": codes})
    return reasoned


def _drafted(standards: Iterable[Mapping[str, Any]], owner: User, now: dt.datetime) -> CharterVersion:
    charter = services.start_version(by=owner, now=now)
    charter = services.save_texts(charter_id=charter.pk, shown_version=charter.version, texts=TEXTS, by=owner, now=now)
    for standard in charter.standards.all():
        services.remove_standard(charter_id=charter.pk, standard_id=standard.pk, by=owner, now=now)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for facts in standards:
        services.save_standard(
            charter_id=charter.pk,
            standard_id=None,
            shown_version=None,
            facts={**facts, "owner_unit": units.get(facts["owner_unit"])},
            by=owner,
            now=now,
        )
    charter.refresh_from_db()
    return charter


def _proposed(charter: CharterVersion, owner: User, reviewer: User, now: dt.datetime) -> None:
    services.submit(charter_id=charter.pk, by=owner, now=now - dt.timedelta(days=2))
    services.review(charter_id=charter.pk, note="ตรวจแล้ว วัดผลได้ทุกข้อ", by=reviewer, now=now - dt.timedelta(days=1))
    services.propose(charter_id=charter.pk, by=owner, now=now)


def _approved(
    charter: CharterVersion, held_on: dt.date, effective_on: dt.date, owner: User, secretary: User, reviewer: User
) -> None:
    _proposed(charter, owner, reviewer, _morning(held_on - dt.timedelta(days=14)))
    meeting = BoardMeeting.objects.filter(number=held_on.month, year_be=held_on.year + 543).first()
    if meeting is None:
        meeting = record_meeting(
            number=held_on.month,
            year_be=held_on.year + 543,
            held_on=held_on,
            note="พิจารณากฎบัตรบริการลูกค้า",
            by=secretary,
            now=_morning(held_on + dt.timedelta(days=1)),
        )
    record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.filter(content_public_id=charter.public_id).latest("id").pk,
        item="4.2",
        kind="approved",
        by=secretary,
        now=_morning(held_on + dt.timedelta(days=1)),
    )
    published = _morning(held_on + dt.timedelta(days=6))
    services.publish(charter_id=charter.pk, effective_on=effective_on, by=owner, now=published)


def _raised(standards: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The next version promises the decision of complaints in 95 of 100 cases instead of 90."""
    return [{**facts, "target_percent": 95} if facts["code"] == "complaint-decision" else facts for facts in standards]


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))
