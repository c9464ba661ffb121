"""How relationships stand: what makes a verdict, in which words, and that nobody sets it by hand."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers import health, services, signs
from customers.enums import Health
from customers.models import Customer, RelationshipHealth
from customers.selectors import standing_of, visible_customer
from customers.services import health as judging
from customers.services.health import judge_relationships
from foundation.accounts.permissions import Permission
from tests.counting import statements
from tests.customers.factories import NOW, make_follow_up, make_interaction, make_organisation, make_person
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def judged(customer: Customer, *, now: dt.datetime = NOW) -> tuple[str, list[str]] | None:
    """State and keys of the reasons after a night."""
    judge_relationships(now=now)
    row = RelationshipHealth.objects.filter(customer=customer).first()
    return (row.state, [told["key"] for told in row.reasons]) if row else None


def test_nothing_known_is_no_verdict() -> None:
    assert judged(make_person()) is None


def test_a_recent_contact_is_good_and_long_silence_is_to_be_watched() -> None:
    customer = make_organisation()
    make_interaction(customer)
    assert judged(customer) == ("good", ["customers.spoken_lately"])
    assert judged(customer, now=NOW + 100 * DAY) is None
    assert judged(customer, now=NOW + 181 * DAY) == ("watch", ["customers.silent"])
    assert RelationshipHealth.objects.get().reasons[0]["value"] == NOW.date().isoformat()


def test_who_was_never_spoken_with_is_silent_since_the_relation_began() -> None:
    customer = make_person(relation_since=NOW.date() - 200 * DAY)
    assert judged(customer) == ("watch", ["customers.silent"])


def test_the_worst_sign_is_the_verdict_and_all_are_told() -> None:
    customer = make_organisation()
    make_interaction(customer)
    make_follow_up(customer, due_on=NOW.date())
    assert judged(customer, now=NOW + DAY) == ("watch", ["customers.follow_ups_late", "customers.spoken_lately"])
    keys = ["customers.follow_ups_very_late", "customers.follow_ups_late", "customers.spoken_lately"]
    assert judged(customer, now=NOW + 15 * DAY) == ("poor", keys)


def test_the_past_is_forgotten_when_nothing_is_true_or_the_customer_has_gone() -> None:
    customer, other = make_organisation(), make_organisation()
    for each in (customer, other):
        make_interaction(each)
    assert judge_relationships(now=NOW) == {"judged": 2, "written": 2, "gone": 0}
    services.change_relation(customer_id=customer.pk, relation="former", since=NOW.date(), by=None, now=NOW)
    assert judge_relationships(now=NOW) == {"judged": 1, "written": 0, "gone": 1}
    assert judge_relationships(now=NOW + 91 * DAY) == {"judged": 0, "written": 0, "gone": 1}


def test_since_tells_from_when_the_state_is_what_it_is() -> None:
    customer = make_organisation()
    make_interaction(customer)
    judge_relationships(now=NOW)
    make_interaction(customer, now=NOW + DAY)
    judge_relationships(now=NOW + DAY)
    row = RelationshipHealth.objects.get()
    assert (row.since, row.judged_at) == (NOW, NOW + DAY)


def test_statements_grow_with_ranges_of_keys_not_with_customers(
    django_assert_num_queries: Callable[..., CaptureQueriesContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_organisation() for _n in range(3)]
    for each in made:
        make_interaction(each)
    ranges = -(-made[-1].pk // judging.RANGE)
    with django_assert_num_queries(1 + 3 * ranges):  # last key; savepoint, statement, release
        assert judge_relationships(now=NOW) == {"judged": 3, "written": 3, "gone": 0}
    monkeypatch.setattr(judging, "RANGE", made[-1].pk // 2 + 1)
    assert judge_relationships(now=NOW + DAY) == {"judged": 3, "written": 0, "gone": 0}
    assert judge_relationships(now=NOW + 91 * DAY) == {"judged": 0, "written": 0, "gone": 3}


def test_a_range_of_keys_is_read_by_indexes() -> None:
    """The bounds reach what each sign of this room reads: the plan has no filter by key above a whole table."""
    told, params = judging._told(signs.SIGNS, 1000, 2000, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in told:
            own = params[: sql.count("%s")]
            params = params[len(own) :]
            cursor.execute(f"EXPLAIN {sql}", own)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "1000" in plan.partition("Index Cond")[2], plan


def test_the_database_knows_no_verdict_without_reasons() -> None:
    customer = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        RelationshipHealth.objects.create(customer=customer, state="good", reasons=[], since=NOW, judged_at=NOW)


def stored(customer: Customer, *keys: tuple[str, object]) -> Customer:
    reasons = [{"key": key, "value": value} for key, value in keys]
    RelationshipHealth.objects.create(customer=customer, state="poor", reasons=reasons, since=NOW, judged_at=NOW)
    return visible_customer(someone("customer-officer"), customer.public_id)


def test_reasons_are_words_in_both_languages_and_of_sections_one_may_not_see_only_a_number() -> None:
    reasons = [("complaints.late", 2), ("customers.silent", "2026-05-01"), ("gone.sign", 1)]
    customer = stored(make_organisation(), *reasons)
    manager, officer = someone("complaint-manager"), someone("product-manager")
    with translation.override("en"):
        standing = standing_of(manager, customer)
        assert standing is not None
        assert standing.reasons[0].words == "Complaints past a promised date: 2"
    with translation.override("th"):
        standing = standing_of(manager, customer)
        assert standing is not None
        assert "2569" in standing.reasons[1].words
    assert not officer.can(Permission.COMPLAINT_VIEW)
    standing = standing_of(officer, customer)
    assert standing is not None
    assert (len(standing.reasons), standing.hidden) == (1, 1)


def test_it_stands_on_the_page_in_the_list_and_as_a_column(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    poor, other = make_organisation(name_th="ร้านเงียบ"), make_organisation(name_th="ร้านคึกคัก")
    stored(poor, ("customers.silent", "2026-05-01"))
    page = officer.get(reverse("customers:staff-detail", args=[poor.public_id])).content.decode()
    assert "ไม่มีการติดต่อเกิน 180 วัน" in page
    listed = officer.get("/staff/customers/?health=poor&column=health").content.decode()
    assert ("ร้านเงียบ" in listed, "ร้านคึกคัก" in listed) == (True, False)
    everyone = statements(officer, "/staff/customers/?column=relation")
    assert statements(officer, "/staff/customers/?column=relation&column=health") == everyone
    assert other.name in officer.get("/staff/customers/?health=nonsense").content.decode()


def test_a_sign_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        health.register(health.Sign("customers.silent", Health.GOOD, Permission.CUSTOMER_VIEW, "", signs._silent))


class AnyMixture(TestCase):
    """Whatever is true of a customer, the verdict is the worst of it, and there is one only where something is true."""

    @given(spoken=st.integers(0, 400), late=st.integers(0, 40))
    def test_the_verdict_is_the_worst_reason(self, spoken: int, late: int) -> None:
        customer = make_organisation()
        make_interaction(customer)
        make_follow_up(customer, due_on=NOW.date())
        if not late:
            row = customer.follow_ups.get()
            services.finish_follow_up(follow_up_id=row.pk, words="", by=row.owner, now=NOW)
        after = judged(customer, now=NOW + max(spoken, late) * DAY)
        order = list(Health)
        levels = [sign.level for key in (after[1] if after else []) if (sign := health.sign_of(key))]
        assert (after is None) == (not levels)
        assert after is None or after[0] == min(levels, key=order.index)
