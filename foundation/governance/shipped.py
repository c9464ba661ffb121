"""What the product ships with: the policy's name, a duty or two for every clause, and the bands of risk.

A data migration writes them once; what the administrator changes afterwards stays.
"""

from collections.abc import Iterator
from typing import Any

from foundation.governance.clauses import POLICY_KEY, POLICY_TITLE_EN, POLICY_TITLE_TH
from foundation.governance.enums import Frequency, Tone

# Clause, how often, Thai, English.
DUTIES = (
    (
        "1.1",
        Frequency.YEARLY,
        "ทบทวนนิยามลูกค้าและตลาดให้ใช้ตรงกันทุกหน่วยงาน",
        "Review the definitions of customer and market that all units use",
    ),
    (
        "1.2",
        Frequency.QUARTERLY,
        "เสนอเรื่องด้านลูกค้าและตลาดต่อคณะกรรมการ และติดตามข้อสังเกตจนแล้วเสร็จ",
        "Bring customer and market matters to the board and follow its observations to the end",
    ),
    (
        "1.2",
        Frequency.YEARLY,
        "เสนอแผนยุทธศาสตร์และแผนปฏิบัติการให้คณะกรรมการเห็นชอบ",
        "Lay the long-term plan and the annual action plan before the board",
    ),
    (
        "1.3",
        Frequency.YEARLY,
        "จัดทำแผนพร้อมผู้รับผิดชอบ งบประมาณ และความเชื่อมโยงกับแผนอื่น",
        "Plan with owners, budget and links to the other plans of the company",
    ),
    (
        "1.3",
        Frequency.QUARTERLY,
        "รายงานความคืบหน้าของตัวชี้วัดและโครงการตามแผน",
        "Report the progress of indicators and initiatives",
    ),
    (
        "2.1",
        Frequency.YEARLY,
        "ทบทวนการจำแนกลูกค้าและกลุ่มเป้าหมายจากข้อมูลล่าสุด",
        "Review the grouping of customers and the target groups on fresh data",
    ),
    (
        "2.2",
        Frequency.YEARLY,
        "ประเมินความเสี่ยงและผลกระทบของลูกค้าทุกกลุ่ม และวางกลยุทธ์รายกลุ่ม",
        "Assess risks and effects for every group and plan for each",
    ),
    (
        "2.3",
        Frequency.CONTINUOUS,
        "รักษาคุณภาพข้อมูลลูกค้าให้พร้อมวิเคราะห์และเสนอบริการเฉพาะราย",
        "Keep customer data fit for analysis and personal offers",
    ),
    (
        "3.1",
        Frequency.CONTINUOUS,
        "รวบรวมและวิเคราะห์เสียงลูกค้าจากทุกช่องทาง",
        "Gather and analyse the customers' voice from every channel",
    ),
    (
        "3.2",
        Frequency.YEARLY,
        "ทบทวนแผนการรับฟังให้ครอบคลุมทุกช่วงชีวิตลูกค้า และวัดความพึงพอใจ",
        "Review the listening plan for every life stage and measure satisfaction",
    ),
    (
        "3.3",
        Frequency.QUARTERLY,
        "จัดลำดับความต้องการและออกรายงานเสียงลูกค้า",
        "Rank needs and issue the report on the customers' voice",
    ),
    (
        "3.4",
        Frequency.CONTINUOUS,
        "แจ้งข้อมูลที่ลูกค้าต้องรู้ให้ทันเวลา และเก็บหลักฐานการแจ้ง",
        "Tell customers what they need to know in time and keep proof of it",
    ),
    (
        "4.1",
        Frequency.YEARLY,
        "ทบทวนบัญชีผลิตภัณฑ์ บริการ และวิธีส่งมอบ",
        "Review the catalogue of products, services and ways of delivery",
    ),
    (
        "4.2",
        Frequency.QUARTERLY,
        "พิจารณาโครงการพัฒนาตามขั้นตอน และประเมินผลโครงการที่แล้วเสร็จ",
        "Decide on projects at their gates and evaluate those that are finished",
    ),
    (
        "5.1",
        Frequency.YEARLY,
        "ทบทวนจุดสัมผัสและความต้องการการสนับสนุนของลูกค้าทุกช่วง",
        "Review touchpoints and support needs of every stage",
    ),
    (
        "5.2",
        Frequency.MONTHLY,
        "ติดตามผลตามมาตรฐานบริการและแก้ไขเมื่อไม่ถึงเป้าหมาย",
        "Follow the results of the service standards and act where a target is missed",
    ),
    (
        "5.2",
        Frequency.YEARLY,
        "ทบทวนกฎบัตรและเสนอคณะกรรมการเห็นชอบก่อนเผยแพร่",
        "Review the charter and bring it to the board before it is published",
    ),
    (
        "5.3",
        Frequency.QUARTERLY,
        "ติดตามตัวเลขลูกค้าใหม่ ซื้อเพิ่ม ซื้อต่อเนื่อง และสูญเสีย พร้อมประเมินแผนงาน",
        "Follow new, up-sold, cross-sold and lost customers and evaluate programmes",
    ),
    (
        "5.4",
        Frequency.CONTINUOUS,
        "รับ ตอบ และแก้ไขข้อร้องเรียนให้ทันตามมาตรฐาน",
        "Receive, answer and settle complaints within the standards",
    ),
    (
        "5.4",
        Frequency.QUARTERLY,
        "วิเคราะห์สาเหตุซ้ำและประเมินประสิทธิผลการจัดการข้อร้องเรียน",
        "Analyse recurring causes and how well complaints are handled",
    ),
    (
        "report",
        Frequency.QUARTERLY,
        "รายงานผลการดำเนินงานต่อคณะกรรมการ",
        "Report results to the board",
    ),
    (
        "review",
        Frequency.YEARLY,
        "ทบทวนนโยบายและเสนอผลต่อคณะกรรมการ",
        "Review the policy and bring the result to the board",
    ),
)

BANDS = (
    (1, 4, "ต่ำ", "Low", Tone.OK),
    (5, 9, "ปานกลาง", "Medium", Tone.SOON),
    (10, 16, "สูง", "High", Tone.LATE),
    (17, 25, "สูงมาก", "Very high", Tone.CRITICAL),
)


def ship(apps: Any, schema_editor: Any) -> None:
    """Write policy, duties and bands where they are not there yet; the models are a migration's historical ones."""
    policy, _is_new = apps.get_model("governance", "Policy").objects.get_or_create(
        key=POLICY_KEY, defaults={"title_th": POLICY_TITLE_TH, "title_en": POLICY_TITLE_EN}
    )
    duties = apps.get_model("governance", "Duty").objects
    if not duties.exists():
        duties.bulk_create(duties.model(policy=policy, **facts) for facts in _duties())
    bands = apps.get_model("governance", "RiskBand").objects
    if not bands.exists():
        names = ("lowest", "highest", "name_th", "name_en", "tone")
        bands.bulk_create(bands.model(**dict(zip(names, band, strict=True))) for band in BANDS)


def _duties() -> Iterator[dict[str, str]]:
    for clause, frequency, text_th, text_en in DUTIES:
        yield {"clause": clause, "frequency": frequency, "text_th": text_th, "text_en": text_en}
