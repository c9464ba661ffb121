"""Saved views: what they keep, who sees and changes them, and the list that opens with one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from customers import services
from customers.models import DefaultView, SavedView
from customers.offers import find_views
from customers.services.saved_views import Asked
from foundation.accounts.models import Unit
from foundation.core.errors import Incomplete, NotAllowed, StaleVersion
from tests.customers.factories import NOW, make_organisation, make_person

pytestmark = pytest.mark.django_db
LIST = "/staff/customers/"
FORMER = Asked({"relation": "former"}, ("unit", "created"), "newest")


@pytest.fixture
def officer(person):
    return person("customer-officer", unit=Unit.objects.get(code="customer-market"))


def saved(by, name: str = "อดีตลูกค้า", audience: str = "private", asked: Asked = FORMER) -> SavedView:
    return services.save_view(name=name, audience=audience, asked=asked, by=by, now=NOW)


def test_a_list_is_named_and_opens_as_it_was(client_as) -> None:
    client = client_as("customer-officer")
    make_person(name_th="สมหญิง", relation="former")
    make_person(name_th="มานะ", relation="current")
    answer = client.post(
        f"{LIST}views/new/?relation=former&column=unit&column=created&order=newest&q=0812345678&after=x",
        {"name": "อดีตลูกค้า", "audience": "private"},
    )
    view = SavedView.objects.get()
    assert answer.status_code == 302
    assert (view.filters, view.columns, view.order) == ({"relation": "former"}, ["unit", "created"], "newest")
    page = client.get(f"{LIST}views/{view.public_id}/", follow=True).content.decode()
    assert "<h1" in page
    assert "อดีตลูกค้า" in page
    assert "สมหญิง" in page
    assert "มานะ" not in page
    assert "วันที่บันทึก" in page


def test_what_was_typed_is_never_kept(client_as) -> None:
    client = client_as("customer-officer")
    page = client.get(f"{LIST}views/new/?q=สมชาย").content.decode()
    assert "สิ่งที่พิมพ์ในช่องค้นหาจะไม่ถูกเก็บไว้" in page
    client.post(f"{LIST}views/new/?q=สมชาย&kind=resale", {"name": "ก", "audience": "private"})
    assert "สมชาย" not in str(SavedView.objects.values().get()["filters"])


@pytest.mark.parametrize(
    ("audience", "same_unit", "other_unit"), [("private", 0, 0), ("unit", 1, 0), ("everyone", 1, 1)]
)
def test_who_sees_a_view(officer, person, audience: str, same_unit: int, other_unit: int) -> None:
    saved(officer, audience=audience)
    beside = person("customer-officer", "beside", unit=officer.unit)
    elsewhere = person("customer-officer", "elsewhere", unit=Unit.objects.get(code="property"))
    of_no_unit = person("customer-officer", "nowhere")
    counts = [SavedView.objects.visible_to(user).count() for user in (officer, beside, elsewhere, of_no_unit)]
    assert counts == [1, same_unit, other_unit, other_unit]


def test_a_view_that_is_not_shared_is_not_there(client_as, officer) -> None:
    view = saved(officer)
    other = client_as("customer-officer", username="other")
    for path in ("", "edit/"):
        assert other.get(f"{LIST}views/{view.public_id}/{path}").status_code == 404
    for path in ("delete/", "default/"):
        assert other.post(f"{LIST}views/{view.public_id}/{path}").status_code == 404
    assert SavedView.objects.exists()


def test_only_the_owner_changes_a_shared_view(client_as, officer) -> None:
    view = saved(officer, audience="everyone")
    other = client_as("customer-officer", username="other")
    with pytest.raises(NotAllowed):
        services.change_view(
            view_id=view.pk, shown_version=view.version, name="x", audience="private", by=other.user, now=NOW
        )
    with pytest.raises(NotAllowed):
        services.delete_view(view_id=view.pk, by=other.user, now=NOW)
    other.post(f"{LIST}views/{view.public_id}/delete/")
    assert SavedView.objects.get().name == "อดีตลูกค้า"


def test_who_changes_no_customers_shares_nothing(client_as) -> None:
    client = client_as("auditor")
    assert "everyone" not in client.get(f"{LIST}views/new/").content.decode()
    with pytest.raises(NotAllowed):
        saved(client.user, audience="everyone")
    assert client.post(f"{LIST}views/new/", {"name": "ก", "audience": "everyone"}).status_code == 422


def test_nobody_saves_a_view_without_seeing_customers(person) -> None:
    with pytest.raises(NotAllowed):
        saved(person("board-member"))


@pytest.mark.parametrize(("name", "audience"), [("", "private"), (" \u200b ", "private"), ("ก" * 81, "private")])
def test_a_name_is_needed_and_short(officer, name: str, audience: str) -> None:
    with pytest.raises(Incomplete):
        saved(officer, name=name, audience=audience)


def test_a_name_stands_once_for_one_owner(officer, person) -> None:
    saved(officer)
    with pytest.raises(Incomplete):
        saved(officer)
    saved(person("customer-officer", "other"))
    assert SavedView.objects.count() == 2


def test_without_a_unit_there_is_none_to_share_with(person) -> None:
    with pytest.raises(Incomplete):
        saved(person("customer-officer"), audience="unit")


def test_the_database_holds_a_unit_only_where_it_is_shared_with_one(officer) -> None:
    view = saved(officer, audience="unit")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=view.pk).update(unit=None)


def test_a_change_upon_an_older_version_is_refused(client_as) -> None:
    client = client_as("customer-officer")
    view = saved(client.user)
    services.change_view(
        view_id=view.pk, shown_version=view.version, name="ใหม่", audience="private", by=client.user, now=NOW
    )
    with pytest.raises(StaleVersion):
        services.change_view(
            view_id=view.pk, shown_version=view.version, name="เก่า", audience="private", by=client.user, now=NOW
        )
    answer = client.post(
        f"{LIST}views/{view.public_id}/edit/", {"name": "เก่า", "audience": "private", "version": view.version}
    )
    assert answer.status_code == 409
    assert "ใหม่" in answer.content.decode()


def test_renaming_keeps_the_list_and_an_address_replaces_it(client_as) -> None:
    client = client_as("customer-officer")
    view = saved(client.user)
    client.post(f"{LIST}views/{view.public_id}/edit/", {"name": "ข", "audience": "private", "version": 1})
    view.refresh_from_db()
    assert (view.name, view.filters) == ("ข", {"relation": "former"})
    client.post(
        f"{LIST}views/{view.public_id}/edit/?kind=resale", {"name": "ข", "audience": "private", "version": view.version}
    )
    view.refresh_from_db()
    assert (view.filters, view.columns) == ({"kind": "resale"}, [])


def test_the_list_opens_with_the_default_and_comes_back_to_the_whole(client_as, officer) -> None:
    view = saved(officer, audience="everyone")
    client = client_as("customer-officer", username="other")
    assert client.get(LIST).status_code == 200
    client.post(f"{LIST}views/{view.public_id}/default/")
    opened = client.get(LIST)
    assert opened.status_code == 302
    assert "relation=former" in opened.url
    assert client.get(f"{LIST}?view=all").status_code == 200
    services.change_view(view_id=view.pk, shown_version=view.version, name="ก", audience="private", by=officer, now=NOW)
    assert client.get(LIST).status_code == 200  # no longer shared: it opens nothing, and breaks nothing
    client.post(f"{LIST}views/{view.public_id}/default/")


def test_a_view_that_is_deleted_leaves_no_list_behind(client_as) -> None:
    client = client_as("customer-officer")
    view = saved(client.user)
    services.open_with(view_id=view.pk, by=client.user)
    client.post(f"{LIST}views/{view.public_id}/delete/")
    assert not DefaultView.objects.exists()
    assert client.get(LIST).status_code == 200


def test_odd_columns_and_orders_do_no_harm(client_as) -> None:
    client = client_as("customer-officer")
    make_organisation()
    assert client.get(f"{LIST}?column=data_key&column=national_id&order=;drop").status_code == 200
    assert client.get(f"{LIST}?{'&'.join(['column=unit'] * 200)}").status_code == 200


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name", ["ก", "ข", "ค"]),
        ("name_back", ["ค", "ข", "ก"]),
        ("newest", ["ก", "ค", "ข"]),
        ("oldest", ["ข", "ค", "ก"]),
    ],
)
def test_the_list_stands_in_the_order_asked_for(client_as, order: str, names: list[str]) -> None:
    for name in ("ข", "ค", "ก"):
        make_person(name_th=name, family_th="")
    page = client_as("customer-officer").get(f"{LIST}?order={order}")
    assert [row.name_th for row in page.context["page"].rows] == names


def test_the_search_box_offers_views_to_who_sees_them(officer, person) -> None:
    saved(officer, audience="unit")
    assert [hit.title for hit in find_views(officer, "อดีต", 8)] == ["อดีตลูกค้า"]
    assert find_views(person("customer-officer", "other"), "อดีต", 8) == []
    assert find_views(person("board-member"), "อดีต", 8) == []


@pytest.mark.parametrize(
    "query", ["", "?q=somchai", "?q=สมไชย", "?q=5678", "?relation=former&column=owner&column=created&order=newest"]
)
def test_the_list_costs_twelve_statements_at_most(client_as, query: str) -> None:
    client = client_as("customer-officer", unit=Unit.objects.get(code="customer-market"))
    view = saved(client.user, asked=Asked({}, ()))
    for _n in range(6):
        make_person(name_th="สมชาย", phone="0812345678", relation="former", owner=client.user, unit=client.user.unit)
    address = f"{LIST}{query or '?'}&view={view.public_id}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 12, [each["sql"][:90] for each in captured]
