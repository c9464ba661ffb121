"""Annual reviews as records that other rooms may cite."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from reporting.models import AnnualReview

KIND = "reporting.review"


def find(user: object, public_id: str) -> Reference | None:
    """The review, or None when there is none or the user may not see the policy."""
    if not may(user, Permission.POLICY_VIEW):
        return None
    review = AnnualReview.objects.filter(public_id=public_id).first()
    return Reference(KIND, public_id, str(review), review.get_absolute_url()) if review else None


REVIEWS = ReferenceKind(KIND, _("Annual policy review"), find)
