"""Systems of record: setting them up, and taking in what they hand over. The rows go the way of every import."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from customers.enums import Door, Receipt
from customers.importing.columns import SKIP, ColumnMap, label_of
from customers.models import Feed, FeedDelivery, ImportRun
from customers.services.imports import confirm_columns, digest_of, open_import, start_import
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.spreadsheet import plain_csv
from foundation.core.thai.text import normalise_line, search_form

FIELDS = ("name_th", "name_en", "system", "unit", "is_complete", "every_hours", "is_watched", "is_active")
MAX_ROWS = 10_000
RESERVED = frozenset({"new", "deliveries"})


@transaction.atomic
def add_feed(*, values: Mapping[str, Any], by: User, now: datetime) -> Feed:
    """Make a system known. Raises NotAllowed, Incomplete for a code that is taken or no name of a folder."""
    demand_administrator(by)
    feed = Feed(code=str(values.get("code", "")).strip(), created_at=now)
    if feed.code in RESERVED:
        message = _("This word is an address of ours. Please choose another code.")
        raise Incomplete(message, missing={"code": message})
    if Feed.objects.filter(code=feed.code).exists():
        message = _("Another feed has this code.")
        raise Incomplete(message, missing={"code": message})
    return _saved(feed, values, by=by, now=now)


@transaction.atomic
def change_feed(*, feed_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: datetime) -> Feed:
    """Change what a system is called and when it comes; its code stays. Raises NotAllowed, StaleVersion, Incomplete."""
    demand_administrator(by)
    feed = locked(Feed.objects.all(), pk=feed_id, shown_version=shown_version)
    return _saved(feed, values, by=by, now=now)


def receive_rows(
    *, feed_id: int, rows: Sequence[Mapping[str, Any]], name: str, by: User, now: datetime, once: str
) -> FeedDelivery:
    """Take rows in that a program sends, each named by the columns of the feed. Raises Refused, NotAllowed."""
    if not rows or len(rows) > MAX_ROWS:
        raise Refused(_("Between 1 and %(max)s rows can be sent at once.") % {"max": f"{MAX_ROWS:,}"})
    header = list(dict.fromkeys(str(column) for row in rows for column in row))
    lines = plain_csv(header, ([_text(row.get(column)) for column in header] for row in rows))
    file = ContentFile("".join(lines).encode(), name=name)
    return receive(feed_id=feed_id, file=file, name=name, door=Door.API, by=by, now=now, once=once)


@transaction.atomic
def receive(
    *, feed_id: int, file: "File[bytes]", name: str, door: str, by: User | None, now: datetime, once: str = ""
) -> FeedDelivery:
    """Take a file of a system in, once: the same file, or the same `once`, gives the delivery that is there already.

    A file that can't be read as a whole is kept as a refused delivery with its reason. `by` is None where the file lay
    in the folder. Raises NotAllowed, Refused for a feed out of use or a key that came with other content before.
    """
    if by is not None and not by.can(Permission.CUSTOMER_IMPORT):
        raise NotAllowed(_("Your role does not include importing customers."))
    feed = locked(Feed.objects.all(), pk=feed_id)
    if not feed.is_active:
        raise Refused(_("The feed %(feed)s is out of use.") % {"feed": feed.code})
    digest = digest_of(file.chunks())
    if once and (known := FeedDelivery.objects.filter(feed=feed, once=once).first()):
        if known.digest != digest:
            raise Refused(_("This idempotency key came with other content before."))
        return known
    delivery = FeedDelivery(
        feed=feed, door=door, name=normalise_line(name)[-255:], digest=digest, once=once, received_at=now, by=by
    )
    before = FeedDelivery.objects.filter(feed=feed, digest=digest, receipt=Receipt.TAKEN, run__undone_at=None).first()
    if before:
        delivery.receipt, delivery.run = Receipt.REPEATED, before.run
    else:
        try:
            with transaction.atomic():
                delivery.run = _start(feed, file, name, by=by, now=now)
            delivery.receipt = Receipt.TAKEN
        except Refused as refusal:
            delivery.receipt, delivery.refusal = Receipt.REFUSED, refusal.message
    delivery.save()
    if delivery.receipt != Receipt.REFUSED:
        Feed.objects.filter(pk=feed.pk).update(last_delivery_at=now)  # a sign of life, not a change people read about
    return delivery


@transaction.atomic
def settle_delivery(*, delivery_id: int, note: str, by: User, now: datetime) -> FeedDelivery:
    """Write down what became of what was refused, so that it waits no longer. Raises NotAllowed, Incomplete."""
    if not by.can(Permission.CUSTOMER_IMPORT):
        raise NotAllowed(_("Your role does not include importing customers."))
    if not note.strip():
        raise Incomplete(say("required"), missing={"note": say("required")})
    delivery = FeedDelivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.settled_at is None:
        delivery.settled_at, delivery.settled_by, delivery.settled_note = now, by, note.strip()
        delivery.save(update_fields=["settled_at", "settled_by", "settled_note"])
    return delivery


def fitted(feed: Feed, header: Sequence[str]) -> ColumnMap:
    """How a file with this header is read for the feed: columns by their names, in whatever order they come.

    Raises Refused, naming the column, when one that is read is not there.
    """
    if not feed.is_mapped:
        raise Refused(_("It is not known yet how files of %(feed)s are read.") % {"feed": feed.name})
    saved = ColumnMap.from_json(feed.mapping)
    places = {search_form(name): place for place, name in reversed(list(enumerate(header)))}
    columns = dict.fromkeys(range(len(header)), SKIP)
    for position, target in saved.columns.items():
        if target == SKIP:
            continue
        place = places.get(search_form(feed.header[position]))
        if place is None:
            told = {"column": feed.header[position], "target": label_of(target)}
            raise Refused(_("The column “%(column)s” (%(target)s) is missing.") % told)
        columns[place] = target
    return ColumnMap(columns, saved.constants, name_pattern=saved.name_pattern, labels=saved.labels)


def _start(feed: Feed, file: "File[bytes]", name: str, *, by: User | None, now: datetime) -> ImportRun:
    run = open_import(file=file, name=name, by=by, now=now, source=feed.code)
    try:
        mapping = fitted(feed, run.header)
    except Refused:
        default_storage.delete(run.stored_name)
        raise
    ImportRun.objects.filter(pk=run.pk).update(unit=feed.unit)
    confirm_columns(run_id=run.pk, mapping=mapping, source=feed.code, by=by, now=now)
    start_import(run_id=run.pk, by=by, now=now)
    return ImportRun.objects.get(pk=run.pk)


def _saved(feed: Feed, values: Mapping[str, Any], *, by: User, now: datetime) -> Feed:
    for name in FIELDS:
        if name in values:
            setattr(feed, name, values[name])
    try:
        feed.full_clean()
    except ValidationError as error:
        told = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Incomplete(_("Some values can't be taken as they are."), missing=told) from error
    signed(feed, by=by, now=now).save()
    if feed.is_watched:
        folder = settings.FEEDS_ROOT / feed.code
        for part in ("", "done", "refused"):
            (folder / part).mkdir(parents=True, exist_ok=True)
    return feed


def demand_administrator(by: User) -> None:
    """Raises NotAllowed for anybody else."""
    if not by.can(Permission.ADMINISTER):
        raise NotAllowed(_("Only administrators set up feeds."))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
