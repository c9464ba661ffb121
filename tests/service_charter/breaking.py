"""Broken promises in every state, made from measurements the way the night finds them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.governance import services as governance
from service_charter.models import Breach, Standard
from service_charter.services import breaches
from tests.people import someone
from tests.service_charter.measuring import a_published_charter, decision_of, record, told

# A quarter after the charter took effect, in the morning.
FOUND = dt.datetime(2027, 3, 1, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def of_unit(role: str, code: str) -> User:
    """A person of that unit."""
    user = someone(role, f"{role}-{code}")
    user.unit = Unit.objects.get(code=code)
    user.save()
    return user


def a_promise() -> Standard:
    """The promise to decide a complaint in time, in 90 of 100 cases; the complaint centre answers for it."""
    found = Standard.objects.filter(code="complaint-decision").first()
    standard = found or decision_of(a_published_charter())
    Standard.objects.filter(pk=standard.pk).update(owner_unit=Unit.objects.get(code="complaint-centre"))
    standard.refresh_from_db()
    return standard


def measure(standard: Standard, *, kept: int, n: int, at: dt.datetime, **facts: Any) -> None:
    """So many cases in one sample."""
    key = f"{at:%Y-%m-%d-%H%M}-{facts.get('unit_id', '')}"
    record(told(standard, key, kept=kept, n=n, at=at, source="sample", **facts), now=at + DAY)


def make_breach(**facts: Any) -> Breach:
    """Kept in 60 of 100 cases, found the next night."""
    standard = a_promise()
    measure(standard, **{"kept": 60, "n": 100, "at": FOUND - 10 * DAY, **facts})
    breaches.find_breaches(now=FOUND)
    return Breach.objects.get()


def act(breach: Breach, *, by: User | None = None, now: dt.datetime = FOUND, **facts: Any) -> Breach:
    """The complaint centre says why and what is done."""
    given = {
        "cause": "ผู้ตรวจสอบลาพร้อมกัน",
        "action": "จัดเวรสำรอง",
        "owner": of_unit("complaint-manager", "complaint-centre"),
        "due_on": timezone.localdate(now) + 14 * DAY,
    }
    return breaches.act_on_breach(
        breach_id=breach.pk,
        shown_version=breach.version,
        by=by or of_unit("complaint-manager", "complaint-centre"),
        now=now,
        **{**given, **facts},
    )


def mend(breach: Breach, *, now: dt.datetime = FOUND + 5 * DAY) -> Breach:
    """The action is done and verified as effective."""
    assert breach.action is not None
    action = breach.action
    governance.complete_action(action_id=action.pk, note="จัดแล้ว", by=action.owner, now=now)
    governance.verify_action(
        action_id=action.pk, effective=True, note="มีเวรทุกวัน", by=someone("product-manager"), now=now
    )
    return Breach.objects.select_related("action", "standard").get(pk=breach.pk)


def close(breach: Breach, *, by: User | None = None, now: dt.datetime, note: str = "กลับมาตามเป้า") -> Breach:
    return breaches.close_breach(
        breach_id=breach.pk, shown_version=breach.version, note=note, by=by or someone("charter-owner"), now=now
    )
