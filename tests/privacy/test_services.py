"""Logging looks, recording consent, publishing notices, and the gate before sending."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from foundation.core.crypto import new_data_key
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.outbox import Outgoing
from foundation.privacy import selectors, services
from foundation.privacy.models import NOTICE_PARTS, AccessLog, Consent, Notice, NoticeVersion, Purpose
from foundation.privacy.notices import NOTICES, PURPOSES, ship_notices

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
TEXTS = {f"{part}_{language}": f"{part} {language}" for part in NOTICE_PARTS for language in ("th", "en")}


def consent(given: bool, *, key=None, now=NOW, purpose="marketing", notice="marketing"):
    return services.record_consents(
        purposes={purpose: given},
        notice=selectors.notice_in_force(notice),
        subject_kind="customer",
        subject_public_id="c1",
        channel="portal",
        now=now,
        subject_key=key,
    )


def message(purpose: str, key) -> Outgoing:
    return Outgoing(kind="x", channel="email", purpose=purpose, to="a@example.org", subject_key=key)


# --- looks ----------------------------------------------------------------------------------------------------------


def test_a_look_is_written_down(person):
    officer = person("customer-officer")
    services.log_access(
        by=officer, kind="customer", public_id="c1", fields=["phone", "email"], reason=" โทรแจ้ง  ผลการซ่อม ", now=NOW
    )
    look = AccessLog.objects.get()
    assert (look.by, look.subject_kind, look.subject_public_id) == (officer, "customer", "c1")
    assert (look.fields, look.reason, look.at) == (["email", "phone"], "โทรแจ้ง ผลการซ่อม", NOW)


@pytest.mark.parametrize("reason", ["", "   ", "ดู", ".....", "123456789", " 1234  6789 "])
def test_a_look_without_a_reason_is_refused(person, reason):
    with pytest.raises(Incomplete) as refusal:
        services.log_access(
            by=person("customer-officer"), kind="customer", public_id="c1", fields=["phone"], reason=reason, now=NOW
        )
    assert list(refusal.value.missing) == ["reason"]
    assert not AccessLog.objects.exists()


def test_ten_characters_are_reason_enough(person):
    services.log_access(
        by=person("customer-officer"), kind="customer", public_id="c1", fields=[], reason="1234567890", now=NOW
    )
    assert AccessLog.objects.get().reason == "1234567890"


def test_a_look_cannot_be_taken_back(person):
    look = services.log_access(
        by=person("customer-officer"), kind="customer", public_id="c1", fields=[], reason="สอบถามที่อยู่", now=NOW
    )
    for change in (look.delete, look.save, AccessLog.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_looks_are_found_by_looker_and_by_person(person):
    one, two = person("customer-officer"), person("complaint-officer")
    for by, public_id in ((one, "c1"), (two, "c1"), (two, "c2")):
        services.log_access(by=by, kind="customer", public_id=public_id, fields=[], reason="สอบถามที่อยู่", now=NOW)
    assert selectors.looks().count() == 3
    assert selectors.looks(by=two.public_id).count() == 2
    assert selectors.looks(kind="customer", public_id="c1").count() == 2
    assert set(selectors.people_who_looked()) == {one, two}


# --- consent --------------------------------------------------------------------------------------------------------


def test_the_last_word_counts():
    asked = {"purpose": "marketing", "subject_kind": "customer", "subject_public_id": "c1"}
    assert selectors.consent_state(**asked) is None
    consent(True)
    assert selectors.consent_state(**asked) == "given"
    consent(False, now=NOW + timedelta(days=1))
    assert selectors.consent_state(**asked) == "withdrawn"
    ledger = selectors.consents_of(subject_kind="customer", subject_public_id="c1")
    assert [line.state for line in ledger] == ["withdrawn", "given"]


def test_consent_keeps_the_notice_that_was_shown():
    (line,) = consent(True)
    assert line.notice == selectors.notice_in_force("marketing")


@pytest.mark.parametrize(
    ("purpose", "notice"),
    [("complaint-handling", "complaint"), ("marketing", "complaint"), ("no-such-purpose", "complaint")],
)
def test_consent_is_asked_only_where_it_is_the_basis_and_the_notice_says_so(purpose, notice):
    with pytest.raises(Refused):
        consent(True, purpose=purpose, notice=notice)
    assert not Consent.objects.exists()


def test_the_ledger_cannot_be_changed():
    (line,) = consent(True)
    line.state = "withdrawn"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        line.save()


# --- the gate -------------------------------------------------------------------------------------------------------


def test_the_gate_opens_on_yes_and_shuts_on_no():
    key = new_data_key()
    assert not selectors.may_send(message("marketing", key))
    consent(True, key=key)
    assert selectors.may_send(message("marketing", key))
    assert not selectors.may_send(message("satisfaction-contact", key))
    assert not selectors.may_send(message("marketing", new_data_key()))
    consent(False, key=key, now=NOW + timedelta(minutes=1))
    assert not selectors.may_send(message("marketing", key))


def test_the_gate_needs_no_consent_for_duties_and_lets_nothing_undeclared_out():
    key = new_data_key()
    assert selectors.may_send(message("complaint-handling", key))
    assert not selectors.may_send(message("undeclared", key))
    assert not selectors.may_send(message("marketing", None))


def test_the_outbox_asks_the_gate():
    from foundation.core.models import OutboxState
    from foundation.core.outbox import send

    key = new_data_key()
    letter = {"kind": "x", "to": "a@example.org", "language": "th", "template": "password_changed", "context": {}}
    refused = send(**letter, key="one", purpose="marketing", subject_key=key)
    consent(True, key=key)
    allowed = send(**letter, key="two", purpose="marketing", subject_key=key)
    assert (refused.state, allowed.state) == (OutboxState.REFUSED, OutboxState.QUEUED)


# --- opened records --------------------------------------------------------------------------------------------------


def test_an_opened_record_is_written_once_a_day_person_and_record(person, django_assert_num_queries):
    one, two = person("customer-officer"), person("complaint-officer")
    evening = NOW.replace(hour=14)
    for by, whom, at in ((one, ["c1", "c2"], NOW), (one, ["c2", "c1", "c1"], evening), (two, ["c1"], evening)):
        with django_assert_num_queries(1):
            services.log_views(by=by, kind="customer", public_ids=whom, now=at)
    services.log_views(by=one, kind="customer", public_ids=["c1"], now=NOW + timedelta(days=1))
    services.log_views(by=one, kind="customer", public_ids=[], now=NOW)
    rows = AccessLog.objects.order_by("pk").values_list("by", "subject_public_id", "at", "reason")
    assert sorted(row[:2] for row in rows) == sorted([(one.pk, "c1"), (one.pk, "c1"), (one.pk, "c2"), (two.pk, "c1")])
    assert {row[2] for row in rows if row[:2] == (one.pk, "c2")} == {NOW}
    assert selectors.looks(reasoned=True).count() == 0


def test_the_database_keeps_one_view_a_day_and_no_other_look_without_a_reason(person):
    services.log_views(by=person("customer-officer"), kind="customer", public_ids=["c1"], now=NOW)
    view = AccessLog.objects.values("by_id", "subject_kind", "subject_public_id", "viewed_on").get()
    with pytest.raises(DatabaseError, match="access_log_view_once"), transaction.atomic():
        AccessLog.objects.create(**view)
    with pytest.raises(DatabaseError, match="access_log_says_why"), transaction.atomic():
        AccessLog.objects.create(**view | {"viewed_on": None})


def test_whom_a_look_took_out_is_found_at_each_of_them(person):
    by = person("customer-officer")
    look = services.log_access(by=by, kind="list", public_id="all", fields=[], reason="ส่งหนังสือแจ้งปิดน้ำ", now=NOW)
    services.log_whom(look=look, kind="customer", public_ids=["c1", "c2"])
    services.log_views(by=by, kind="customer", public_ids=["c1", "c3"], now=NOW)
    assert list(selectors.looks_at({"customer": ["c2"]})) == [look]
    assert selectors.looks_at({"customer": ["c1"], "contact_person": ["c2"]}).count() == 2
    assert not selectors.looks_at({"contact_person": ["c2"]}).exists()
    assert not selectors.looks_at({}).exists()


# --- notices --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [notice.key for notice in NOTICES])
def test_shipped_notices_are_in_force_and_complete_in_both_languages(key):
    version = selectors.notice_in_force(key)
    assert version.number == 1
    assert not services.missing_parts({name: getattr(version, name) for name in TEXTS})


def test_shipping_again_changes_nothing():
    Purpose.objects.filter(key="marketing").update(title_th="ข่าวสาร")
    before = (NoticeVersion.objects.count(), Purpose.objects.count())
    ship_notices(purpose_model=Purpose, notice_model=Notice, version_model=NoticeVersion)
    assert (NoticeVersion.objects.count(), Purpose.objects.count()) == before
    assert Notice.objects.filter(key__in=[notice.key for notice in NOTICES]).count() == len(NOTICES)
    assert Purpose.objects.filter(key__in=[purpose.key for purpose in PURPOSES]).count() == len(PURPOSES)
    assert Purpose.objects.get(key="marketing").title_th == "ข่าวสาร"


def publish(person, texts=TEXTS, effective_at=NOW, role="data-protection-officer"):
    notice = Notice.objects.get(key="complaint")
    return services.publish_notice(notice=notice, texts=texts, effective_at=effective_at, by=person(role))


def test_a_new_version_counts_from_its_day(person):
    publish(person, effective_at=NOW + timedelta(days=7))
    assert selectors.notice_in_force("complaint", at=NOW).number == 1
    assert selectors.notice_in_force("complaint", at=NOW + timedelta(days=7)).number == 2


@pytest.mark.parametrize("missing", sorted(TEXTS))
def test_an_incomplete_notice_is_not_published(person, missing):
    with pytest.raises(Incomplete) as refusal:
        publish(person, texts=TEXTS | {missing: "  "})
    assert list(refusal.value.missing) == [missing]


def test_the_database_too_refuses_an_incomplete_notice():
    with pytest.raises(DatabaseError, match="notice_version_complete"), transaction.atomic():
        NoticeVersion.objects.create(
            notice=Notice.objects.get(key="complaint"), number=9, effective_at=NOW, **(TEXTS | {"rights_en": ""})
        )


def test_only_the_privacy_officer_publishes(person):
    with pytest.raises(NotAllowed):
        publish(person, role="auditor")


def test_a_published_version_never_changes():
    version = selectors.notice_in_force("complaint")
    version.why_th = "อื่น"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        version.save()
