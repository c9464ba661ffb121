"""The criteria that the product ships, in own words; product managers change them afterwards (Cooper's stage-gate)."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

_EARLY = ("business_case", "development", "testing", "launch")
_ALL = (*_EARLY, "closing")


@dataclass(frozen=True)
class ShippedCriterion:
    """A criterion as shipped."""

    code: str
    kind: str
    name_th: str
    name_en: str
    guidance_th: str
    guidance_en: str
    gates: tuple[str, ...] = _EARLY
    weight: Decimal = Decimal(1)


CRITERIA = (
    ShippedCriterion(
        "strategy-fit",
        "must",
        "สอดคล้องกับยุทธศาสตร์",
        "Fits the strategy",
        "ตอบเป้าหมายในแผนยุทธศาสตร์ลูกค้าและตลาดอย่างน้อยหนึ่งข้อ",
        "Serves at least one goal of the customer and market strategy",
    ),
    ShippedCriterion(
        "legal",
        "must",
        "ทำได้ตามกฎหมาย",
        "Lawful",
        "ไม่ขัดกฎหมาย ระเบียบ สัญญา หรือสิทธิในข้อมูลส่วนบุคคล",
        "Breaks no law, rule, contract or right to privacy",
    ),
    ShippedCriterion(
        "feasible",
        "must",
        "ทำได้จริง",
        "Feasible",
        "มีคน เวลา งบประมาณ และเทคโนโลยีที่จะทำได้",
        "People, time, money and technology can be had",
    ),
    ShippedCriterion(
        "no-showstopper",
        "must",
        "ไม่มีเหตุที่ต้องหยุด",
        "No showstopper",
        "ไม่มีปัญหาใดที่รู้แล้วว่าจะทำให้โครงการล้ม",
        "Nothing is known that would bring the project down",
        _ALL,
    ),
    ShippedCriterion(
        "need-traced",
        "must",
        "สืบถึงความต้องการของลูกค้าได้",
        "Traced to a customer need",
        "ข้อกำหนดแต่ละข้อชี้ไปที่เสียงลูกค้า ข้อร้องเรียน หรือผลศึกษาได้",
        "Each requirement points to a voice, a complaint or a study",
    ),
    ShippedCriterion(
        "risk-assessed",
        "must",
        "ประเมินความเสี่ยงแล้ว",
        "Risks assessed",
        "ความเสี่ยงสำคัญมีผู้ดูแลและวิธีรับมือ",
        "The main risks have an owner and a treatment",
    ),
    ShippedCriterion(
        "fit",
        "scored",
        "ความสอดคล้องเชิงยุทธศาสตร์",
        "Strategic fit",
        "0 = ไม่เกี่ยว, 10 = เป็นหัวใจของแผน",
        "0 = unrelated, 10 = at the heart of the plan",
        _EARLY,
        Decimal(2),
    ),
    ShippedCriterion(
        "advantage",
        "scored",
        "ความได้เปรียบในสายตาลูกค้า",
        "Advantage in the customer's eyes",
        "0 = ไม่ต่างจากเดิม, 10 = ลูกค้าได้สิ่งที่ไม่มีใครให้",
        "0 = nothing new, 10 = nobody else gives it",
        _EARLY,
        Decimal(2),
    ),
    ShippedCriterion(
        "market",
        "scored",
        "ความน่าสนใจของตลาด",
        "Market attractiveness",
        "ขนาด การเติบโต และการแข่งขันของตลาด",
        "Size, growth and rivalry of the market",
    ),
    ShippedCriterion(
        "competence",
        "scored",
        "ตรงกับความสามารถหลัก",
        "Core competence",
        "ใช้สิ่งที่เราทำได้ดีอยู่แล้วเพียงใด",
        "How far it uses what we do well",
    ),
    ShippedCriterion(
        "technical",
        "scored",
        "ความพร้อมทางเทคนิค",
        "Technical feasibility",
        "ความซับซ้อน ความคุ้นเคย และผลทดลอง",
        "Complexity, familiarity, results of trials",
    ),
    ShippedCriterion(
        "reward",
        "scored",
        "ผลตอบแทนเทียบกับความเสี่ยง",
        "Financial reward against risk",
        "ผลตอบแทน ระยะคืนทุน และความแน่นอนของตัวเลข",
        "Return, payback and how sure the figures are",
        _EARLY,
        Decimal(2),
    ),
    ShippedCriterion(
        "customer-value",
        "scored",
        "คุณค่าที่ลูกค้าได้รับจริง",
        "Value that customers received",
        "เทียบผลจริงกับเป้าหมายด้านลูกค้า",
        "Results against the targets for customers",
        ("closing",),
        Decimal(2),
    ),
    ShippedCriterion(
        "business-result",
        "scored",
        "ผลลัพธ์ทางธุรกิจ",
        "Business results",
        "เทียบผลจริงกับเป้าหมายทางธุรกิจ",
        "Results against the business targets",
        ("closing",),
        Decimal(2),
    ),
    ShippedCriterion(
        "learning",
        "scored",
        "บทเรียนที่ได้",
        "What was learnt",
        "บทเรียนชัด ใช้กับโครงการต่อไปได้",
        "The lesson is clear and of use to the next project",
        ("closing",),
    ),
)


def ship_criteria(model: Any) -> None:
    """Write the shipped criteria that are not there yet; `model` is the historical one."""
    for position, shipped in enumerate(CRITERIA, start=1):
        fields = asdict(shipped) | {"gates": list(shipped.gates), "position": position}
        model.objects.get_or_create(code=fields.pop("code"), defaults=fields)
