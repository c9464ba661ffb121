"""The members of a segment as a file: who may take them, what stands in it, and that it is written down."""

import csv
from typing import Any

import pytest
from django.test import Client

from customers.models import Customer
from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed
from foundation.privacy.models import AccessLog
from segmentation import services
from segmentation.models import Membership, Segment
from tests.accounts.signing_in import sign_in
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db


def exporter(*permissions: Permission) -> User:
    user = User.objects.create_user("exporter")
    user.roles.add(Role.objects.create(key="exporter", permissions=list(permissions)))
    return user


def segment_in_use() -> Segment:
    run = make.adopted_study(resamples=0).chosen_run
    assert run is not None
    return run.segments.order_by("number")[0]


def rows_of(segment: Segment, by: User) -> list[list[str]]:
    text = "".join(services.export_members(segment=segment, by=by, now=NOW))
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


BOTH = (Permission.SEGMENT_VIEW, Permission.CUSTOMER_EXPORT)


def test_the_file_holds_each_member_the_most_typical_first_and_no_formula() -> None:
    segment = segment_in_use()
    first = Membership.objects.filter(segment=segment).order_by("distance", "id")[0]
    Customer.objects.filter(pk=first.customer_id).update(name_th="=HYPERLINK(1)")
    head, *rows = rows_of(segment, exporter(*BOTH))
    assert head == ["number", "party", "kind", "relation", "name_th", "name_en", "distance"]
    assert len(rows) == segment.size
    assert rows[0][4] == "'=HYPERLINK(1)"
    assert [float(row[-1]) for row in rows] == sorted(float(row[-1]) for row in rows)


def test_the_look_is_written_down_before_the_first_line() -> None:
    segment, by = segment_in_use(), exporter(*BOTH)
    services.export_members(segment=segment, by=by, now=NOW)
    log = AccessLog.objects.get(by=by)
    assert (log.subject_kind, log.subject_public_id) == ("segment", segment.public_id)
    assert "name_th" in log.fields


def test_the_erased_stay_out_of_the_file() -> None:
    segment = segment_in_use()
    gone = Membership.objects.filter(segment=segment)[0].customer_id
    Customer.objects.filter(pk=gone).update(erased_at=NOW)
    assert len(rows_of(segment, exporter(*BOTH))) == segment.size


@pytest.mark.parametrize("held", [(), BOTH[:1], BOTH[1:]], ids=["nothing", "segments only", "export only"])
def test_both_rights_are_needed(held: tuple[Permission, ...], client: Client) -> None:
    segment, by = segment_in_use(), exporter(*held)
    with pytest.raises(NotAllowed):
        services.export_members(segment=segment, by=by, now=NOW)
    sign_in(client, by)
    assert client.post(f"/staff/segments/{segment.public_id}/members.csv").status_code == 403
    assert not AccessLog.objects.filter(by=by).exists()


def test_the_button_stands_before_those_who_may(client: Client) -> None:
    segment = segment_in_use()
    sign_in(client, exporter(*BOTH, Permission.CUSTOMER_VIEW))
    assert "members.csv" in client.get(f"/staff/segments/{segment.public_id}/").content.decode()
    answer: Any = client.post(f"/staff/segments/{segment.public_id}/members.csv")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert len(b"".join(answer.streaming_content).splitlines()) == segment.size + 1
