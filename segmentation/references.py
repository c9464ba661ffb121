"""Segments and studies as other rooms may cite them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.references import Reference, ReferenceKind
from foundation.core.references import register as register_kind
from segmentation.models import Segment, Study


def find_segment(user: object, public_id: str) -> Reference | None:
    """The segment, for whoever may see segments."""
    segment = Segment.objects.filter(public_id=public_id).first() if _may(user) else None
    if segment is None:
        return None
    return Reference("segment", public_id, segment.title, reverse("segmentation:staff-segment", args=[public_id]))


def find_study(user: object, public_id: str) -> Reference | None:
    """The study, for whoever may see segments."""
    study = Study.objects.filter(public_id=public_id).first() if _may(user) else None
    if study is None:
        return None
    return Reference("segmentation_study", public_id, study.name, reverse("segmentation:staff-study", args=[public_id]))


def _may(user: object) -> bool:
    return isinstance(user, User) and user.can(Permission.SEGMENT_VIEW)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_kind(ReferenceKind("segment", _("Customer segment"), find_segment))
    register_kind(ReferenceKind("segmentation_study", _("Segmentation study"), find_study))
