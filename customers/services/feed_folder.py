"""The watched folders: a system puts a file into `<FEEDS_ROOT>/<code of the feed>/`, the sweep takes it in and moves it
to `done/` or `refused/` beside it. A file that is still being written is left alone until it has rested.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings

from customers.enums import Door, Receipt
from customers.models import Feed, FeedDelivery
from customers.services.feeds import receive
from customers.services.imports import as_file

log = structlog.get_logger(__name__)

RESTED = timedelta(seconds=60)
HALF_WRITTEN = frozenset({".part", ".partial", ".tmp", ".filepart", ".crdownload", ".swp"})
REASON = ".reason.txt"


def sweep(*, now: datetime) -> int:
    """Take in whatever lies ready in the folders of feeds in use; how many files were moved."""
    moved = 0
    for feed in Feed.objects.filter(is_active=True, is_watched=True):
        for path in ready_files(feed, now=now):
            _take(feed, path, now=now)
            moved += 1
    return moved


def folder_of(feed: Feed) -> Path:
    """Where the system puts its files."""
    return Path(settings.FEEDS_ROOT) / feed.code


def ready_files(feed: Feed, *, now: datetime) -> Iterator[Path]:
    """Whole files in the order of their names: no links, nothing hidden, nothing that is still being written."""
    folder = folder_of(feed)
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix.casefold() in HALF_WRITTEN or path.is_symlink():
            continue
        if path.is_file() and now - datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) >= RESTED:
            yield path


def _take(feed: Feed, path: Path, *, now: datetime) -> FeedDelivery:
    with path.open("rb") as file:
        delivery = receive(
            feed_id=feed.pk, file=as_file(file, path.name), name=path.name, door=Door.FOLDER, by=None, now=now
        )
    refused = delivery.receipt == Receipt.REFUSED
    target = path.parent / ("refused" if refused else "done") / f"{now:%Y%m%dT%H%M%S}-{delivery.public_id}-{path.name}"
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
    if refused:
        target.with_name(target.name + REASON).write_text(f"{delivery.refusal}\n", encoding="utf-8")
    log.info("customers.feed_taken", feed=feed.code, delivery=delivery.public_id, receipt=delivery.receipt)
    return delivery
