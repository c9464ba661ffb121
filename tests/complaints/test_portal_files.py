"""The page of files: taken, taken out, refused by name."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from foundation.core.files import attachments_of
from foundation.core.models import Attachment
from tests.complaints.portal_form import NEW, PNG, fill, send, step

pytestmark = pytest.mark.usefixtures("charter")


def upload(client: Client, name: str, content: bytes, kind: str = "application/octet-stream") -> Any:
    client.post(NEW, {"identity": "anonymous"})
    return client.post(step("files"), {"uploads": SimpleUploadedFile(name, content, kind), "add": "1"})


def test_a_picture_is_taken_and_can_be_taken_out(client: Client) -> None:
    long_name = f"{'ภาพน้ำรั่ว' * 20}.png"
    answer = upload(client, long_name, PNG, "image/png")
    assert answer.status_code == 200
    attachment = Attachment.objects.get()
    assert attachment.name.endswith(".png")
    assert attachment.name.startswith("ภาพน้ำรั่ว")
    client.post(reverse("complaints:portal-remove-file", args=[attachment.public_id]))
    assert not Attachment.objects.exists()


def test_files_belong_to_the_complaint_after_sending(client: Client) -> None:
    fill(client, "anonymous")
    client.post(step("files"), {"uploads": SimpleUploadedFile("ฝ้า.png", PNG, "image/png")})
    send(client)
    complaint = Complaint.objects.get()
    assert attachments_of("complaints.complaint", complaint.public_id).get().name == "ฝ้า.png"


@pytest.mark.parametrize(
    ("name", "content"),
    [("ว่าง.png", b""), ("ใบแจ้งหนี้.pdf", b"MZ\x90\x00" + b"\0" * 200), ("โปรแกรม.exe", b"MZ\x90\x00")],
)
def test_bad_files_are_refused_by_name(client: Client, name: str, content: bytes) -> None:
    answer = upload(client, name, content)
    assert answer.status_code == 422
    assert f"“{name}”" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_one_bad_file_does_not_lose_the_others(client: Client) -> None:
    client.post(NEW, {"identity": "anonymous"})
    files = [SimpleUploadedFile("ฝ้า.png", PNG, "image/png"), SimpleUploadedFile("เสีย.pdf", b"MZ", "application/pdf")]
    answer = client.post(step("files"), {"uploads": files})
    assert answer.status_code == 422
    assert Attachment.objects.get().name == "ฝ้า.png"


@pytest.mark.slow
def test_two_hundred_megabytes_are_refused(client: Client) -> None:
    answer = upload(client, "วิดีโอ.mov", b"\0" * (200 * 1024 * 1024), "video/quicktime")
    assert answer.status_code == 422
    assert not Attachment.objects.exists()
