"""Letters by e-mail and messages by LINE, as staff sort them."""

from complaints.enums_incoming import Placing
from complaints.models import PlacedLetter
from complaints.models.incoming import PlacedLetterQuerySet
from foundation.accounts.models import User
from foundation.core.pages import Page, keyset_page

WAITING, SETTLED, MACHINES = "waiting", "settled", "machines"
LETTER_VIEWS = (WAITING, SETTLED, MACHINES)
_PLACINGS = {
    WAITING: (Placing.WAITING,),
    SETTLED: (Placing.CASE, Placing.COMPLAINT, Placing.ASIDE, Placing.CODE),
    MACHINES: (Placing.MACHINE, Placing.BOUNCE),
}


def letters_in(user: User) -> PlacedLetterQuerySet:
    """Letters that the person may see, with what a line of a list shows."""
    rows = PlacedLetter.objects.visible_to(user)
    return rows.select_related("letter__data_key", "complaint", "settled_by")


def letters_page(user: User, *, view: str, cursor: str) -> Page[PlacedLetter]:
    """One page: what waits the longest stands first; of the others the newest."""
    rows = letters_in(user).filter(placing__in=_PLACINGS[view])
    order = ("received_at", "id") if view == WAITING else ("-received_at", "-id")
    return keyset_page(rows, order=order, cursor=cursor)


def letters_to_sort(user: User) -> PlacedLetterQuerySet:
    """What waits for somebody to look, for "my work"."""
    return letters_in(user).waiting().order_by("received_at", "id")
