"""What is held about a customer is found, told and forgotten through the registry."""

from collections.abc import Callable

import pytest

from foundation.accounts.models import User
from foundation.privacy.personal_data import Person as Asking
from foundation.privacy.personal_data import erase_everything, find_everything
from tests.customers.factories import NOW, make_person
from tests.voc.listening import answer, make_invitation, make_open
from voc.enums.survey import QuestionKind
from voc.models import SurveyResponse, Voice
from voc.selectors.surveys import participation
from voc.services.privacy import GONE
from voc.services.voices import gather_voices

pytestmark = pytest.mark.django_db


def test_a_person_who_asks_hears_and_erases_what_they_said(person: Callable[..., User]) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst, (QuestionKind.CSAT, QuestionKind.OPEN))
    customer = make_person(email="somebody@example.com")
    answer(survey, 2, {"text": "ลิฟต์ช้ามาก"}, invitation=make_invitation(survey, analyst, customer=customer))
    gather_voices(now=NOW)
    asking = Asking(email="somebody@example.com")
    found = [record for record in find_everything(asking) if record.kind.kind == "voc.voices"]
    assert [record.public_id for record in found] == [customer.public_id]
    assert sum("ลิฟต์ช้ามาก" in text for text in found[0].describe().values()) == 2
    erase_everything(asking, by=person("data-protection-officer"), now=NOW)
    assert Voice.objects.get().text == GONE
    assert SurveyResponse.objects.get().customer.is_erased  # a row without a name: figures by segment stay true
    assert participation(survey).counted == 1
