"""Saved queues: where they are kept, and who sees and shares them."""

from django.utils.translation import gettext_lazy as _

from complaints.models import DefaultQueue, SavedQueue
from foundation.accounts.permissions import Permission
from foundation.accounts.saved_lists import Shelf

SHELF = Shelf(
    model=SavedQueue,
    default=DefaultQueue,
    sees=(Permission.COMPLAINT_VIEW, Permission.COMPLAINT_VIEW_ALL),
    shares=(Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_INVESTIGATE, Permission.COMPLAINT_DECIDE),
    blind=_("Your role does not see complaints."),
)
