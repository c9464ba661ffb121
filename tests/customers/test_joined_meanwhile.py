"""Who writes about a customer while somebody joins the record with another one loses nothing of what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers import services
from customers.models import ContactPerson, Customer, FollowUp, Interaction, MarketTest
from customers.services import under_age
from foundation.accounts.models import User
from foundation.core.errors import Refused, StaleVersion
from tests.customers.factories import NOW, make_organisation, make_person
from tests.customers.test_merging import join
from tests.customers.test_pages import edit_form
from tests.people import someone

pytestmark = pytest.mark.django_db
WORDS = "ข้อความที่พิมพ์ไว้ก่อนรวม"
TYPED: dict[str, dict[str, Any]] = {
    "staff-log": {"summary": WORDS, "channel": "phone", "direction": "in", "once": "a"},
    "staff-relation": {"relation": "former", "since": "2026-11-20", "reason": WORDS},
    "staff-reveal": {"reason": WORDS},
    "follow-up-new": {"what": WORDS, "due_on": "2030-01-01", "once": "b"},
    "contact-new": {"name": WORDS},
    "market-test": {"test": "need", "verdict": "yes", "why": WORDS},
    "group": {"parent": "", "reason": WORDS},
}
WRITTEN = (Interaction, FollowUp, ContactPerson, MarketTest)


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> Client:
    return client_as("customer-officer", username="another")


def joined(name: str, officer: User) -> tuple[Customer, Customer]:
    keep, gone = (
        make_organisation(relation="prospect", phone=f"081234567{n}") if name != "under-age" else make_person()
        for n in (1, 2)
    )
    join(keep, gone, officer)
    return keep, gone


def address(name: str, customer: Customer) -> str:
    return reverse(f"customers:{name}", args=[customer.public_id])


@pytest.mark.parametrize("name", sorted(TYPED))
def test_what_was_typed_stands_again_on_the_page_of_the_record_that_stands(officer: Client, name: str) -> None:
    keep, gone = joined(name, someone("customer-officer"))
    typed = {**TYPED[name], **({"owner": officer.user.pk} if name == "follow-up-new" else {})}  # type: ignore[attr-defined]
    answer = officer.post(address(name, gone), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert keep.number in page
    assert f'action="{address(name, keep)}"' in page
    assert not any(model.objects.filter(customer__in=(keep, gone)).exists() for model in WRITTEN)
    assert officer.post(address(name, keep), typed).status_code == (200 if name == "staff-reveal" else 302)


def test_the_form_opens_for_the_record_that_stands(officer: Client) -> None:
    keep, gone = joined("contact-new", someone("customer-officer"))
    entry = services.log_interaction(
        customer_id=keep.pk, channel="phone", direction="in", summary="โทรมา", by=None, now=NOW
    )
    page = officer.get(address("follow-up-new", gone) + f"?from={entry.public_id}").content.decode()
    assert f'action="{address("follow-up-new", keep)}?from={entry.public_id}"' in page
    assert keep.number in page


def test_a_contact_person_of_the_joined_record_is_found_with_the_other(officer: Client) -> None:
    boss = someone("customer-officer")
    keep, gone = make_organisation(), make_organisation()
    contact = services.add_contact(customer_id=gone.pk, values={"name": "สุดา"}, by=boss, now=NOW)
    join(keep, gone, boss)
    edit = reverse("customers:contact-edit", args=[gone.public_id, contact.public_id])
    answer = officer.post(edit, {"name": WORDS, "version": contact.version})
    assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)
    end = reverse("customers:contact-end", args=[gone.public_id, contact.public_id])
    assert officer.post(end)["Location"] == address("staff-detail", keep)


def test_what_is_typed_of_a_young_person_stands_again(officer: Client) -> None:
    boss = someone("customer-officer")
    keep, gone = make_person(), make_person()
    under_age.note_under_age(customer_id=gone.pk, birth_date=None, by=boss, now=NOW)
    join(keep, gone, boss)
    for name, typed in (
        ("under-age-agreed", {"guardian": "แม่", "words": WORDS}),
        ("under-age-end", {"words": WORDS}),
    ):
        answer = officer.post(address(name, gone), typed)
        assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)
        assert f'action="{address(name, keep)}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["staff-log", "staff-relation", "follow-up-new", "contact-new", "market-test"])
def test_joined_between_the_look_and_the_lock(officer: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = someone("customer-officer")
    keep, gone = (make_organisation(relation="prospect") for _n in (1, 2))
    service = {
        "staff-log": "log_interaction", "staff-relation": "change_relation", "follow-up-new": "add_follow_up",
        "contact-new": "add_contact", "market-test": "note_market_test",
    }[name]  # fmt: skip
    kept = getattr(services, service)

    def meanwhile(**given: Any) -> Any:
        join(keep, gone, boss)
        return kept(**given)

    monkeypatch.setattr(services, service, meanwhile)
    typed = {**TYPED[name], **({"owner": officer.user.pk} if name == "follow-up-new" else {})}  # type: ignore[attr-defined]
    answer = officer.post(address(name, gone), typed)
    assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)


def test_the_edit_form_shows_both_sides_then_too(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = someone("customer-officer")
    keep, gone = make_person(), make_person()
    update = services.update_customer

    def meanwhile(**given: Any) -> Customer:
        join(keep, gone, boss)
        return update(**given)

    monkeypatch.setattr(services, "update_customer", meanwhile)
    answer = officer.post(address("staff-edit", gone), edit_form(gone, name_th=WORDS))
    assert (answer.status_code, WORDS in answer.content.decode()) == (409, True)


def test_services_say_that_the_record_has_gone() -> None:
    boss = someone("customer-officer")
    keep, gone = make_person(), make_person()
    join(keep, gone, boss)
    with pytest.raises(StaleVersion):
        services.update_customer(customer_id=gone.pk, shown_version=1, values={"name_th": "ก"}, by=boss, now=NOW)
    with pytest.raises(Refused):
        services.change_relation(customer_id=gone.pk, relation="former", since=NOW.date(), by=boss, now=NOW)
    with pytest.raises(Refused):
        under_age.note_under_age(customer_id=gone.pk, birth_date=None, by=boss, now=NOW)
