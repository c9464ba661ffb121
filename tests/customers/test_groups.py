"""Groups of organisations: no rings, no people, out of sight what is out of sight."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers import services
from customers.models import Customer, GroupTie
from customers.selectors.groups import above
from foundation.accounts.models import Unit, User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from tests.counting import statements
from tests.customers.factories import NOW, make_organisation, make_person
from tests.people import someone
from tests.walking import Walk

pytestmark = pytest.mark.django_db


def tie(child: Customer, parent: Customer | None, *, by: User | None = None) -> GroupTie | None:
    number = parent.number if parent else ""
    return services.set_parent(
        customer_id=child.pk, parent_number=number, reason="", by=by or someone("customer-officer"), now=NOW
    )


def test_an_organisation_belongs_to_one_and_leaves_it_again() -> None:
    head, other, branch = (make_organisation() for _n in range(3))
    first = tie(branch, head)
    assert first is not None
    assert tie(branch, head) == first, "the same once more changes nothing"
    tie(branch, other)
    assert GroupTie.objects.get().parent == other
    assert first.history.count() == 2
    assert tie(branch, None) is None
    assert not GroupTie.objects.exists()
    assert GroupTie.history.count() == 3


def test_a_ring_is_refused_in_words_and_by_the_database() -> None:
    top, middle, low = (make_organisation() for _n in range(3))
    tie(middle, top)
    tie(low, middle)
    assert above(low) == {middle.pk, top.pk}
    for child, parent in ((top, low), (top, middle), (top, top)):
        with pytest.raises(Incomplete) as refusal:
            tie(child, parent)
        assert set(refusal.value.missing) == {"parent"}
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupTie.objects.create(customer=child, parent=parent)


def test_people_belong_to_no_group() -> None:
    person, head = make_person(), make_organisation()
    with pytest.raises(Refused):
        tie(person, head)
    with pytest.raises(Incomplete):
        tie(head, person)
    for child, parent in ((person, head), (head, person)):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupTie.objects.create(customer=child, parent=parent)


def test_it_takes_the_right_and_a_number_in_sight() -> None:
    head, branch = make_organisation(unit=Unit.objects.get(code="property"), is_limited=True), make_organisation()
    with pytest.raises(Incomplete):
        tie(branch, head)
    with pytest.raises(NotAllowed):
        tie(branch, make_organisation(), by=someone("voc-analyst"))


def test_who_does_not_see_the_one_above_does_not_part_them(client_as: Callable[..., Client]) -> None:
    head, branch = make_organisation(name_th="สำนักงานใหญ่ลับ"), make_organisation()
    tie(branch, head)
    limited = {"unit": Unit.objects.get(code="property"), "is_limited": True}
    services.update_customer(customer_id=head.pk, shown_version=1, values=limited, by=None, now=NOW)
    with pytest.raises(Refused):
        tie(branch, None)
    page = client_as("customer-officer").get(reverse("customers:staff-detail", args=[branch.public_id]))
    assert "สำนักงานใหญ่ลับ" not in page.content.decode()


def test_the_page_shows_both_directions_at_the_same_price(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    head, lone = make_organisation(name_th="สยามกรุ๊ป"), make_organisation()
    price = statements(officer, reverse("customers:staff-detail", args=[lone.public_id]))
    for n in range(10):
        tie(make_organisation(name_th=f"สาขา{n}", tax_branch=f"0000{n}"), head)
    address = reverse("customers:staff-detail", args=[head.public_id])
    page = officer.get(address).content.decode()
    assert ("สาขา0" in page, "สาขา9" in page) == (True, False)
    branch = Customer.objects.get(name_th="สาขา3")
    assert "สยามกรุ๊ป" in officer.get(reverse("customers:staff-detail", args=[branch.public_id])).content.decode()
    assert statements(officer, address) == price <= 25


def test_all_that_belong_to_it_are_a_list_a_file_and_an_answer(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    head, other = make_organisation(), make_organisation(name_th="คนละเครือ")
    for n in range(10):
        tie(make_organisation(name_th=f"สาขา{n}"), head)
    tie(make_organisation(name_th="สาขาย่อย"), Customer.objects.get(name_th="สาขา3"))
    listed = f"{reverse('customers:staff-list')}?group={head.number}"
    walk = Walk(officer, reverse("customers:staff-detail", args=[head.public_id])).follow(listed)
    assert all(f"สาขา{n}" in walk.html for n in range(10))
    assert [name in walk.html for name in ("สาขาย่อย", other.name_th)] == [False, False], "one step below, no further"
    assert f'name="group" value="{head.number}"' in walk.html, "a search stays within the group"
    assert statements(officer, listed) <= 12
    file = officer.post(f"{reverse('customers:staff-export')}?group={head.number}", {"form": "csv"})
    assert len(b"".join(file.streaming_content).decode().splitlines()) == 11
    assert len(officer.get(f"/api/v1/customers/?group={head.number}").json()["results"]) == 10
    assert "สาขา0" not in officer.get(f"{listed}&q=สาขา9").content.decode()


def test_who_belongs_to_one_out_of_sight_is_not_told(client_as: Callable[..., Client]) -> None:
    head, branch = make_organisation(), make_organisation(name_th="สาขาเปิดเผย")
    tie(branch, head)
    limited = {"unit": Unit.objects.get(code="property"), "is_limited": True}
    services.update_customer(customer_id=head.pk, shown_version=1, values=limited, by=None, now=NOW)
    for number in (head.number, "K-0000-000000-0"):
        page = client_as("customer-officer", username=number).get(f"{reverse('customers:staff-list')}?group={number}")
        assert "สาขาเปิดเผย" not in page.content.decode()


def test_from_the_page_to_the_group(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    head, branch = make_organisation(), make_organisation()
    address = reverse("customers:group", args=[branch.public_id])
    wrong = officer.post(address, {"parent": "K-0000-000000-0"})
    assert (wrong.status_code, "K-0000-000000-0" in wrong.content.decode()) == (422, True)
    assert officer.post(address, {"parent": head.number.lower()}).status_code == 302
    assert head.number in officer.get(address).content.decode()


def test_one_that_belongs_to_the_other_is_not_joined_with_it_and_branches_follow() -> None:
    officer = someone("customer-officer")
    head, branch, twin = (make_organisation() for _n in range(3))
    tie(branch, head)

    def join(keep: Customer, gone: Customer) -> None:
        services.merge_customers(
            survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: keep.version, gone.pk: gone.version},
            taken=(), reason="ซ้ำ", by=officer, now=NOW,
        )  # fmt: skip

    for keep, gone in ((head, branch), (branch, head)):
        with pytest.raises(Refused):
            join(keep, gone)
    join(twin, head)
    assert GroupTie.objects.get().parent == twin


class AnyTies(TestCase):
    """Whatever is tied in whatever order, nobody stands above itself."""

    @given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
    def test_there_is_never_a_ring(self, pairs: list[tuple[int, int]]) -> None:
        firms = [make_organisation() for _n in range(5)]
        for child, parent in pairs:
            try:
                tie(firms[child], firms[parent])
            except Incomplete:
                assert child == parent or firms[child].pk in above(firms[parent])
        assert all(firm.pk not in above(firm) for firm in firms)
