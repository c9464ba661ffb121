"""Help with filing: what waits, by when, and what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from complaints.enums_help import HelpState
from complaints.models import Complaint, Help
from foundation.core.pages import Page, keyset_page
from service_charter.enums import Area, Event
from service_charter.selectors import standards_in_force

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Standard

PAGE_SIZE = 25


def help_standard(*, at: datetime) -> "Standard | None":
    """What the charter in force promises to those who ask for help with filing."""
    return standards_in_force(Area.COMPLAINTS, at=at).get(Event.HELP)


def helps_page(user: "User", *, over: bool, cursor: str) -> Page[Help]:
    """A page of what waits, the first due at the top; or of what is over, newest first."""
    rows = Help.objects.visible_to(user).select_related("complaint", "ended_by", "data_key")
    if over:
        return keyset_page(rows.exclude(state=HelpState.WAITING), order=("-id",), cursor=cursor, size=PAGE_SIZE)
    return keyset_page(rows.filter(state=HelpState.WAITING), order=("due_at", "id"), cursor=cursor, size=PAGE_SIZE)


def help_of(user: "User", public_id: str) -> Help | None:
    """One of them, if the person may see it."""
    rows = Help.objects.visible_to(user).select_related(
        "complaint", "ended_by", "written_by", "data_key", "standard__charter"
    )
    return rows.filter(public_id=public_id).first()


def help_due(user: "User") -> QuerySet[Help]:
    """What waits on the desk of those who take complaints down."""
    return Help.objects.visible_to(user).filter(state=HelpState.WAITING).order_by("due_at", "id")


def helps_of(complaint: Complaint) -> list[Help]:
    """Help asked for or given with a case."""
    return list(complaint.helps.select_related("ended_by", "written_by").order_by("asked_at", "id"))
