"""A complaint becomes an idea in one click."""

from collections.abc import Callable

from django.test import Client

from complaints.models import Complaint
from products.models import Idea
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import Desk


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
