"""What complaints offer to the one search box and to records that cite one; names of the messages they send."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.selectors import searched
from complaints.selectors.saved_queues import SHELF
from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form


def _url(complaint: Complaint) -> str:
    return reverse("complaints:staff-detail", args=[complaint.number])


def find_hits(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Complaints that the user may see and that hold the needle, newest first."""
    rows = searched(Complaint.objects.visible_to(user), needle).order_by("-received_at", "-id")[:limit]
    return [Hit(row.subject, f"{row.number} · {row.get_status_display()}", _url(row)) for row in rows]


def find_reference(user: Any, public_id: str) -> Reference | None:
    """A complaint that another room cites; None when the user may not see it."""
    return _reference(Complaint.objects.visible_to(user).filter(public_id=public_id).first())


def find_by_number(user: Any, number: str) -> Reference | None:
    """The same, by the number that its page bears."""
    return _reference(Complaint.objects.visible_to(user).filter(number=number).first())


def is_secret(public_id: str) -> bool:
    """Whether it goes by the confidential route: what is drawn from it must not be read by others."""
    return Complaint.objects.filter(public_id=public_id, is_misconduct=True).exists()


def _reference(row: Complaint | None) -> Reference | None:
    return Reference("complaint", row.public_id, f"{row.number} {row.subject}", _url(row)) if row else None


def find_queues(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Saved queues that the user sees and whose name holds the needle; a person sees dozens, so they are read."""
    if not SHELF.may_see(user):
        return []
    return [
        Hit(row.name, str(_("Saved queue of complaints")), reverse("complaints:view", args=[row.public_id]))
        for row in SHELF.lists_of(user)
        if needle in search_form(row.name)
    ][:limit]


SEARCH = Source(key="complaints", label=_("Complaints"), find=find_hits)
QUEUE_SEARCH = Source(key="complaint-queues", label=_("Saved queues"), find=find_queues)
PAGES = dict.fromkeys(("complaints:staff-detail", "complaints:staff-following"), find_by_number)
REFERENCE = ReferenceKind(kind="complaint", label=_("Complaint"), find=find_reference, pages=PAGES, is_secret=is_secret)
MESSAGE_KINDS = (
    ("complaints.received", _("Receipt of a complaint")),
    ("complaints.message", _("Message to a complainant")),
    ("complaints.one_time", _("One-time password for one's own matters")),
    ("complaints.confirm", _("Question to a complainant: is it done?")),
    ("complaints.letter_refused", _("Answer to a letter that was too large")),
    ("complaints.line_tied", _("Word to a complainant: LINE is tied to the case")),
    ("complaints.line_landed", _("Word to somebody at LINE: an officer reads it")),
    ("complaints.line_code_wrong", _("Word to somebody at LINE: the code is not valid")),
    ("complaints.other_way", _("Message to a complainant whom LINE did not reach")),
    ("complaints.fairness", _("Question to a complainant: was it fair?")),
)
