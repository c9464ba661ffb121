"""The receipt: number, code, the promise with its ruler, and what happens next. Used after sending and at the desk."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import selectors
from complaints.enums import Promise
from complaints.models import Complaint
from complaints.receipt_pdf import proof_address
from complaints.selectors import Clock
from foundation.core import qr
from foundation.core.calendars import schedule_for
from foundation.core.thai.dates import format_datetime


def receipt_context(public_id: str, *, tracking_code: str, now: datetime) -> dict[str, Any]:
    """What the receipt shows; `tracking_code` may be empty when it is no longer known here."""
    complaint = selectors.tracked(public_id)
    if complaint is None:
        raise Complaint.DoesNotExist(public_id)
    clocks = selectors.clocks_of(complaint, now=now, explained=True)
    main = main_clock(clocks)
    address = proof_address(complaint)
    return {
        "complaint": complaint,
        "tracking_code": tracking_code,
        "clocks": clocks,
        "main": main,
        "ruler": ruler_of(main) if main else None,
        "files": selectors.public_files(complaint),
        "person": getattr(complaint, "complainant", None),
        "check_code": selectors.check_code(complaint),
        "qr_path": qr.svg_path(address),
        "qr_side": qr.side(address),
    }


def main_clock(clocks: list[Clock]) -> Clock | None:
    """The promise that matters most to the complainant: to hear the outcome, else the first reply."""
    by_promise = {clock.promise: clock for clock in clocks}
    return by_promise.get(Promise.RESOLVE) or by_promise.get(Promise.FIRST_REPLY) or next(iter(clocks), None)


def ruler_of(clock: Clock) -> selectors.Ruler | None:
    """The ruler of one promise."""
    if clock.due_at is None:
        return None
    schedule = schedule_for()
    own = clock.duration.clock(schedule) if clock.duration else schedule
    return selectors.ruler(
        clock.start,
        clock.due_at,
        own,
        start_label=_("Received %(time)s") % {"time": format_datetime(clock.start, "time")},
        end_label=_("By %(time)s") % {"time": format_datetime(clock.due_at, "time")},
    )
