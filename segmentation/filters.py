"""Every list of customers, and of what hangs on them, can be cut by segment (policy 2.1 to 2.3)."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.core.list_filters import Cuts, ListFilter
from foundation.core.list_filters import register as register_filter
from segmentation import rules
from segmentation.metrics import DIMENSION
from segmentation.selectors import in_any_segment, in_segment, segments_on_offer

# The choice of those whom the study in use puts into no segment, rows without a customer among them.
NONE = "none"


def choices() -> list[tuple[str, str]]:
    """The segments in use, largest first, then those in none; nothing before the first study is adopted."""
    segments = [(segment.public_id, segment.title) for segment in segments_on_offer()]
    return [*segments, (NONE, _("In no segment"))] if segments else []


def condition(value: str, customer: str) -> Q:
    """Rows whose customer belongs to that segment in use, or to none."""
    return Q(~in_any_segment(customer)) if value == NONE else Q(in_segment(customer, value))


def segment_of_cuts(cuts: Cuts) -> str:
    """The segment asked for (its public id, or NONE), for lists whose rows name segments themselves; "" where none."""
    return dict(cuts).get(DIMENSION, "")


def _may_use(user: object) -> bool:
    return isinstance(user, User) and rules.can_see(user)


SEGMENT = ListFilter(
    key=DIMENSION,
    label=gettext_lazy("Segment"),
    every=gettext_lazy("Every segment"),
    choices=choices,
    condition=condition,
    may_use=_may_use,
)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_filter(SEGMENT)
