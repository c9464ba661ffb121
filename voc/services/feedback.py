"""Taking a rating at a touchpoint."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import LifecycleStage, Touchpoint
from customers.services.interactions import stage_at
from foundation.core.errors import Incomplete, Refused
from foundation.core.thai.text import normalise
from foundation.privacy.models import NoticeVersion
from voc.models import Feedback
from voc.rules import scrubbed

LONGEST_COMMENT = 2000


def give_feedback(
    *,
    touchpoint: Touchpoint,
    rating: int,
    comment: str,
    category: str,
    language: str,
    notice: NoticeVersion | None,
    form_key: str,
    now: datetime,
    stage: LifecycleStage | None = None,
) -> Feedback:
    """Keep a rating; the same form sent again gives the same one. The writer is not known, and `by` is nobody.

    `stage` is what the customer or the QR code named; a touchpoint of one stage needs no naming.
    Raises Refused when the touchpoint is closed, Incomplete without a rating of 1 to 5 or with another stage.
    """
    day = timezone.localdate(now)
    if not Touchpoint.objects.in_use_on(day).filter(pk=touchpoint.pk).exists():
        raise Refused(_("This point of service is closed, so nothing can be rated here."))
    if rating not in range(1, 6):
        raise Incomplete(_("Please choose 1 to 5."), missing={"rating": _("Please choose 1 to 5.")})
    row = Feedback(
        touchpoint=touchpoint,
        stage=stage_at(touchpoint, stage),
        rating=rating,
        comment=scrubbed(normalise(comment))[:LONGEST_COMMENT],
        category=category,
        language=language,
        notice=notice,
        given_at=now,
        form_key=form_key,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return Feedback.objects.get(form_key=form_key)
    return row
