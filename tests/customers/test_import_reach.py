"""Who works on whose import: one's own, those of one's unit, and what came by itself and belongs to no unit."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from customers.enums import ImportState
from customers.importing.columns import ColumnMap
from customers.models import Customer, ImportRun
from customers.services import imports, undoing
from foundation.accounts.models import Role, Unit, User
from foundation.accounts.permissions import Permission
from foundation.core import job_runner, jobs
from foundation.core.errors import NotAllowed
from foundation.core.models import Job
from tests.customers.factories import NOW, make_organisation
from tests.customers.feeding import deliver, make_feed
from tests.customers.test_imports import good, issues, table

pytestmark = pytest.mark.django_db
LIST = "/staff/customers/import/"
PAGES = ("import", "import-issues")
STEPS = ("import", "import-start", "import-drop", "import-undo", "feed-propose")
A = ["A1", "นายสมชาย ใจดี", "0812345678", "10210"]


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def upload(by: User | None, text: str = "") -> ImportRun:
    file = ContentFile((text or table(good(1))).encode())
    return imports.open_import(file=file, name="ก.csv", by=by, now=NOW)


def address(name: str, run: ImportRun) -> str:
    return reverse(f"customers:{name}", args=[run.public_id])


def test_an_officer_of_another_unit_neither_sees_nor_moves_an_import(client_as: Any, person: Any) -> None:
    run = upload(person("customer-officer", "theirs", unit=unit("property")))
    stranger = client_as("customer-officer", unit=unit("customer-market"))
    assert run.public_id not in stranger.get(LIST).content.decode()
    assert {stranger.get(address(name, run)).status_code for name in PAGES} == {404}
    assert {stranger.post(address(name, run), {"reason": "ลอง"}).status_code for name in STEPS} == {404}
    run.refresh_from_db()
    assert (run.state, bool(run.stored_name), run.job) == (ImportState.UPLOADED, True, None)


def test_the_services_say_the_same(person: Any) -> None:
    run = upload(person("customer-officer", "theirs", unit=unit("property")))
    stranger = person("customer-officer", unit=unit("customer-market"))
    mapping = ColumnMap.from_json(run.mapping)
    for step in (imports.start_check, imports.start_import, imports.drop_upload):
        with pytest.raises(NotAllowed):
            step(run_id=run.pk, by=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        imports.confirm_columns(run_id=run.pk, mapping=mapping, source="x", by=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        undoing.start_undo(run_id=run.pk, reason="ลอง", by=stranger, now=NOW)


def test_a_colleague_of_the_unit_goes_on_with_it(client_as: Any, person: Any) -> None:
    run = upload(person("customer-officer", "theirs", unit=unit("property")))
    colleague = client_as("customer-officer", unit=unit("property"))
    assert run.public_id in colleague.get(LIST).content.decode()
    assert {colleague.get(address(name, run)).status_code for name in PAGES} == {200}
    assert colleague.post(address("import-start", run)).status_code == 302
    run.refresh_from_db()
    assert run.state == ImportState.IMPORTING


def test_the_work_on_it_is_seen_and_stopped_by_who_may_work_on_it(person: Any) -> None:
    owner = person("customer-officer", "theirs", unit=unit("property"))
    colleague = person("customer-officer", "colleague", unit=unit("property"))
    stranger = person("customer-officer", unit=unit("customer-market"))
    job = imports.start_check(run_id=upload(owner).pk, by=owner, now=NOW)
    assert [jobs.may_cancel(who, job) for who in (owner, colleague, stranger)] == [True, True, False]
    assert [job in jobs.jobs_visible_to(who) for who in (owner, colleague, stranger)] == [True, True, False]
    with pytest.raises(NotAllowed):
        jobs.cancel(job=job, by=stranger)


def test_who_has_no_unit_shares_with_nobody_and_who_sees_every_unit_with_all(client_as: Any, person: Any) -> None:
    run = upload(person("customer-officer", "theirs"))
    stranger = client_as("customer-officer")
    assert stranger.get(address("import", run)).status_code == 404
    wide = client_as("customer-officer", username="wide")
    role = Role.objects.create(key="wide", title_th="ก", title_en="a", permissions=[str(Permission.CUSTOMER_VIEW_ALL)])
    wide.user.roles.add(role)
    assert wide.get(address("import", run)).status_code == 200


def test_what_came_by_itself_belongs_to_the_unit_of_its_feed_or_to_all_who_import(client_as: Any, person: Any) -> None:
    theirs = deliver(make_feed(unit=unit("property")), A).run
    nobodys = deliver(make_feed(), A).run
    stranger = client_as("customer-officer", unit=unit("customer-market"))
    owner = client_as("customer-officer", username="owner", unit=unit("property"))
    assert theirs is not None
    assert nobodys is not None
    assert [stranger.get(address("import", run)).status_code for run in (theirs, nobodys)] == [404, 200]
    assert [owner.get(address("import", run)).status_code for run in (theirs, nobodys)] == [200, 200]
    ImportRun.objects.filter(pk=nobodys.pk).update(by=person("customer-officer", "program"))  # sent over the API
    assert stranger.get(address("import", nobodys)).status_code == 200


def test_a_delivery_leads_nobody_to_an_import_out_of_reach(client_as: Any) -> None:
    delivery = deliver(make_feed(unit=unit("property")), A, ["C3", "นายก ข", "12", "10210"])
    run = delivery.run
    assert run is not None
    for name, leads in (("customer-market", False), ("property", True)):
        officer = client_as("customer-officer", username=name, unit=unit(name))
        page = officer.get(delivery.get_absolute_url()).content.decode()
        told = officer.get(f"/api/v1/feed-deliveries/{delivery.public_id}/").json()
        assert [address(each, run) in page for each in PAGES] == [leads, leads]
        assert bool(told["issues"]) == leads


def test_the_same_file_of_another_unit_is_not_named(client_as: Any, person: Any) -> None:
    before = upload(person("customer-officer", "theirs", unit=unit("property")))
    ImportRun.objects.filter(pk=before.pk).update(state=ImportState.CHECKED)
    mine = client_as("customer-officer", unit=unit("customer-market"))
    again = upload(mine.user)
    assert before.public_id not in mine.get(address("import", again)).content.decode()


def test_an_import_overwrites_what_its_starter_may_see_and_no_more(person: Any) -> None:
    hidden = make_organisation(tax_id="0105536112014", unit=unit("property"), is_limited=True)
    run = upload(None, table(good(7, name="บริษัท อื่น จำกัด", id="0105536112014")))
    starter = person("customer-officer", unit=unit("customer-market"))
    job_runner.run(imports.start_import(run_id=run.pk, by=starter, now=NOW).pk)
    hidden.refresh_from_db()
    assert (hidden.version, [code for _line, _column, code in issues(run)]) == (1, ["not_visible"])
    assert Customer.objects.count() == 1


def test_the_list_costs_the_same_however_many_there_are(client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as("customer-officer")
    for _n in range(3):
        upload(client.user)
        deliver(make_feed(), A)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_the_list_says_of_an_import_whose_job_died_that_it_stopped(client_as: Any) -> None:
    client = client_as("customer-officer")
    job = imports.start_import(run_id=upload(client.user).pk, by=client.user, now=NOW)
    assert str(ImportState.IMPORTING.label) in client.get(LIST).content.decode()
    Job.objects.filter(pk=job.pk).update(state="dead", finished_at=NOW)
    page = client.get(LIST).content.decode()
    assert str(ImportState.STOPPED.label) in page
    assert str(ImportState.IMPORTING.label) not in page
