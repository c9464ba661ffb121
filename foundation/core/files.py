"""Attachments: taking files in, holding them until scanned, giving them out to who may have them.

    attach(owner_kind="complaints.complaint", owner_public_id=complaint.public_id, upload=request.FILES["file"])

A room says who may fetch the files of its records: register_file_rule("complaints.complaint", rules.may_fetch). Where
a file is personal data, it also says how a fetch is written down (`note`).
"""

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from foundation.core.access import Person
from foundation.core.errors import Refused
from foundation.core.file_store import store
from foundation.core.file_types import recognise
from foundation.core.jobs import enqueue
from foundation.core.models import Attachment, ScanState, Visibility
from foundation.core.thai.text import normalise_line

SCAN_JOB = "core.scan"
NAME_LENGTH = 255  # in characters as people count them

# (who asks, or None for a visitor; the file; the request, for sessions of visitors) -> may have it
FileRule = Callable[[Person | None, Attachment, HttpRequest], bool]
# (who fetched, the file); called before it is given out
FetchNote = Callable[[Person | None, Attachment], object]
_rules: dict[str, FileRule] = {}
_notes: dict[str, FetchNote] = {}


def register_file_rule(owner_kind: str, may_fetch: FileRule, *, note: FetchNote | None = None) -> None:
    """Say who may fetch the files of a kind of record; called from `AppConfig.ready()`. Without a rule: nobody.

    `note` writes each fetch down.
    """
    _rules[owner_kind] = may_fetch
    if note:
        _notes[owner_kind] = note


def may_fetch(person: Person | None, attachment: Attachment, request: HttpRequest) -> bool:
    """Whether this request may have the file: scanned where that is asked for, and allowed by its owner's rule."""
    rule = _rules.get(attachment.owner_kind)
    return bool(rule and attachment.is_available and rule(person, attachment, request))


def note_fetch(person: Person | None, attachment: Attachment) -> None:
    """Write down that a file is fetched, where its room wants that."""
    if note := _notes.get(attachment.owner_kind):
        note(person, attachment)


def attachments_of(owner_kind: str, owner_public_id: str) -> QuerySet[Attachment]:
    """The files of one record, oldest first. Who may see which is the caller's to know."""
    return Attachment.objects.filter(owner_kind=owner_kind, owner_public_id=owner_public_id)


@transaction.atomic
def attach(
    *,
    owner_kind: str,
    owner_public_id: str,
    upload: "UploadedFile[Any]",
    by: Person | None = None,
    visibility: str = Visibility.INTERNAL,
) -> Attachment:
    """Take a file in, in the caller's transaction: rolled back, the file goes too.

    Raises Refused with a message for people: empty, too large, too many, of a kind we do not take, not what its name
    says, damaged, unfolding into a bomb, or no room on the disk.
    """
    name = clean_name(upload.name or "")
    _check_size(upload)
    _check_count(owner_kind, owner_public_id)
    kind, stream = recognise(upload, name)
    stored_as, size, digest = store(stream)
    attachment = Attachment.objects.create(
        owner_kind=owner_kind,
        owner_public_id=owner_public_id,
        name=name,
        content_type=kind.content_type,
        size=size,
        sha256=digest,
        stored_as=stored_as,
        visibility=visibility,
        scan_state=ScanState.HELD if settings.ATTACHMENT_SCANNER else ScanState.UNSCANNED,
        uploaded_by=by,
    )
    if settings.ATTACHMENT_SCANNER:
        enqueue(SCAN_JOB, params={"attachment": attachment.pk}, by=None, key=str(attachment.pk))
    return attachment


def hand_over(source: tuple[str, str], target: tuple[str, str]) -> int:
    """Let the files that a visitor handed in to one record (kind, public id) stand with another. Returns how many.

    For a matter that goes on as another record, inside its transaction.
    """
    rows = attachments_of(*source).filter(visibility=Visibility.COMPLAINANT)
    return rows.update(owner_kind=target[0], owner_public_id=target[1])


def move_files(files: Iterable[Attachment], target: tuple[str, str]) -> int:
    """Let these files stand with another record (kind, public id), inside its transaction. Returns how many."""
    rows = Attachment.objects.filter(pk__in=[file.pk for file in files])
    return rows.update(owner_kind=target[0], owner_public_id=target[1])


def remove(attachment: Attachment) -> None:
    """Delete the row now and the file after commit."""
    stored_as = attachment.stored_as
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(stored_as))


def clean_name(name: str) -> str:
    """The name a person gave, without folders and invisible characters, at most 255 characters, its ending kept."""
    bare = normalise_line(PurePosixPath(PureWindowsPath(name.replace("\x00", "")).name).name)
    stem, dot, ending = bare.rpartition(".")
    if not dot:
        return _shorten(bare, NAME_LENGTH) or _("file")
    return f"{_shorten(stem, NAME_LENGTH - len(ending) - 1) or _('file')}.{ending[:20]}"


def _shorten(text: str, length: int) -> str:
    """The first `length` characters with the marks that sit on them; no tone mark is cut from its letter."""
    count = 0
    for place, character in enumerate(text):
        count += unicodedata.category(character) not in {"Mn", "Mc", "Me"}
        if count > length or place >= 900:
            return text[:place]
    return text


def _check_size(upload: "UploadedFile[Any]") -> None:
    size = upload.size or 0
    if size == 0:
        raise Refused(_("The file is empty. Please choose the file again."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(
            _("The file is too large (%(size)s). A file may have at most %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        )


def _check_count(owner_kind: str, owner_public_id: str) -> None:
    """Count under a lock of the owner, so that two uploads at once can't both be the last one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"attachments:{owner_kind}:{owner_public_id}"])
    if attachments_of(owner_kind, owner_public_id).count() >= settings.ATTACHMENT_MAX_COUNT:
        raise Refused(
            _("There are %(count)s files already; more cannot be attached.") % {"count": settings.ATTACHMENT_MAX_COUNT}
        )
