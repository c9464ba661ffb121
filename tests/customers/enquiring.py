"""Makers of enquiries; every one goes through the service."""

from itertools import count
from typing import Any

from customers.models import Enquiry
from customers.services.enquiries import Enquirer, submit_enquiry
from foundation.privacy.selectors import notice_in_force
from tests.customers.factories import NOW

_serial = count(1)


def make_enquiry(*, message: str = "มีพื้นที่ชั้นล่างว่างไหม", **values: Any) -> Enquiry:
    """An enquiry of somebody with an e-mail; fields of the enquirer and of the service may be given."""
    serial = next(_serial)
    person = {"name": "นางสาวณิชา ศรีสวัสดิ์", "email": f"nicha{serial}@example.com"}
    person |= {name: values.pop(name) for name in list(values) if name in Enquirer.__dataclass_fields__}
    given: dict[str, Any] = {
        "topic": "space", "agrees": True, "wants_news": False, "notice": notice_in_force("enquiry", at=NOW),
        "language": "th", "key": f"key-{serial}", "now": NOW, **values,
    }  # fmt: skip
    return submit_enquiry(enquirer=Enquirer(**person), message=message, **given)
