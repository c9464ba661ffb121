"""Importing files: what is read, what is refused, and that it happens once and whole."""

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from customers import selectors, services
from customers.enums import ImportState
from customers.importing.columns import ColumnMap
from customers.models import Customer, ImportRun, RelationPeriod
from customers.services import imports, intake
from customers.services.erasure import erase_customer
from foundation.accounts.models import Unit
from foundation.core import job_runner
from foundation.core.errors import Refused
from foundation.core.models import Job, JobState
from tests.customers.factories import NOW, make_organisation, thai_number

pytestmark = pytest.mark.django_db

HEADER = ["รหัสลูกค้า", "ชื่อ-นามสกุล", "เลขประจำตัว", "โทรศัพท์", "เป็นลูกค้าตั้งแต่", "ยอดใช้จ่าย"]


def table(*rows: list[str], header: list[str] = HEADER) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def good(n: int, **changes: str) -> list[str]:
    row = {
        "key": f"A{n}", "name": f"นายสมชาย{n} ใจดี", "id": thai_number("3", n), "phone": f"081{n:07d}",
        "since": "29/02/2567", "spend": "1,250.50", **changes,
    }  # fmt: skip
    return list(row.values())


def upload(text: str | bytes, **options: Any) -> ImportRun:
    data = text if isinstance(text, bytes) else text.encode()
    return imports.open_import(file=ContentFile(data), name="ลูกค้า.csv", by=None, now=NOW, **options)


def run_import(run: ImportRun) -> Job:
    job = imports.start_import(run_id=run.pk, by=None, now=NOW)
    job_runner.run(job.pk)
    job.refresh_from_db()
    run.refresh_from_db()
    return job


def issues(run: ImportRun) -> list[tuple[int, str, str]]:
    return list(run.issues.order_by("line", "id").values_list("line", "column", "code"))


def kept_files() -> set[str]:
    return set(default_storage.listdir("imports")[1]) if default_storage.exists("imports") else set()


def test_rows_become_customers_with_keys_dates_and_figures() -> None:
    run = upload(table(good(1), good(2)))
    job = run_import(run)
    assert (job.state, run.state) == (JobState.SUCCEEDED, ImportState.IMPORTED)
    customer = Customer.objects.get(source_keys__key="A1")
    assert (customer.title_th, customer.name_th, customer.family_th) == ("นาย", "สมชาย1", "ใจดี")
    assert customer.national_id == thai_number("3", 1)
    assert customer.phone == "+66810000001"
    assert customer.relation_since.isoformat() == "2024-02-29"
    assert customer.attributes == {"ยอดใช้จ่าย": 1250.5}
    assert RelationPeriod.objects.get(customer=customer).starts_on == customer.relation_since


def test_check_writes_no_customer() -> None:
    run = upload(table(good(1), good(2, phone="12")))
    job_runner.run(imports.start_check(run_id=run.pk, by=None, now=NOW).pk)
    run.refresh_from_db()
    assert (run.state, Customer.objects.count()) == (ImportState.CHECKED, 0)
    assert {name: run.counts[name] for name in ("rows", "new", "refused")} == {"rows": 2, "new": 1, "refused": 1}
    assert issues(run) == [(3, "โทรศัพท์", "phone")]


def test_same_file_twice_makes_no_doubles_and_keeps_corrections() -> None:
    run_import(upload(table(good(1), good(2))))
    customer = Customer.objects.get(source_keys__key="A1")
    services.update_customer(
        customer_id=customer.pk, shown_version=customer.version, values={"family_th": "ใจงาม"}, by=None, now=NOW
    )
    again = upload(table(good(1), good(2)))
    run_import(again)
    customer.refresh_from_db()
    assert (again.counts["new"], again.counts["unchanged"], Customer.objects.count()) == (0, 2, 2)
    assert customer.family_th == "ใจงาม"


def whole_readings() -> int:
    """How often this session has read the whole register; what earlier tests read may still be among it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'customers_customer'")
        return int(cursor.fetchone()[0])


def test_a_register_known_to_be_empty_is_not_read_again_for_each_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_customer")  # as autovacuum does after the last customer was deleted
    before = whole_readings()
    run_import(upload(table(*(good(n) for n in range(300)))))
    assert Customer.objects.count() == 300
    assert whole_readings() - before < 30


def test_changed_line_changes_the_customer_and_blank_cells_take_nothing() -> None:
    run_import(upload(table(good(1))))
    again = upload(table(good(1, name="นายสมชาย1 ใจงาม", phone="", spend="99")))
    run_import(again)
    customer = Customer.objects.get()
    assert (again.counts["changed"], customer.family_th, customer.phone) == (1, "ใจงาม", "+66810000001")
    assert (customer.attributes, customer.version) == ({"ยอดใช้จ่าย": 99}, 2)
    assert [row.history_type for row in customer.history.order_by("history_id")] == ["+", "~"]
    assert customer.history.latest().prev_record.family_th == "ใจดี"


def test_one_bad_row_does_not_hold_up_the_rest() -> None:
    rows = [good(n) for n in range(1, 200)]
    rows[100][2] = "1234545678789"
    run = upload(table(*rows))
    run_import(run)
    assert Customer.objects.count() == 198
    assert issues(run) == [(102, "เลขประจำตัว", "check_digit")]
    assert run.issues.get().shown == "…789"


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("cp874", b"", "tis-620"),
        ("utf-16", b"", "utf-16"),
    ],
)
def test_encodings_are_recognised(encoding: str, mark: bytes, name: str) -> None:
    run = upload(mark + table(good(1, name="นางน้ำผึ้ง รักษ์ธรรม")).encode(encoding))
    run_import(run)
    customer = Customer.objects.get()
    assert (run.encoding, customer.name_th, customer.family_th) == (name, "น้ำผึ้ง", "รักษ์ธรรม")


def test_windows_874_with_its_own_quotes_is_recognised() -> None:
    run = upload(table(good(1, name="ร้าน “อิ่มสุข”")).encode("cp874"))
    assert run.encoding == "cp874"


def test_broken_utf8_is_refused_with_its_line() -> None:
    data = table(good(1), good(2)).encode().replace("สมชาย2".encode(), b"\xe0\xb8")
    with pytest.raises(Refused, match="3"):
        upload(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04rest", b"\x00\x01\x02", "รหัส,ชื่อ\n".encode(), b"\n\n"],
    ids=["empty", "spreadsheet", "binary", "header-only", "blank"],
)
def test_what_is_no_table_is_refused_and_not_kept(data: bytes) -> None:
    before = kept_files()
    with pytest.raises(Refused):
        upload(data)
    assert kept_files() == before


def test_missing_name_column_is_refused_kindly() -> None:
    run = upload(table(["A1", "5"], header=["รหัสลูกค้า", "ยอด"]))
    with pytest.raises(Refused, match="ยอด"):
        imports.start_import(run_id=run.pk, by=None, now=NOW)


def test_file_without_any_key_is_refused() -> None:
    run = upload(table(["สมชาย ใจดี"], header=["ชื่อ-นามสกุล"]))
    with pytest.raises(Refused):
        imports.start_import(run_id=run.pk, by=None, now=NOW)
    mapping = ColumnMap(columns={0: "full_name"}, key_from_line=True)
    imports.confirm_columns(run_id=run.pk, mapping=mapping, source="แถว", by=None, now=NOW)
    run_import(run)
    assert Customer.objects.get().source_keys.get().key == "000001"


def test_duplicates_in_the_file_are_reported_and_the_first_counts() -> None:
    run = upload(table(good(1), good(1, name="คนอื่น"), good(2, id=thai_number("3", 1))))
    run_import(run)
    assert issues(run) == [(3, "รหัสลูกค้า", "key_twice"), (4, "เลขประจำตัว", "identifier_twice")]
    assert [issue.params for issue in run.issues.all()] == [{"first": 2}, {"first": 2}]
    assert Customer.objects.get().name_th == "สมชาย1"


def test_number_of_another_customer_is_a_conflict() -> None:
    run_import(upload(table(good(1), good(2))))
    run = upload(table(good(1, id=thai_number("3", 2)), good(9, id=thai_number("3", 2))))
    run_import(run)
    assert {code for _line, _column, code in issues(run)} == {"identifier_twice", "key_conflict"}
    assert Customer.objects.count() == 2


def test_customer_of_another_source_is_recognised_by_number() -> None:
    customer = make_organisation(tax_id="0105536112014")
    run = upload(table(good(7, name="บริษัท ครัวบ้านสวน จำกัด", id="0-1055-36112-01-4")))
    run_import(run)
    customer.refresh_from_db()
    assert (run.counts["changed"], customer.name_th) == (1, "ครัวบ้านสวน จำกัด")
    assert customer.source_keys.get().key == "A7"


def test_formula_stays_text() -> None:
    run_import(upload(table(good(1, name='=HYPERLINK("http://example.invalid","x")'))))
    assert Customer.objects.get().name_en.startswith("=HYPERLINK(")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", "12345", "not_13_digits"),
        ("id", "12345456787x1", "not_digits"),
        ("since", "30/02/2567", "date"),
        ("since", "31/12/2599", "future"),
        ("spend", "มาก", "number"),
        ("name", "ก" * 500, "too_long"),
        ("name", "", "required"),
    ],
)
def test_bad_cell_is_named_by_its_rule(field: str, value: str, code: str) -> None:
    run = upload(table(good(1, **{field: value}), good(2), good(3)))
    run_import(run)
    assert [(line, found) for line, _column, found in issues(run)] == [(2, code)]
    assert Customer.objects.count() == 2


def test_row_with_too_few_cells_is_reported() -> None:
    run = upload(table(good(1)) + "A2,สมหญิง\r\n")
    run_import(run)
    assert [(i.line, i.code, i.params) for i in run.issues.all()] == [(3, "cells", {"found": 2, "expected": 6})]


def test_forgotten_person_is_not_taken_in_again() -> None:
    run_import(upload(table(good(1))))
    erase_customer(customer_id=Customer.objects.get().pk, by=None, now=NOW)
    run = upload(table(good(1, spend="7")))
    run_import(run)
    assert issues(run) == [(2, "", "erased")]


def test_customer_of_another_unit_is_not_overwritten(person: Any) -> None:
    unit = Unit.objects.get(code="property")
    hidden = make_organisation(tax_id="0105536112014", unit=unit, is_limited=True)
    text = table(good(7, name="บริษัท อื่น จำกัด", id="0105536112014"))
    run = imports.open_import(file=ContentFile(text.encode()), name="a.csv", by=person("customer-officer"), now=NOW)
    run_import(run)
    hidden.refresh_from_db()
    assert (hidden.version, [code for _line, _column, code in issues(run)]) == (1, ["not_visible"])


def test_change_between_check_and_write_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    run_import(upload(table(good(1))))
    customer = Customer.objects.get()
    run = upload(table(good(1, name="นายสมชาย1 ใจงาม")))
    job = imports.start_import(run_id=run.pk, by=None, now=NOW)
    prepare = intake._Work.prepare

    def meanwhile(work: Any, counts: dict[str, int]) -> None:
        prepare(work, counts)
        if customer.version == 1:
            services.update_customer(
                customer_id=customer.pk, shown_version=1, values={"postcode": "10210"}, by=None, now=NOW
            )
            customer.refresh_from_db()

    monkeypatch.setattr(intake._Work, "prepare", meanwhile)
    job_runner.run(job.pk)
    customer.refresh_from_db()
    assert (customer.family_th, customer.postcode, customer.version) == ("ใจงาม", "10210", 3)


def test_killed_worker_leaves_nothing_and_the_next_one_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    run = upload(table(*[good(n) for n in range(1, 50)]))
    job = imports.start_import(run_id=run.pk, by=None, now=NOW)

    def die(**_options: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("customers.services.intake.place", die)
        with pytest.raises(SystemExit):
            job_runner.run(job.pk)
    assert Customer.objects.count() == 0
    Job.objects.filter(pk=job.pk).update(lease_expires_at=NOW)
    job_runner.run(job.pk)
    run.refresh_from_db()
    assert (run.state, Customer.objects.count()) == (ImportState.IMPORTED, 49)
    assert sorted(Customer.objects.values_list("number", flat=True))[0].startswith("K-2569-000001-")


def test_cancelled_import_writes_nothing_and_may_be_started_again() -> None:
    run = upload(table(*[good(n) for n in range(1, 10)]))
    job = imports.start_import(run_id=run.pk, by=None, now=NOW)
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=NOW)
    job_runner.run(job.pk)
    assert Customer.objects.count() == 0
    run_import(run)
    assert Customer.objects.count() == 9


def test_uploaded_copy_is_dropped_when_its_rows_are_in(django_capture_on_commit_callbacks: Any) -> None:
    run = upload(table(good(1)))
    stored = run.stored_name
    assert default_storage.exists(stored)
    with django_capture_on_commit_callbacks(execute=True):
        run_import(run)
    assert not default_storage.exists(stored)


def wholesale() -> Path:
    home = os.environ.get("TRDCRM_SHARED") or Path(__file__).resolve().parents[3] / "shared"
    path = Path(home) / "data" / "wholesale_customers.csv"
    if not path.exists():
        pytest.skip("the shared data set wholesale_customers.csv is not on this machine")
    return path


def test_shared_wholesale_customers_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_customers", str(wholesale()))
    assert "440 new, 0 changed, 0 unchanged, 0 refused" in capsys.readouterr().out
    first = Customer.objects.get(source_keys__source="wholesale", source_keys__key="000001")
    assert (first.party, first.kind, first.name_th) == ("organisation", "resale", "ลูกค้าค้าส่ง 000001")
    assert first.attributes == {
        "channel": "2", "region": "3", "fresh": 12669, "milk": 9656, "grocery": 7561, "frozen": 214,
        "detergents_paper": 2674, "delicassen": 1338,
    }  # fmt: skip
    keys = ["fresh", "milk", "grocery", "frozen", "detergents_paper", "delicassen"]
    assert next(selectors.numeric_features(keys))[1:] == (12669, 9656, 7561, 214, 2674, 1338)
    call_command("import_customers", str(wholesale()))
    assert "0 new, 0 changed, 440 unchanged, 0 refused" in capsys.readouterr().out


def test_command_dry_run_writes_nothing_and_lists_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, errors = tmp_path / "ลูกค้า.csv", tmp_path / "errors.csv"
    path.write_text(table(good(1), good(2, phone="=1+1")), encoding="cp874")
    call_command("import_customers", str(path), dry_run=True, errors=errors)
    assert Customer.objects.count() == 0
    assert "1 new" in capsys.readouterr().out
    assert errors.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,โทรศัพท์,")


def test_command_refuses_a_missing_file() -> None:
    with pytest.raises(CommandError):
        call_command("import_customers", "nowhere.csv")
