"""What a form of strategy answers: as asked for, refused with what was typed, or late with both sides."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from strategy import services
from strategy.models import MasterItem
from tests.strategy.factories import NOW, make_definition, make_draft, make_master_plan

pytestmark = pytest.mark.django_db

ClientAs = Callable[..., Client]


def _plan_new(_user: User) -> str:
    return reverse("strategy:staff-plan-new")


def _plan_edit(user: User) -> str:
    return reverse("strategy:staff-plan-edit", args=[make_draft(user).public_id])


def _part_new(user: User) -> str:
    return reverse("strategy:staff-part-new", args=[make_draft(user).public_id, "initiatives"])


def _definition_edit(user: User) -> str:
    return reverse("strategy:staff-definition-edit", args=[make_definition(user).public_id])


def _master_new(_user: User) -> str:
    return reverse("strategy:staff-master-plan-new")


@pytest.mark.parametrize("address", [_plan_new, _plan_edit, _part_new, _definition_edit, _master_new])
def test_a_refused_form_says_so_to_people_and_programs_and_keeps_what_was_typed(
    client_as: ClientAs, address: Callable[[User], str]
) -> None:
    client = client_as("strategist")
    url = address(client.user)  # type: ignore[attr-defined]
    shown = client.get(url)
    assert shown.status_code == 200
    name = re.findall(r'name="(\w*(?:title|text|note)\w*)"', shown.content.decode())[0]
    refused = client.post(url, {name: "ครึ่งเดียว", "version": "0"})
    assert refused.status_code in {409, 422}
    assert "ครึ่งเดียว" in refused.content.decode()


def test_a_refused_list_of_items_is_answered_as_refused(client_as: ClientAs) -> None:
    client = client_as("strategist")
    master = make_master_plan(client.user)  # type: ignore[attr-defined]
    refused = client.post(reverse("strategy:staff-master-item-add", args=[master.public_id]), {"code": ""})
    assert refused.status_code == 422


def test_an_item_is_removed_with_its_links_from_the_list(client_as: ClientAs) -> None:
    client = client_as("strategist")
    item = make_master_plan(client.user).items.get()  # type: ignore[attr-defined]
    shown, address = (
        reverse("strategy:staff-master-plans"),
        reverse("strategy:staff-master-item-remove", args=[item.public_id]),
    )
    assert address in client.get(shown).content.decode()
    assert client.post(address)["Location"] == shown
    assert not MasterItem.objects.exists()
    assert address not in client.get(shown).content.decode()
    assert MasterItem.history.filter(history_type="-").get().history_user == client.user  # type: ignore[attr-defined]


def test_a_save_that_comes_late_shows_both_sides(client_as: ClientAs) -> None:
    client = client_as("strategist")
    user = client.user  # type: ignore[attr-defined]
    plan = make_draft(user)
    shown = plan.version
    services.save_plan(plan=plan, shown_version=shown, facts={"title_th": "ของเขา"}, by=user, now=NOW)
    late = client.post(
        reverse("strategy:staff-plan-edit", args=[plan.public_id]), {"version": shown, "title_th": "ของเรา"}
    )
    assert late.status_code == 409
    page = late.content.decode()
    assert "ของเขา" in page
    assert "ของเรา" in page
