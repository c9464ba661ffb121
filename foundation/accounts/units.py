"""The units the product ships, so that the first day has somewhere to put people; the administrator edits them."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.accounts.models import Unit


@dataclass(frozen=True)
class ShippedUnit:
    """A department as shipped."""

    code: str
    name_th: str
    name_en: str


SHIPPED_UNITS = (
    ShippedUnit("customer-market", "ฝ่ายลูกค้าและการตลาด", "Customer and Market"),
    ShippedUnit("complaint-centre", "ศูนย์รับข้อร้องเรียน", "Complaint Centre"),
    ShippedUnit("property", "ฝ่ายบริหารสินทรัพย์", "Property Management"),
    ShippedUnit("building-services", "ฝ่ายบริการอาคาร", "Building Services"),
    ShippedUnit("strategy", "ฝ่ายยุทธศาสตร์องค์กร", "Corporate Strategy"),
    ShippedUnit("board-office", "สำนักเลขานุการคณะกรรมการ", "Office of the Board Secretary"),
    ShippedUnit("legal-compliance", "ฝ่ายกฎหมายและกำกับการปฏิบัติงาน", "Legal and Compliance"),
    ShippedUnit("information-technology", "ฝ่ายเทคโนโลยีสารสนเทศ", "Information Technology"),
    ShippedUnit("internal-audit", "สำนักตรวจสอบภายใน", "Internal Audit"),
)


def ship_units(model: "type[Unit]") -> None:
    """Write the shipped units that are not there yet; `model` is the Unit model, in a migration the historical one."""
    for unit in SHIPPED_UNITS:
        fields = asdict(unit)
        model.objects.get_or_create(code=fields.pop("code"), defaults=fields)
