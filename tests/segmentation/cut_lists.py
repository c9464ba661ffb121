"""Every staff list whose rows hang on a customer or name a segment, and how its rows are made: for test_cuts.py."""

from collections.abc import Callable
from dataclasses import dataclass

from customers.models import Customer
from products.models import Idea
from segmentation.models import Membership, Segment
from service_charter.models import RequestKind, ServiceRequest
from tests.complaints.factories import Desk
from tests.people import someone
from tests.products.factories import make_idea
from tests.relationships.factories import make_holding, make_opportunity, make_programme
from tests.service_requests.factories import make_kind, receive
from tests.voc.announcing import make_insight
from tests.voc.listening import make_voice
from voc.models import Voice


@dataclass(frozen=True)
class CutList:
    """A list at an address, seen by a role that may see segments; `make` puts a row of a customer into it and answers
    with words that stand in that row alone."""

    key: str
    url: str
    role: str
    make: Callable[[Customer, Desk], str]
    has_strangers: bool = True  # rows whose customer is in no segment
    more: str = ""  # what the address needs so that the form is drawn with its selects

    @property
    def form(self) -> str:
        """The address of the list with its whole form."""
        return self.url + self.more


def _customer(customer: Customer, desk: Desk) -> str:
    return customer.number


def _complaint(customer: Customer, desk: Desk) -> str:
    return desk.file(customer_id=customer.pk, description=f"น้ำรั่วที่ร้านของ {customer.number}").number


def _request(customer: Customer, desk: Desk) -> str:
    row = receive(RequestKind.objects.first() or make_kind(standard=""))
    ServiceRequest.objects.filter(pk=row.pk).update(customer=customer)
    return row.number


def _holding(customer: Customer, desk: Desk) -> str:
    return make_holding(customer).number


def _opportunity(customer: Customer, desk: Desk) -> str:
    return make_opportunity(customer).number


def _idea(customer: Customer, desk: Desk) -> str:
    idea = make_idea(title=f"เพิ่มที่จอดรถให้ {customer.number}")
    Idea.objects.filter(pk=idea.pk).update(customer=customer)
    return idea.number


def _voice(customer: Customer, desk: Desk) -> str:
    voice = make_voice(f"ลิฟต์ช้าที่ชั้นของ {customer.number}")
    Voice.objects.filter(pk=voice.pk).update(customer=customer)
    return voice.text


def _segment(customer: Customer) -> Segment:
    """The newest segment that the customer was put into, in use or not."""
    return Membership.objects.filter(customer=customer).latest("id").segment


def _programme(customer: Customer, desk: Desk) -> str:
    return make_programme(_segment(customer)).number


def _insight(customer: Customer, desk: Desk) -> str:
    segment = _segment(customer)
    return make_insight(someone("voc-analyst"), title=f"เสียงจาก {customer.number}", segments=[segment.public_id]).title


LISTS = (
    CutList("customers", "/staff/customers/", "auditor", _customer, more="?more=1"),
    CutList("complaints", "/staff/complaints/?view=all", "auditor", _complaint, more="&more=1"),
    CutList("requests", "/staff/requests/?view=all", "auditor", _request),
    CutList("holdings", "/staff/relationships/holdings/", "auditor", _holding),
    CutList("opportunities", "/staff/relationships/opportunities/", "auditor", _opportunity),
    CutList("programmes", "/staff/relationships/programmes/", "auditor", _programme, has_strangers=False),
    CutList("ideas", "/staff/products/ideas/", "auditor", _idea),
    CutList("voices", "/staff/voc/", "auditor", _voice),
    CutList("insights", "/staff/voc/insights/?view=draft", "auditor", _insight),
)
