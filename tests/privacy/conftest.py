"""A person whom every room knows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from products.services import Contact
from tests.complaints.factories import make_charter, make_desk
from tests.customers.factories import make_interaction, make_person
from tests.people import someone
from tests.privacy.factories import EMAIL, PHONE
from tests.products.factories import make_public_idea
from tests.relationships.factories import make_holding
from tests.voc.listening import answer, make_invitation, make_open

NAME = "มาลินี"


@pytest.fixture
def known(db) -> dict[str, Any]:
    """A person whom every room knows: register, timeline, contract past, closed complaint, answered survey, idea."""
    make_charter()
    desk, analyst = make_desk(), someone("voc-analyst", "analyst")
    customer = make_person(name_th=NAME, family_th="ใจงาม", phone=PHONE, email=EMAIL)
    make_interaction(customer, summary=f"{NAME} ถามเรื่องที่จอดรถ")
    today = timezone.localdate()
    over = {"starts_on": today - timedelta(days=700), "ends_on": today - timedelta(days=100)}
    holding = make_holding(customer, yearly_value=Decimal(240_000), **over)
    complaint = desk.advance(desk.file(email=EMAIL, description=f"{NAME} พบพื้นลื่น", customer_id=customer.pk), "closed")
    survey = make_open(analyst)
    answer(survey, 4, invitation=make_invitation(survey, analyst, customer=customer))
    contact_idea = make_public_idea(contact=Contact(name=NAME, email=EMAIL))
    return {
        "customer": customer,
        "desk": desk,
        "complaint": complaint,
        "holding": holding,
        "idea": contact_idea,
        "survey": survey,
    }
