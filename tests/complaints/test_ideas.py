"""A complaint becomes an idea in one click."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed
from products.models import Idea
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import Desk, make_person


def test_a_case_becomes_one_idea_without_its_story(desk: Desk, filed: Callable[..., Complaint]) -> None:
    complaint, officer = filed(), Client()
    sign_in(officer, desk.officer)
    address = f"/staff/complaints/{complaint.number}/"
    assert f"{address}idea/" in officer.get(address).content.decode()
    officer.post(f"{address}idea/")
    officer.post(f"{address}idea/")
    idea = Idea.objects.get()
    assert (idea.source_kind, idea.source_public_id) == ("complaint", complaint.public_id)
    assert (idea.title, idea.description, idea.origin) == (complaint.subject, "", "complaint")
    page = officer.get(address).content.decode()
    assert idea.number in page
    assert f"{address}idea/" not in page


def test_a_case_of_the_confidential_route_becomes_no_idea(
    desk: Desk, filed: Callable[..., Complaint], signed_in: Callable[[User], Client]
) -> None:
    trusted = make_person("misconduct-officer", "wichai", Unit.objects.get(code="legal-compliance"))
    secret, now = filed(category="misconduct", description="สินบน", identity="anonymous"), timezone.now()
    assert trusted.can(Permission.IDEA_SUBMIT)  # so it is the route that forbids it, not the role
    address, client = reverse("complaints:staff-idea", args=[secret.number]), signed_in(trusted)
    assert address not in client.get(reverse("complaints:staff-detail", args=[secret.number])).content.decode()
    assert client.post(address).status_code == 403
    for who in (trusted, desk.manager):
        with pytest.raises(NotAllowed):
            services.make_idea(complaint_id=secret.pk, by=who, now=now)
    assert not Idea.objects.exists()


def test_who_only_reads_or_is_complained_about_makes_no_idea(desk: Desk, filed: Callable[..., Complaint]) -> None:
    about_manager = filed(complained_about=desk.manager)
    for who in (desk.manager, make_person("auditor", "reader", desk.unit)):
        with pytest.raises(NotAllowed):
            services.make_idea(complaint_id=about_manager.pk, by=who, now=timezone.now())
    assert not Idea.objects.exists()
