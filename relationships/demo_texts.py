"""The words of the demo of relationships."""

from dataclasses import dataclass
from decimal import Decimal

from relationships.enums import Importance


@dataclass(frozen=True)
class Sale:
    """What could be sold, and which product it is."""

    title: str
    product: str


@dataclass(frozen=True)
class ProgrammeText:
    """A programme with the figure that should move."""

    name: str
    objective: str
    budget: Decimal
    metric: str
    target: float
    evaluation: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class NeedText:
    """A support need and how it is known."""

    title: str
    importance: str
    source: str


UPSELLS = (
    Sale("ขยายพื้นที่ต่อเนื่องจากห้องเดิม", "office-space"),
    Sale("เพิ่มพื้นที่เก็บเอกสาร", "office-space"),
    Sale("ย้ายไปหน้าร้านที่กว้างขึ้น", "shop-space"),
    Sale("เพิ่มวันทำความสะอาดในสัญญา", "building-care"),
)
CROSS = (
    Sale("ที่จอดรถรายเดือนสำหรับพนักงาน", "parking"),
    Sale("ห้องประชุมรายปีแบบเหมา", "meeting-rooms"),
    Sale("ป้ายโฆษณาโถงกลาง", "ad-space"),
    Sale("สถานีชาร์จรถของหน่วยงาน", "ev-charging"),
)
PROGRAMMES = (
    ProgrammeText(
        "เยี่ยมร้านค้าก่อนครบสัญญาห้าเดือน",
        "ให้ร้านค้ารายเล็กตัดสินใจต่อสัญญาเร็วขึ้น และลดข้อร้องเรียนเรื่องงานซ่อม",
        Decimal(180_000),
        "complaints.received",
        6,
        "ข้อร้องเรียนของกลุ่มเป้าหมายลดลงเล็กน้อยเมื่อเทียบกับลูกค้ารายอื่น จำนวนยังน้อยจึงสรุปได้เพียงแนวโน้ม",
        "ช่างประจำโซนไปพร้อมผู้ดูแลลูกค้าได้ผลกว่าการโทรนัด ครั้งหน้าเริ่มจากร้านที่เคยแจ้งซ่อมซ้ำ",
    ),
    ProgrammeText(
        "ผู้ดูแลประจำรายสำหรับหน่วยงานใหญ่",
        "ให้หน่วยงานใหญ่มีผู้ประสานงานคนเดียวตลอดปี และใช้บริการต่อเนื่องมากขึ้น",
        Decimal(420_000),
        "relationships.crossselling",
        8,
    ),
    ProgrammeText(
        "เปิดบ้านพื้นที่ร้านค้าโซนใหม่",
        "แนะนำพื้นที่และบริการเสริมแก่ลูกค้าปัจจุบันก่อนเปิดให้บุคคลทั่วไป",
        Decimal(250_000),
        "relationships.upselling",
        5,
    ),
)
ACTIVITIES = ("แจ้งสมาชิกและนัดหมาย", "เยี่ยมครั้งแรกพร้อมช่างประจำโซน", "ติดตามผลและปรับข้อเสนอ")
NEEDS = (
    NeedText("แจ้งซ่อมแล้วรู้เวลาที่ช่างจะมาถึง", Importance.HIGH, "เรื่องร้องเรียนและแบบสำรวจปีที่แล้ว"),
    NeedText("ผู้ประสานงานคนเดียวที่ตอบได้ทุกเรื่อง", Importance.HIGH, "การเยี่ยมลูกค้ารายใหญ่"),
    NeedText("ใบแจ้งหนี้อิเล็กทรอนิกส์ที่ส่งต่อบัญชีได้ทันที", Importance.MEDIUM, "ความเห็นปลายเปิดของแบบสำรวจ"),
    NeedText("ที่จอดรถสำหรับผู้มาติดต่อช่วงเช้า", Importance.MEDIUM, "แบบประเมินสิบวินาทีที่ลานจอดรถ"),
    NeedText("แจ้งแผนปิดปรับปรุงล่วงหน้าสองสัปดาห์", Importance.HIGH, "เรื่องร้องเรียนไตรมาสที่แล้ว"),
    NeedText("จองห้องประชุมได้เองนอกเวลาทำการ", Importance.LOW, "ความคิดจากลูกค้า"),
)
