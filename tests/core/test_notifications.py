"""Notes at the bell."""

import pytest
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Notification
from foundation.core.notifications import mark_read, notify, notify_all, unread_count

pytestmark = pytest.mark.django_db


def test_note_with_a_key_is_left_once(person):
    officer = person("complaint-officer")
    for _time in range(2):
        notify(officer, "ข่าว", "/staff/", key="news:1")
    notify(officer, "ข่าวอื่น", "/staff/")
    notify(officer, "ข่าวอื่น", "/staff/")
    assert Notification.objects.count() == 3


def test_note_is_in_the_language_of_its_reader(person):
    thai, english = person("complaint-officer", language="th"), person("voc-analyst", language="en")
    notify_all([thai, english], _("English"))
    texts = dict(Notification.objects.values_list("user__username", "text"))
    assert texts == {"complaint-officer": "อังกฤษ", "voc-analyst": "English"}


def test_reading_counts_down_and_touches_only_ones_own(person):
    officer, analyst = person("complaint-officer"), person("voc-analyst")
    notify_all([officer, analyst], "a")
    notify(officer, "b")
    stranger = Notification.objects.get(user=analyst)
    assert mark_read(officer, stranger.public_id) == 0
    assert (unread_count(officer), unread_count(analyst)) == (2, 1)
    assert mark_read(officer) == 2
    assert (unread_count(officer), unread_count(analyst)) == (0, 1)
