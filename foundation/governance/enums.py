"""Words of the board's business."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResolutionKind(TextChoices):
    """What the board decided about a content."""

    APPROVED = "approved", _("Approved")
    APPROVED_WITH_REMARKS = "approved_with_remarks", _("Approved with remarks")
    RETURNED = "returned", _("Returned")


APPROVING = frozenset({ResolutionKind.APPROVED, ResolutionKind.APPROVED_WITH_REMARKS})
