"""Where it happened: a touchpoint, chosen in the form or brought by its QR code; hot spots lead to the cases."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.forms.portal import StoryForm
from complaints.learning import lessons
from complaints.models import Draft
from customers.models import Touchpoint
from foundation.accounts.models import Unit
from foundation.core.thai.dates import fiscal_quarter_of
from tests.complaints.factories import Desk

NEW = reverse("complaints:portal-new")


@pytest.fixture
def lobby(db: None) -> Touchpoint:
    """A desk on the ground floor."""
    return Touchpoint.objects.create(
        name_th="เคาน์เตอร์ประชาสัมพันธ์",
        name_en="Information desk",
        kind="physical",
        channel="walk_in",
        building="อาคาร B",
        floor="ชั้น 1",
        owner_unit=Unit.objects.get(code="property"),
    )


def test_a_chosen_touchpoint_names_the_place(lobby: Touchpoint) -> None:
    form = StoryForm({"description": "ไม่มีคนอยู่", "touchpoint": lobby.code})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "อาคาร B ชั้น 1"
    own = StoryForm({"description": "ไม่มีคนอยู่", "touchpoint": lobby.code, "place": "หน้าลิฟต์"})
    assert own.is_valid()
    assert own.cleaned_data["place"] == "หน้าลิฟต์"
    assert not StoryForm({"description": "ก", "touchpoint": "NOTATALL"}).is_valid()


def test_the_qr_code_of_a_place_fills_it_in(lobby: Touchpoint) -> None:
    client = Client()
    client.post(f"{NEW}?at={lobby.code}", {"identity": "anonymous"})
    assert services.content_of(Draft.objects.get())["story"]["touchpoint"] == [lobby.code]
    client.post(reverse("complaints:portal-step", args=["about"]), {"category": "cleanliness"})
    page = client.get(reverse("complaints:portal-step", args=["story"])).content.decode()
    assert f'value="{lobby.code}" selected' in page
    assert (
        reverse("complaints:portal-new") + f"?at={lobby.code}"
        in client.get(reverse("voc:portal-feedback", args=[lobby.code])).content.decode()
    )


def test_an_unknown_code_in_the_address_does_nothing(lobby: Touchpoint) -> None:
    client = Client()
    assert client.post(f"{NEW}?at=%00nonsense", {"identity": "anonymous"}).status_code == 302
    assert "story" not in services.content_of(Draft.objects.get())


def test_hot_spots_lead_to_the_cases_behind_them(lobby: Touchpoint, desk: Desk, officer: Client) -> None:
    case, other = desk.file(), desk.file()
    services.correct_facts(
        complaint_id=case.pk,
        facts={"touchpoint": lobby},
        by=desk.officer,
        now=timezone.now(),
        shown_version=case.version,
    )
    quarter = fiscal_quarter_of(timezone.localdate())
    found = lessons(quarter)
    (spot,) = found.touchpoints
    assert (spot.slice.n, spot.name) == (1, lobby.name)
    page = officer.get(spot.url).content.decode()
    assert case.number in page
    assert other.number not in page
    shown = officer.get(reverse("complaints:staff-learning"), {"quarter": quarter.code}).content.decode()
    assert lobby.name in shown
    assert lobby.name in officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
