"""Keys of persons whom an import brings: numbered beforehand, written together with what they seal."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from customers.importing.staging import take_ids
from foundation.core.copying import copy_cells, copy_line
from foundation.core.crypto import unsaved_data_keys
from foundation.core.models import DataKey


def numbered_keys(count: int) -> list[DataKey]:
    """New keys whose primary keys are drawn beforehand."""
    keys = unsaved_data_keys(count)
    for key, pk in zip(keys, take_ids(DataKey, count), strict=True):
        key.pk = pk
    return keys


def key_lines(keys: Iterable[DataKey]) -> Iterator[str]:
    """The keys as COPY lines of `staging.KEY_COLUMNS`."""
    pattern = copy_cells(DataKey(wrapped=b""))
    for key in keys:
        changes = {"id": key.pk, "identity": key.identity, "wrapped": key.wrapped, "master_key_id": key.master_key_id}
        yield copy_line(pattern, {**changes, "created_at": timezone.now()})
