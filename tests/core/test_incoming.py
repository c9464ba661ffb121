"""Letters that come in: any bytes are read or said to be unreadable, each is one row, mailboxes are left in order."""

import imaplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.core import checks, job_runner
from foundation.core.incoming import read_reply_address, receiving, reply_address, take_in
from foundation.core.incoming.mailbox import BATCH, MailboxAway, Maildir, open_mailbox
from foundation.core.incoming.reading import read_letter
from foundation.core.incoming.tasks import READ_JOB
from foundation.core.incoming.words import decode_bytes, text_of_html
from foundation.core.jobs import enqueue
from foundation.core.models import IncomingLetter, Job, JobState, LetterState

THAI = "น้ำรั่วหน้าร้าน"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.MAILBOX_ADDRESS = "complaints@example.go.th"


@pytest.fixture
def taken(monkeypatch):
    """What was handed over, by subject."""
    subjects: list[str] = []
    monkeypatch.setitem(receiving._takers, "email", lambda letter, reading, now: subjects.append(reading.subject))
    return subjects


def raw(text: bytes = b"hello", head: str = "") -> bytes:
    return f"From: a@example.com\r\nMessage-ID: <1@example.com>\r\n{head}\r\n".encode() + text


# --- reading --------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_said_to_be_unreadable(content):
    reading = read_letter(content)
    assert "\x00" not in reading.text


@given(st.text(max_size=200))
def test_any_text_comes_out_of_any_declared_charset(text):
    assert isinstance(decode_bytes(text.encode("utf-8", "replace"), "x-unknown"), str)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (THAI.encode(), "iso-8859-1"),
        (THAI.encode("cp874"), "iso-8859-1"),
        (THAI.encode("cp874"), "tis-620"),
        (THAI.encode("cp874"), "utf-8"),
        (THAI.encode("cp874"), ""),
        (THAI.encode(), "no-such-charset"),
        (THAI.encode("utf-16"), "utf-16"),
    ],
)
def test_thai_is_read_whatever_charset_was_declared(content, declared):
    assert decode_bytes(content, declared) == THAI


def test_western_words_stay_what_they_are():
    assert decode_bytes("café à côté".encode("latin-1"), "iso-8859-1") == "café à côté"


def test_a_head_in_bare_thai_bytes_is_read():
    letter = b"From: a@example.com\r\nSubject: " + THAI.encode("cp874") + b"\r\n\r\nx"
    assert read_letter(letter).subject == THAI
    assert read_letter(b"Subject: =?utf-8?b?!!!?=\r\n\r\nx").is_readable


def test_html_leaves_words_alone():
    html = "<style>p{}</style><p onclick=x>หนึ่ง<br>สอง</p><script>alert(1)</script><svg><a>no</a></svg><p>&lt;b&gt;</p>"
    assert text_of_html(html) == "หนึ่ง\nสอง\n\n<b>"
    assert text_of_html("<blockquote>เดิม</blockquote>") == "เดิม"
    assert text_of_html("<p>ใหม่</p><blockquote>เดิม</blockquote>") == "ใหม่"
    assert text_of_html("<p>x" + "</div>" * 50 + "<blockquote>") == "x"


def test_of_two_wordings_the_plain_one_is_read_and_every_file_kept():
    letter = EmailMessage()
    letter["From"] = "a@example.com"
    letter.set_content("plain")
    letter.add_alternative("<b>html</b>", subtype="html")
    letter.get_payload()[1].add_related(b"x", maintype="image", subtype="png", filename="logo.png")
    letter.add_attachment(b"y", maintype="application", subtype="pdf", filename="a\x00/../b.pdf")
    reading = read_letter(letter.as_bytes())
    assert reading.text == "plain"
    assert sorted(file.name for file in reading.files) == ["b.pdf", "logo.png"]


def test_a_letter_inside_a_letter_is_read_too():
    inner = EmailMessage()
    inner["Subject"] = "x"
    inner.set_content("ข้อความเดิม")
    outer = EmailMessage()
    outer["From"] = "a@example.com"
    outer.set_content("ดูด้านล่าง")
    outer.add_attachment(inner)
    assert read_letter(outer.as_bytes()).text == "ดูด้านล่าง\n\nข้อความเดิม"


@pytest.mark.parametrize("depth", [30, 3000])
def test_parts_without_end_do_no_harm(depth):
    lines = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)]
    reading = read_letter(("From: a@example.com\r\n" + "".join(lines) + "\r\nhello").encode())
    assert reading.text == ""


def test_names_of_senders_make_no_heads():
    reading = read_letter(b"From: =?utf-8?q?Evil=0d=0aBcc=3a_x=40y.z?= <a@example.com>\r\n\r\nx")
    assert "\n" not in reading.name
    assert reading.sender == "a@example.com"
    assert read_letter(b"From: not an address\r\n\r\nx").sender == ""


# --- addresses ------------------------------------------------------------------------------------------------------


def test_a_reply_address_names_its_record_and_nothing_else(settings):
    public_id = "abcdefghjkmnpqrstvwxyz0123"
    address = reply_address("complaint", public_id)
    assert read_reply_address([address.upper()], kind="complaint") == public_id
    assert read_reply_address([address], kind="request") == ""
    assert read_reply_address([address.replace("abc", "abd")], kind="complaint") == ""
    assert read_reply_address([address.replace("example.go.th", "example.com")], kind="complaint") == ""
    assert len(address.partition("@")[0]) <= 64
    settings.MAILBOX_ADDRESS = ""
    assert reply_address("complaint", public_id) == ""
    assert read_reply_address([address], kind="complaint") == ""


# --- rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_letter_is_a_sealed_row_before_anything_is_done(taken):
    row = take_in(raw(head="Subject: hello\r\n"), now=timezone.now())
    assert (row.state, row.body) == (LetterState.RECEIVED, None)
    with default_storage.open(row.stored_as) as file:
        assert b"hello" not in file.read()
    assert take_in(raw(head="Subject: hello\r\n"), now=timezone.now()) == row
    assert job_runner.run_waiting() == 1
    row = IncomingLetter.objects.select_related("data_key").get()
    assert (row.state, row.subject, row.body, row.sender) == (LetterState.TAKEN, "hello", "hello", "a@example.com")
    assert taken == ["hello"]


@pytest.mark.django_db
def test_a_message_id_that_is_used_again_loses_no_letter(taken):
    heads = ["Subject: one\r\n", "Subject: two\r\n", "Subject: two\r\nReceived: by a\r\n"]
    first, second, same = [take_in(raw(head=head), now=timezone.now()) for head in heads]
    assert first != second == same
    nameless = [b"From: a@example.com\r\nMessage-ID: <>\r\n\r\n" + text for text in (b"x", b"y", b"x")]
    third, fourth, again = [take_in(letter, now=timezone.now()) for letter in nameless]
    assert third != fourth
    assert third == again
    bare = b"From: a@example.com\r\nMessage-ID: <t@x>\r\nSubject: " + THAI.encode("cp874") + b"\r\n\r\nx"
    assert take_in(bare, now=timezone.now()) == take_in(bare, now=timezone.now())
    assert IncomingLetter.objects.count() == 5


@pytest.mark.django_db
def test_a_letter_that_fails_again_and_again_goes_to_a_person_unread(monkeypatch, settings):
    seen = []
    settings.JOB_BACKOFF_SECONDS = 0

    def broken(letter, reading, now):
        seen.append(reading.is_readable)
        if reading.is_readable:
            raise ZeroDivisionError

    monkeypatch.setitem(receiving._takers, "email", broken)
    take_in(raw(), now=timezone.now())
    job_runner.run_waiting()
    assert seen == [True, True, False]
    assert IncomingLetter.objects.get().state == LetterState.TAKEN
    assert Job.objects.get().state == JobState.SUCCEEDED


# --- mailboxes ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_maildir_is_read_once_and_left_in_order(tmp_path: Path, settings, taken):
    new = tmp_path / "new"
    new.mkdir()
    (new / "1").write_bytes(raw(head="Subject: one\r\n"))
    (new / "2").write_bytes(b"From: b@example.com\r\nSubject: big\r\n\r\n" + b"x" * 5000)
    (tmp_path / "outside").write_bytes(raw(head="Subject: no\r\n"))
    (new / "3").symlink_to(tmp_path / "outside")
    settings.MAILBOX_URL, settings.MAILBOX_MAX_BYTES = f"maildir://{tmp_path}", 4000
    enqueue(READ_JOB, params={}, by=None)
    job_runner.run_waiting()
    assert sorted(taken) == ["big", "one"]
    assert IncomingLetter.objects.get(is_whole=False).size > 5000
    assert [path.name for path in new.iterdir()] == ["3"]
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,S"]


def test_a_folder_that_is_no_maildir_is_told(tmp_path: Path):
    with pytest.raises(MailboxAway):
        list(Maildir(tmp_path).unread(limit=10))


class Server:
    """A mail server with three letters, one of them large."""

    def __init__(self, host: str, port: int, *, ssl_context, timeout: int) -> None:
        assert ssl_context.check_hostname
        assert (host, port) == ("mail.example.go.th", 993)
        self.seen: list[str] = []
        self.out = False
        servers.append(self)

    def login(self, user: str, password: str) -> None:
        if password != "p@ss":
            raise imaplib.IMAP4.error("no")
        assert user == "desk"

    def select(self, folder: str) -> tuple[str, list[bytes]]:
        return ("OK", [b"3"]) if folder == '"INBOX"' else ("NO", [b""])

    def uid(self, command: str, *words: str) -> tuple[str, list]:
        if command == "SEARCH":
            return "OK", [b"7 8 9"]
        if command == "STORE":
            self.seen.append(words[0])
            return "OK", []
        uid, what = words
        if uid == "9":
            return "OK", [None]
        if "SIZE" in what:
            return "OK", [f"1 (UID {uid} RFC822.SIZE {50 if uid == '7' else 5000})".encode()]
        assert ("HEADER" in what) == (uid == "8")
        return "OK", [(b"1 (BODY[] {9}", raw(head=f"Subject: {uid}\r\n")), b")"]

    def logout(self) -> None:
        self.out = True


servers: list[Server] = []


@pytest.fixture
def server(monkeypatch) -> Iterator[list[Server]]:
    servers.clear()
    monkeypatch.setattr(imaplib, "IMAP4_SSL", Server)
    return servers


def test_an_imap_folder_is_read_without_marking_until_kept(server):
    with open_mailbox("imaps://desk:p%40ss@mail.example.go.th/INBOX") as box:
        found = list(box.unread(limit=1000))
        assert server[0].seen == []
        box.mark_read(found[0].uid)
    assert [(letter.uid, letter.size) for letter in found] == [("7", None), ("8", 5000)]
    assert (server[0].seen, server[0].out) == (["7"], True)
    assert BATCH >= 100


@pytest.mark.parametrize("url", ["imaps://desk:wrong@mail.example.go.th", "imaps://desk:p%40ss@mail.example.go.th/no"])
def test_a_server_that_refuses_is_told_without_the_password(server, url):
    with pytest.raises(MailboxAway) as told, open_mailbox(url):
        pass
    assert str(told.value) == "error"
    assert server[0].out


@pytest.mark.parametrize(
    ("url", "address", "fits"),
    [
        ("", "", True),
        ("maildir:///x", "complaints@example.go.th", True),
        ("imap://user@host", "complaints@example.go.th", False),
        ("maildir:///x", "", False),
        ("", "complaints@example.go.th", False),
        ("maildir:///x", "a-very-long-name-of-a-mailbox@example.go.th", False),
    ],
)
def test_a_mailbox_that_cannot_be_read_stops_the_start(settings, url, address, fits):
    settings.MAILBOX_URL, settings.MAILBOX_ADDRESS = url, address
    assert (checks.mailbox_is_whole() == []) is fits
    if not fits:
        with pytest.raises(SystemCheckError, match=r"core\.E002"):
            call_command("check")
