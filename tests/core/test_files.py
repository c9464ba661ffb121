"""Attachments: what is taken in and what is refused, and that a file and its row come and go together."""

import errno
import io
import os
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from foundation.core import file_scan, file_store, files, job_runner
from foundation.core.errors import Refused
from foundation.core.models import Attachment, Job, Notification, ScanState

pytestmark = pytest.mark.django_db

KIND = "test.case"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A storage of the test's own."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def open_door(monkeypatch):
    """Everyone may fetch the test's files."""
    monkeypatch.setitem(files._rules, KIND, lambda person, attachment, request: True)


def take(content, name, owner="1", **options):
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as a client sends it; Django itself cleans names differently
    return files.attach(owner_kind=KIND, owner_public_id=owner, upload=upload, **options)


def picture(format_name="JPEG", size=(40, 30), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format_name, **options)
    return out.getvalue()


def word(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **parts}.items():
            package.writestr(name, content)
    return out.getvalue()


def excel():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "ยอดขาย")
    return out.getvalue()


def stored_files(tmp_path):
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 64


# --- taken in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (picture("JPEG"), "ฝ้า.JPG", "image/jpeg"),
        (picture("JPEG"), "ฝ้า.jpeg", "image/jpeg"),
        (picture("PNG"), "แผนผัง.png", "image/png"),
        (picture("WEBP"), "ห้อง.webp", "image/webp"),
        (PDF, "สัญญา.pdf", "application/pdf"),
        (word(), "หนังสือ.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (excel(), "ยอด.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("บันทึก".encode(), "บันทึก.txt", "text/plain"),
        ("บันทึก".encode("cp874"), "บันทึก.txt", "text/plain"),
        (MP4, "น้ำหยด.mp4", "video/mp4"),
    ],
    # Not by the bytes: those of an archive hold the time at which it was made, and each worker makes its own.
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_accepted_kinds(content, name, content_type):
    attachment = take(content, name)
    assert (attachment.content_type, attachment.name) == (content_type, name)
    assert len(attachment.sha256) == 64
    assert attachment.size == default_storage.size(attachment.stored_as)
    assert list(files.attachments_of(KIND, "1")) == [attachment]


def test_file_lies_under_a_random_name_outside_the_web_root(settings, tmp_path):
    attachment = take(PDF, "../../etc/passwd\x00.pdf")
    [path] = stored_files(tmp_path)
    assert attachment.name == "passwd.pdf"
    assert "passwd" not in str(path)
    assert path.suffix == ""
    assert not str(path).startswith(str(settings.STATIC_ROOT))


def test_picture_loses_its_camera_data_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CAMERA OF SOMCHAI"
    attachment = take(picture("JPEG", size=(40, 30), exif=exif.tobytes()), "photo.jpg")
    with default_storage.open(attachment.stored_as) as file:
        content = file.read()
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((30, 40), {})
    assert b"SOMCHAI" not in content


def test_what_hides_behind_a_picture_is_dropped():
    attachment = take(picture("PNG") + b"<script>alert(1)</script>", "x.png")
    with default_storage.open(attachment.stored_as) as file:
        assert b"script" not in file.read()


def test_transparency_survives():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    attachment = take(out.getvalue(), "x.png")
    with default_storage.open(attachment.stored_as) as file, Image.open(file) as kept:
        assert kept.getpixel((0, 0))[3] == 0


# --- names ----------------------------------------------------------------------------------------------------------


def test_name_of_200_thai_characters_is_kept_whole():
    name = "น้ำรั่วที่ห้อง" * 18 + ".pdf"
    assert len(name) > 200
    assert take(PDF, name).name == name


def test_longer_name_is_cut_between_characters_and_keeps_its_ending():
    name = files.clean_name("กี่" * 400 + ".pdf")
    assert name.endswith("กี่.pdf")
    assert name.count("กี่") == 251
    assert len(files.clean_name("ก" + "่" * 5000 + ".pdf")) < 1000


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\มาลี\\ภาพ.png", "ภาพ.png"),
        ("รายงาน\u202egnp.pdf", "รายงานgnp.pdf"),
        ("ก\u200bข.pdf", "กข.pdf"),
        ("line\nbreak.pdf", "line break.pdf"),
        ("no-ending", "no-ending"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert files.clean_name(given) == kept


# --- refused --------------------------------------------------------------------------------------------------------


def bomb(size):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<w/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            for _piece in range(size // 2**20):
                part.write(b" " * 2**20)
    return out.getvalue()


def lying_bomb():
    """A package whose entry claims ten bytes and unfolds into far more."""
    content = bytearray(bomb(4 * 1024 * 1024))
    real = struct.pack("<I", 4 * 1024 * 1024)
    return bytes(content.replace(real, struct.pack("<I", 10)))


def pixel_flood():
    """A PNG of 12,000 × 12,000 in a few kilobytes."""
    rows = zlib.compress(b"\x00" * (12001 * 12000 // 8), 9)
    head = struct.pack(">IIBBBBB", 12000, 12000, 1, 0, 0, 0, 0)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 200
XXE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"", "empty.pdf", id="empty"),
        pytest.param(EXE, "invoice.pdf", id="exe named pdf"),
        pytest.param(EXE, "setup.exe", id="exe"),
        pytest.param(EXE, "note.txt", id="exe named txt"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "x.svg", id="svg"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "x.png", id="svg named png"),
        pytest.param(b"<!doctype html><script>1</script>", "x.html", id="html"),
        pytest.param(PDF, "photo.jpg", id="pdf named jpg"),
        pytest.param(picture("PNG"), "photo.jpg", id="png named jpg"),
        pytest.param(picture("JPEG")[:60], "photo.jpg", id="damaged picture"),
        pytest.param(word(**{"word/vbaProject.bin": "x"}), "letter.docx", id="macros"),
        pytest.param(word(**{"word/document.xml": XXE}), "letter.docx", id="xxe"),
        pytest.param(word(**{"customXml/item1.xml": XXE.encode("utf-16")}), "letter.docx", id="xxe in utf-16"),
        pytest.param(word(), "table.xlsx", id="word named excel"),
        pytest.param(word()[:-30], "letter.docx", id="cut-off package"),
        pytest.param(pixel_flood(), "map.png", id="pixel flood"),
        pytest.param(lying_bomb(), "table.xlsx", id="bomb that lies about its size"),
        pytest.param(PDF, "no-ending", id="no ending"),
        pytest.param(PDF, ".pdf.exe", id="double ending"),
    ],
)
def test_refused_with_words_and_nothing_left(content, name, tmp_path):
    with pytest.raises(Refused) as refusal:
        take(content, name)
    assert len(refusal.value.message) > 20
    assert not Attachment.objects.exists()
    assert stored_files(tmp_path) == []


def test_zip_bomb_is_refused_before_it_unfolds(settings):
    settings.ATTACHMENT_MAX_UNFOLDED_BYTES = 20 * 1024 * 1024
    content = bomb(30 * 1024 * 1024)
    assert len(content) < 40_000
    with pytest.raises(Refused, match=r"ขยาย|unfold"):
        take(content, "table.xlsx")


def test_too_large_says_both_sizes(settings):
    settings.ATTACHMENT_MAX_BYTES = 1024
    with pytest.raises(Refused) as refusal:
        take(PDF + b" " * 2000, "x.pdf")
    assert "2" in refusal.value.message
    assert "1" in refusal.value.message


def test_too_many_files_of_one_record(settings):
    settings.ATTACHMENT_MAX_COUNT = 2
    for _file in range(2):
        take(PDF, "x.pdf")
    with pytest.raises(Refused):
        take(PDF, "x.pdf")
    take(PDF, "x.pdf", owner="another")


# --- together with the row ------------------------------------------------------------------------------------------


def take_and_fail(tmp_path):
    take(PDF, "x.pdf")
    assert len(stored_files(tmp_path)) == 1
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_rolled_back_row_takes_its_file_along(tmp_path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail(tmp_path)
    assert stored_files(tmp_path) == []
    take(PDF, "kept.pdf")
    assert len(stored_files(tmp_path)) == 1


def test_rolled_back_savepoint_takes_its_file_along(tmp_path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail(tmp_path)
    assert stored_files(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_told_and_leaves_neither_row_nor_file(monkeypatch, tmp_path, number):
    def write_half(self, name, content):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", write_half)
    with pytest.raises(Refused):
        take(PDF, "x.pdf")
    assert not Attachment.objects.exists()
    assert stored_files(tmp_path) == []


def test_removed_row_takes_its_file_along_after_commit(tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attachment = take(PDF, "x.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(attachment)
        assert len(stored_files(tmp_path)) == 1
    assert stored_files(tmp_path) == []


def test_orphans_of_a_killed_process_are_deleted_when_old(tmp_path):
    attachment = take(PDF, "x.pdf")
    orphan = default_storage.path(f"{attachment.stored_as}0")
    with open(orphan, "wb") as file:  # noqa: PTH123 - a path as the storage gives it
        file.write(b"x")
    now = timezone.now()
    assert file_store.delete_orphans(file_scan._known, now=now) == 0
    assert file_store.delete_orphans(file_scan._known, now=now + timedelta(days=1)) == 1
    assert [str(path) for path in stored_files(tmp_path)] == [default_storage.path(attachment.stored_as)]


# --- given out ------------------------------------------------------------------------------------------------------


def test_file_is_given_out_as_an_attachment_under_its_own_name(client, open_door):
    attachment = take(PDF, "ป่า ก.pdf")
    response = client.get(f"/files/{attachment.public_id}/")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    name = "%E0%B8%9B%E0%B9%88%E0%B8%B2%20%E0%B8%81.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_without_a_rule_nobody_gets_a_file(client_as, client):
    attachment = take(PDF, "x.pdf")
    for visitor in (client, client_as("system-administrator")):
        assert visitor.get(f"/files/{attachment.public_id}/").status_code == 404


def test_rule_of_the_owner_decides_by_person_and_session(monkeypatch, client_as):
    rule = lambda person, attachment, request: bool(person) or request.session.get("case") == attachment.owner_public_id  # noqa: E731
    monkeypatch.setitem(files._rules, KIND, rule)
    address = f"/files/{take(PDF, 'x.pdf').public_id}/"
    visitor = Client()
    assert visitor.get(address).status_code == 404
    session = visitor.session
    session["case"] = "1"
    session.save()
    assert visitor.get(address).status_code == 200
    assert client_as("auditor").get(address).status_code == 200


def test_missing_file_and_unknown_id_are_not_found(client, open_door):
    attachment = take(PDF, "x.pdf")
    default_storage.delete(attachment.stored_as)
    assert client.get(f"/files/{attachment.public_id}/").status_code == 404
    assert client.get("/files/0000000000000000000000000a/").status_code == 404


# --- the scanner ----------------------------------------------------------------------------------------------------


def scanner(file):
    """Knows one virus."""
    return EICAR.encode() not in file.read()


def broken_scanner(file):
    """Is down."""
    raise ConnectionRefusedError


@pytest.fixture
def scanned(settings):
    settings.ATTACHMENT_SCANNER = "tests.core.test_files.scanner"


def test_file_is_held_until_it_is_clean(client, open_door, scanned):
    attachment = take(b"clean text", "x.txt")
    assert attachment.scan_state == ScanState.HELD
    address = f"/files/{attachment.public_id}/"
    assert client.get(address).status_code == 404
    job_runner.run_waiting()
    assert client.get(address).status_code == 200


def test_infected_file_is_locked_away_and_told(client, open_door, scanned, person):
    administrator = person("system-administrator")
    attachment = take(EICAR.encode(), "x.txt")
    job_runner.run_waiting()
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.INFECTED
    assert client.get(f"/files/{attachment.public_id}/").status_code == 404
    assert Notification.objects.filter(user=administrator).count() == 1


def test_with_the_scanner_down_the_file_is_held_and_asked_about_again(settings, client, open_door):
    settings.ATTACHMENT_SCANNER = "tests.core.test_files.broken_scanner"
    settings.JOB_ATTEMPTS = 1
    attachment = take(b"text", "x.txt")
    job_runner.run_waiting()
    assert client.get(f"/files/{attachment.public_id}/").status_code == 404
    settings.ATTACHMENT_SCANNER = "tests.core.test_files.scanner"
    Attachment.objects.update(created_at=timezone.now() - timedelta(hours=1))
    file_scan.enqueue("core.tidy_files", params={}, by=None)
    job_runner.run_waiting()
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.CLEAN
    assert Job.objects.filter(kind="core.scan").count() == 2
