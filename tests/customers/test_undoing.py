"""Undoing an import: what nobody has touched goes back, what was touched stays and is named; of two imports of one
file at once every customer is there once."""

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.db import connection

from customers import services
from customers.enums import ImportState
from customers.models import Customer, ImportRun, RelationPeriod, RelationshipHealth, SourceKey
from customers.services import imports, undoing
from customers.services.health import judge_relationships
from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import DataKey, Job, JobState
from foundation.privacy.models import Consent, NoticeVersion, Purpose
from tests.customers.factories import NOW, make_interaction, make_person, thai_number
from tests.customers.test_imports import good, run_import, table, upload
from tests.people import someone

pytestmark = pytest.mark.django_db


def undo(run: ImportRun, *, reason: str = "ไฟล์ผิดเดือน", by: User | None = None) -> Job:
    job = undoing.start_undo(run_id=run.pk, reason=reason, by=by or someone("customer-officer"), now=NOW)
    job_runner.run(job.pk)
    job.refresh_from_db()
    run.refresh_from_db()
    return job


def kept(run: ImportRun) -> list[tuple[str, str]]:
    return list(run.kept.order_by("pk").values_list("code", "customer__name_th"))


def test_new_customers_go_with_their_keys_and_leave_no_name() -> None:
    run = upload(table(good(1), good(2)))
    run_import(run)
    keys = list(Customer.objects.values_list("data_key", flat=True))
    job = undo(run)
    assert (job.state, run.state) == (JobState.SUCCEEDED, ImportState.UNDONE)
    assert (run.counts["removed"], run.undone_reason) == (2, "ไฟล์ผิดเดือน")
    assert (Customer.objects.count(), SourceKey.objects.count(), RelationPeriod.objects.count()) == (0, 0, 0)
    assert Customer.history.count() == 0
    assert all(key.is_destroyed for key in DataKey.objects.filter(pk__in=keys))


def test_a_night_in_between_changes_nothing() -> None:
    run = upload(table(good(1), good(2)))
    run_import(run)
    assert judge_relationships(now=NOW)["written"] == 2
    undo(run)
    assert (kept(run), Customer.objects.count(), RelationshipHealth.objects.count()) == ([], 0, 0)


def test_changed_customer_becomes_what_it_was_and_history_says_so() -> None:
    run_import(upload(table(good(1))))
    customer = Customer.objects.get()
    header = ["รหัสลูกค้า", "ชื่อ-นามสกุล", "โทรศัพท์", "ความสัมพันธ์"]
    run = upload(table(["A1", "นายสมชาย1 ใจงาม", "0899999999", "former"], header=header))
    run_import(run)
    customer.refresh_from_db()
    assert (customer.family_th, customer.phone, customer.relation) == ("ใจงาม", "+66899999999", "former")
    undo(run)
    customer = Customer.objects.get()
    assert (customer.family_th, customer.phone, customer.relation) == ("ใจดี", "+66810000001", "current")
    assert "ใจดี" in customer.search_text
    assert list(customer.relations.values_list("relation", "ends_on")) == [("current", None)]
    last = customer.history.latest("history_id")
    assert "ไฟล์ผิดเดือน" in last.history_change_reason
    assert last.history_user == someone("customer-officer")
    assert run.counts["restored"] == 1


def test_after_undoing_the_same_file_is_news_again_and_the_older_one_is_not() -> None:
    first, second = table(good(1)), table(good(1, name="นายสมชาย1 ใจงาม"))
    run_import(upload(first))
    wrong = upload(second)
    run_import(wrong)
    undo(wrong)
    older, again = upload(first), upload(second)
    run_import(older)
    assert older.counts["unchanged"] == 1
    run_import(again)
    assert again.counts["changed"] == 1


@pytest.mark.parametrize("touch", ["edit", "interaction", "joined", "consent"])
def test_what_was_touched_since_stays_and_is_named(touch: str) -> None:
    run = upload(table(good(1), good(2)))
    run_import(run)
    row = Customer.objects.get(name_th="สมชาย1")
    officer = someone("customer-officer")
    if touch == "edit":
        services.update_customer(
            customer_id=row.pk, shown_version=row.version, values={"postcode": "10210"}, by=officer, now=NOW
        )
    elif touch == "interaction":
        make_interaction(row)
    elif touch == "consent":
        notice = NoticeVersion.objects.filter(notice__key="enquiry").latest("pk")
        Consent.objects.create(
            purpose=Purpose.objects.get(key="marketing"), notice=notice, subject_kind="customer",
            subject_public_id=row.public_id, state="given", channel="paper",
        )  # fmt: skip
    else:
        other = make_person()
        services.merge_customers(
            survivor_id=row.pk, merged_id=other.pk, shown_versions={row.pk: row.version, other.pk: other.version},
            taken=(), reason="คนเดียวกัน", by=officer, now=NOW,
        )  # fmt: skip
    undo(run)
    code = {"edit": "changed_since", "joined": "changed_since"}.get(touch, "hanging")
    assert kept(run) == [(code, "สมชาย1")]
    assert not Customer.objects.filter(name_th="สมชาย2").exists()
    assert not Customer.objects.get(pk=row.pk).data_key.is_destroyed


def test_changed_and_then_corrected_here_keeps_the_correction() -> None:
    run_import(upload(table(good(1))))
    run = upload(table(good(1, name="นายสมชาย1 ใจงาม")))
    run_import(run)
    row = Customer.objects.get()
    services.update_customer(
        customer_id=row.pk, shown_version=row.version, values={"family_th": "ใจเย็น"}, by=None, now=NOW
    )
    undo(run)
    assert (Customer.objects.get().family_th, kept(run)) == ("ใจเย็น", [("changed_since", "สมชาย1")])


def test_a_former_number_that_another_customer_has_now_is_not_taken_from_them() -> None:
    run_import(upload(table(good(1))))
    run = upload(table(good(1, id=thai_number("3", 77))))
    run_import(run)
    holder = make_person(national_id=thai_number("3", 1))
    undo(run)
    assert kept(run) == [("number_taken", "สมชาย1")]
    assert run.kept.get().params == {"number": holder.number}


def test_undone_again_takes_what_has_become_free() -> None:
    run = upload(table(good(1)))
    run_import(run)
    Customer.objects.update(version=2)
    undo(run)
    assert Customer.objects.count() == 1
    Customer.objects.update(version=1)
    undo(run)
    assert (Customer.objects.count(), run.kept.count(), run.counts["removed"]) == (0, 0, 1)


def test_killed_halfway_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(table(*[good(n) for n in range(1, 7)]))
    run_import(run)
    monkeypatch.setattr(undoing, "BATCH", 2)
    job = undoing.start_undo(run_id=run.pk, reason="ผิดไฟล์", by=someone("customer-officer"), now=NOW)
    remove, calls = undoing._Work.remove, list[int]()

    def die(work: Any, keys: list[int]) -> Any:
        calls.append(len(keys))
        if len(calls) == 2:
            raise SystemExit
        return remove(work, keys)

    with monkeypatch.context() as patch:
        patch.setattr(undoing._Work, "remove", die)
        with pytest.raises(SystemExit):
            job_runner.run(job.pk)
    assert Customer.objects.count() == 4
    Job.objects.filter(pk=job.pk).update(lease_expires_at=NOW)
    job_runner.run(job.pk)
    run.refresh_from_db()
    assert (Customer.objects.count(), run.state, run.counts["removed"]) == (0, ImportState.UNDONE, 6)


def test_cancelled_halfway_says_so_and_may_be_asked_again() -> None:
    run = upload(table(good(1)))
    run_import(run)
    job = undoing.start_undo(run_id=run.pk, reason="ผิดไฟล์", by=someone("customer-officer"), now=NOW)
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=NOW)
    job_runner.run(job.pk)
    run.refresh_from_db()
    assert (run.standing, Customer.objects.count()) == (ImportState.IMPORTED, 1)
    undo(run)
    assert Customer.objects.count() == 0


def test_who_may_not_and_when_not() -> None:
    run = upload(table(good(1)))
    with pytest.raises(IllegalMove):
        undoing.start_undo(run_id=run.pk, reason="ผิดไฟล์", by=someone("customer-officer"), now=NOW)
    run_import(run)
    with pytest.raises(NotAllowed):
        undoing.start_undo(run_id=run.pk, reason="ผิดไฟล์", by=someone("complaint-officer"), now=NOW)
    with pytest.raises(Incomplete):
        undoing.start_undo(run_id=run.pk, reason=" ", by=someone("customer-officer"), now=NOW)
    ImportRun.objects.filter(pk=run.pk).update(by=someone("system-administrator"))
    with pytest.raises(NotAllowed, match="หน่วยงาน"):
        undoing.start_undo(run_id=run.pk, reason="ผิดไฟล์", by=someone("customer-officer"), now=NOW)


def workbook(*rows: list[Any]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if str(cell).startswith("="):
                    sheet.write_formula(number, column, cell, None, "นางสุดา มีสุข")
                else:
                    sheet.write(number, column, cell)
    return target.getvalue()


def test_a_spreadsheet_is_read_as_the_csv_it_would_be() -> None:
    data = workbook(["รหัสลูกค้า", "ชื่อ-นามสกุล", "ยอด"], ["A1", "นายสมชาย ใจดี", 1250.5], [7, '=HYPERLINK("x")', 3])
    run = upload(data)
    run_import(run)
    assert Customer.objects.get(source_keys__key="A1").attributes == {"ยอด": 1250.5}
    assert Customer.objects.get(source_keys__key="7").name_th == "สุดา"  # the value saved with the formula


def test_a_formula_written_as_text_stays_text_in_the_register() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["รหัส", "ชื่อ"])
        sheet.write_row(1, 0, ["A1", '=HYPERLINK("http://x","y")'])
    run_import(upload(target.getvalue()))
    assert Customer.objects.get().name_th == '=HYPERLINK("http://x","y")'


def test_a_damaged_or_swollen_spreadsheet_is_refused() -> None:
    whole = workbook(["รหัส", "ชื่อ"], ["A1", "ก"])
    with pytest.raises(Refused):
        upload(whole[: len(whole) // 2])


@pytest.mark.django_db(transaction=True)
def test_one_file_imported_twice_at_once_makes_every_customer_once() -> None:
    text = table(*[[f"A{n}", f"นายสมชาย{n} ใจดี"] for n in range(60)], header=["รหัสลูกค้า", "ชื่อ-นามสกุล"])
    runs = [imports.open_import(file=ContentFile(text.encode()), name="ก.csv", by=None, now=NOW) for _ in range(2)]
    jobs = [imports.start_import(run_id=run.pk, by=None, now=NOW) for run in runs]
    at_once(*(lambda pk=job.pk: job_runner.run(pk) for job in jobs))
    assert {job.state for job in Job.objects.filter(pk__in=[job.pk for job in jobs])} == {JobState.SUCCEEDED}
    assert (Customer.objects.count(), SourceKey.objects.count()) == (60, 60)
    assert sorted(ImportRun.objects.values_list("counts__new", flat=True)) == [0, 60]


def at_once(*works: Callable[[], object]) -> None:
    """Each in a connection of its own, at the same moment."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        barrier.wait(10)
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
