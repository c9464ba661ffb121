"""The demonstration tells of requests from the portal and the telephone, with notes, and nothing twice."""

import pytest
from django.utils import timezone

from service_charter import request_demo
from service_charter.models import RequestNote, ServiceRequest
from tests.people import someone
from tests.service_requests.factories import make_charter

pytestmark = pytest.mark.django_db


def test_told_twice_it_stands_once() -> None:
    make_charter()
    people = {role: someone(role) for role in ("charter-owner", "customer-officer")}
    for _n in range(2):
        request_demo.build(timezone.now(), people)
    called_in = ServiceRequest.objects.filter(door="phone", received_by__isnull=False)
    assert (ServiceRequest.objects.count(), called_in.count(), RequestNote.objects.count()) == (32, 4, 4)
