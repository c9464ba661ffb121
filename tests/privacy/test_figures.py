"""Figures of requests, the rule of evidence, and the sweep that tells of days to come and days gone."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.core import metrics
from foundation.core.metrics import Period
from foundation.core.models import Notification
from foundation.privacy import services
from foundation.privacy.services.reminders import remind
from tests.people import someone
from tests.privacy.factories import bring, make_request

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = Period(NOW - 365 * DAY, NOW)


def value(key: str, by: str | None = None):
    return metrics.get(key).measure(YEAR, by)


def test_what_was_answered_in_time_is_a_share_of_what_is_known():
    bring(make_request("access", now=NOW - 100 * DAY), "answered", now=NOW - 80 * DAY)
    bring(make_request("objection", now=NOW - 100 * DAY), "answered", now=NOW - 60 * DAY)
    make_request("correction", now=NOW - 50 * DAY)  # past its day
    make_request("correction", now=NOW - 5 * DAY)  # nobody can know yet
    services.withdraw(request_id=make_request("access", now=NOW - 90 * DAY).pk, now=NOW - 80 * DAY)
    found = value("privacy.answered_in_time")[""]
    assert (round(found.value, 1), found.n) == (33.3, 3)
    assert value("privacy.answered_in_time", "data_right")["correction"].value == 0
    assert value("privacy.requests")[""].value == 5
    assert value("privacy.past_their_day")[""].value == 1
    assert value("privacy.refused")[""].n == 2


def test_a_request_was_late_at_the_end_of_the_month_even_when_it_is_answered_since():
    bring(make_request("access", now=NOW - 100 * DAY), "answered", now=NOW - 10 * DAY)
    then = Period(NOW - 60 * DAY, NOW - 30 * DAY)
    assert metrics.get("privacy.past_their_day").measure(then)[""].value == 1
    assert value("privacy.past_their_day")[""].value == 0


def test_officers_are_told_before_and_executives_after_the_day_each_once():
    officer, chief = someone("data-protection-officer"), someone("executive")
    row = make_request("access", now=NOW)
    Notification.objects.all().delete()
    assert remind(now=NOW + 20 * DAY) == {"soon": 0, "late": 0}
    for _twice in range(2):
        assert remind(now=row.due_at - 4 * DAY) == {"soon": 1, "late": 0}
    assert [note.user for note in Notification.objects.all()] == [officer]
    for _twice in range(2):
        assert remind(now=row.due_at + DAY) == {"soon": 0, "late": 1}
    assert Notification.objects.filter(user=officer).count() == 2
    assert Notification.objects.filter(user=chief).count() == 1
    bring(row, "answered", now=row.due_at + 2 * DAY)
    assert remind(now=row.due_at + 3 * DAY) == {"soon": 0, "late": 0}
