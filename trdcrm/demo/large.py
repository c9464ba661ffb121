"""A register as large as the company could ever have: a million customers and ten million contacts, written by COPY.

The customers come in through the ordinary import of a file, so they are checked, sealed and searchable like all others.
Running it again goes on where it stopped.
"""

import csv
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Exists, OuterRef

from customers.enums import Channel, Direction
from customers.importing.staging import take_ids
from customers.models import Customer, Interaction
from customers.services import imports
from foundation.core import job_runner
from foundation.core.copying import batches, copy_cells, copy_columns, copy_line, copy_lines
from foundation.core.fields import EncryptedTextField
from foundation.core.identifiers import check_digit_13
from foundation.core.ids import new_public_id
from foundation.core.models import Job, JobState

CUSTOMERS, CONTACTS_EACH = 1_000_000, 10
FILE_ROWS = 250_000  # rows of one file: each is imported whole or not at all
SOURCE = "demo-large"
BATCH = 2_000
HEADER = [
    "รหัสลูกค้า",
    "ชื่อ-นามสกุล",
    "เลขประจำตัวประชาชน",
    "โทรศัพท์",
    "อีเมล",
    "ความสัมพันธ์",
    "เป็นลูกค้าตั้งแต่",
    "ยอดใช้จ่าย",
    "จำนวนครั้ง",
]
SYLLABLES = (
    *("กา", "นา", "วี", "ชัย", "ศักดิ์", "ธร", "พร", "ทิพย์", "น้ำ", "ใส", "สุข", "ใจ", "ดี", "งาม", "รัตน์"),
    *("มณี", "แก้ว", "ทอง", "เพชร", "จันทร์", "ไพร", "สม", "ศรี", "ประ", "วิ", "อภิ", "ณัฐ", "ธน", "ปัญ", "ญา"),
)
SUMMARIES = (
    "สอบถามค่าเช่าพื้นที่และเงื่อนไขการต่อสัญญา",
    "แจ้งซ่อมเครื่องปรับอากาศ ช่างนัดเข้าตรวจ",
    "ขอที่จอดรถเพิ่มสำหรับผู้มาติดต่อ",
    "เยี่ยมลูกค้าตามรอบ พอใจการดูแลความสะอาด",
    "ส่งใบแจ้งหนี้และยืนยันยอดชำระ",
    "ขอใช้ห้องประชุมสำหรับการสัมมนา",
)


def file_rows(start: int, stop: int) -> Iterator[list[str]]:
    """Rows of a believable file under `HEADER`, the same in every run."""
    for n in range(start, stop):
        chance = Random(n)  # noqa: S311  demonstration data, no secret
        name, family = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _part in "12")
        twelve = f"3{n:011d}"
        yield [
            f"C{n}",
            f"{chance.choice(('นาย', 'นางสาว', ''))}{name} {family}",
            f"{twelve}{check_digit_13(twelve)}",
            f"08{n:08d}",
            f"c{n}@example.com",
            chance.choice(("ปัจจุบัน", "อดีต", "ผู้สนใจ")),
            f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2550, 2568)}",
            f"{chance.randint(0, 90_000)}.50",
            str(chance.randint(0, 60)),
        ]


def build(*, now: datetime, customers: int = CUSTOMERS, contacts_each: int = CONTACTS_EACH) -> Iterator[str]:
    """Write what is missing, saying how far it has come.

    Raises CommandError when an import fails.
    """
    for start in range(0, customers, FILE_ROWS):
        stop = min(start + FILE_ROWS, customers)
        if not Customer.objects.filter(source_keys__source=SOURCE, source_keys__key=f"C{stop - 1}").exists():
            _import(start, stop, now)
        yield f"{stop:,} customers"
    written = 0
    for batch in batches(_without_contacts().iterator(chunk_size=BATCH), BATCH):
        _write_contacts(batch, contacts_each, now)
        written += len(batch) * contacts_each
        if written % (BATCH * contacts_each * 25) == 0:
            yield f"{written:,} contacts"
    yield f"{written:,} contacts written"


def _import(start: int, stop: int, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"customers-{start}.csv"
        with path.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([HEADER, *file_rows(start, stop)])
        with path.open("rb") as file:
            opened = imports.as_file(file, path.name)
            run = imports.open_import(file=opened, name=path.name, by=None, now=now, source=SOURCE)
    job = imports.start_import(run_id=run.pk, by=None, now=now)
    job_runner.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    if job.state != JobState.SUCCEEDED:
        raise CommandError(job.error_message)
    imports.drop_upload(run_id=run.pk, by=None, now=now)


def _without_contacts() -> Any:
    talked = Interaction.objects.filter(customer=OuterRef("pk"))
    imported = Customer.objects.filter(import_run__source=SOURCE, data_key__isnull=False)
    return imported.filter(~Exists(talked)).select_related("data_key").only("pk", "data_key")


def _write_contacts(customers: list[Customer], contacts_each: int, now: datetime) -> None:
    """A batch is one COPY, so a customer has all of these contacts or none."""
    summary = Interaction._meta.get_field("summary")
    assert isinstance(summary, EncryptedTextField)  # noqa: S101  told to the type checker
    # Every line names its own key.
    pattern = copy_cells(Interaction(data_key=customers[0].data_key, summary="", at=now, created_at=now, source=SOURCE))
    ids = iter(take_ids(Interaction, len(customers) * contacts_each))
    lines = []
    for customer in customers:
        key = customer.data_key
        assert key is not None  # noqa: S101  the query asks for customers that have one
        chance = Random(customer.pk)  # noqa: S311  demonstration data, no secret
        for _n in range(contacts_each):
            at = now - timedelta(minutes=chance.randrange(730 * 24 * 60))
            values = {
                "id": next(ids),
                "public_id": new_public_id(),
                "customer_id": customer.pk,
                "data_key_id": customer.data_key_id,
                "channel": chance.choice(Channel.values),
                "direction": chance.choice(Direction.values),
                "summary": summary.seal(chance.choice(SUMMARIES), key),
                "at": at,
                "created_at": at,
            }
            lines.append(copy_line(pattern, values))
    copy_lines(Interaction._meta.db_table, copy_columns(Interaction), lines)
