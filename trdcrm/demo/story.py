"""The order in which the rooms tell their story: what others stand on first."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import translation

import complaints.demo
import customers.demo
import foundation.governance.demo
import reporting.demo
import segmentation.demo
import service_charter.demo
from trdcrm.demo.people import People

Chapter = Callable[[datetime, People], object]

CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("board meetings", foundation.governance.demo.build),
    ("customers", customers.demo.build),
    ("service charter", service_charter.demo.build),
    ("segments", segmentation.demo.build),
    ("complaints", complaints.demo.build),
    ("quarterly reports", reporting.demo.build),
)


def tell(*, now: datetime, people: People) -> Iterator[str]:
    """Build every chapter, naming each as it begins."""
    with translation.override("th"):
        for name, build in CHAPTERS:
            yield name
            build(now, people)
