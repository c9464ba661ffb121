"""Taking the members of a segment out: streamed, logged, formulas made harmless."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import NotAllowed
from foundation.core.spreadsheet import csv_lines
from foundation.privacy.services import log_access
from segmentation import rules
from segmentation.models import Segment
from segmentation.selectors import members_of
from segmentation.selectors.targets import SEGMENT_KIND

FIELDS = ("number", "party", "kind", "relation", "name_th", "name_en")
CHUNK = 2000


def export_members(*, segment: Segment, by: User, now: datetime) -> Iterator[str]:
    """The lines of a CSV with the members whom the person may see, the most typical first, without contact data.

    The look is logged before the first line. Raises NotAllowed.
    """
    if not rules.can_export(by):
        raise NotAllowed(_("Your roles do not include exporting customers."))
    said = _("Export of the members of a segment without contact data")
    log_access(by=by, kind=SEGMENT_KIND, public_id=segment.public_id, fields=FIELDS, reason=said, now=now)
    return _lines(segment, by)


def _lines(segment: Segment, by: User) -> Iterator[str]:
    found = members_of(by, segment).order_by("distance", "id").iterator(chunk_size=CHUNK)
    rows = ([*(getattr(row.customer, field) for field in FIELDS), row.distance] for row in found)
    yield from csv_lines([*FIELDS, "distance"], rows)
