"""No door publishes a charter that the board has not approved: page, API, Django's admin (test_database: the rest)."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from foundation.accounts.permissions import Permission
from service_charter.enums import Status
from service_charter.models import CharterVersion
from tests.service_charter.factories import make_draft, make_proposed

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
METHODS = ("post", "put", "patch", "delete")


@pytest.mark.parametrize("make", [make_draft, make_proposed], ids=["draft", "before the board"])
def test_the_page_refuses_and_keeps_what_was_typed(client_as: ClientAs, make: Callable[..., CharterVersion]) -> None:
    owner = client_as("charter-owner")
    charter = make(owner.user)  # type: ignore[attr-defined]
    before = charter.status
    answer = owner.post(f"/staff/charter/{charter.number}/publish", {"effective_on": "1/1/2580"})
    assert answer.status_code == 422
    charter.refresh_from_db()
    assert (charter.status, charter.published_at) == (before, None)
    assert Client().get(f"/portal/charter/{charter.number}/").status_code == 404


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ["/api/v1/charters/", "/api/v1/charters/1/", "/api/v1/standards/"])
def test_the_api_writes_no_charter(client_as: ClientAs, method: str, address: str) -> None:
    owner = client_as("charter-owner")
    charter = make_draft(owner.user)  # type: ignore[attr-defined]
    sent = {"status": "published", "effective_on": "2037-01-01", "number": charter.number}
    answer = getattr(owner, method)(address, sent, content_type="application/json")
    assert answer.status_code in {403, 405}
    assert list(CharterVersion.objects.values_list("status", flat=True)) == [Status.DRAFT]


def test_djangos_admin_knows_no_charter(client_as: ClientAs) -> None:
    models = list(apps.get_app_config("service_charter").get_models())
    assert models
    assert not [model for model in models if admin.site.is_registered(model)]
    with pytest.raises(NoReverseMatch):
        reverse("admin:service_charter_charterversion_changelist")
    keeper = client_as("system-administrator")
    assert keeper.user.can(Permission.ADMINISTER)  # type: ignore[attr-defined]
    charter = make_draft(client_as("charter-owner").user)  # type: ignore[attr-defined]
    for address in ("", f"{charter.pk}/change/", "add/"):
        path = f"/admin/service_charter/charterversion/{address}"
        assert keeper.get(path).status_code == 404
        assert keeper.post(path, {"status": "published"}).status_code == 404
    assert CharterVersion.objects.get().status == Status.DRAFT
