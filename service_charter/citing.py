"""Standards as records that other rooms may cite."""

from django.utils.translation import gettext_lazy as _

from foundation.core.references import Reference, ReferenceKind
from service_charter.models import IN_FORCE_ONCE, Standard

KIND = "service_charter.standard"


def find(user: object, public_id: str) -> Reference | None:
    """A standard that is or was published: everybody may read those. None for drafts."""
    rows = Standard.objects.select_related("charter").filter(charter__status__in=IN_FORCE_ONCE)
    standard = rows.filter(public_id=public_id).first()
    if standard is None:
        return None
    return Reference(KIND, public_id, str(standard), standard.get_absolute_url())


STANDARDS = ReferenceKind(KIND, _("Service standard"), find)
