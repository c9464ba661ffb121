"""What the demo plans say. Examples to be written over; the product ships no plan."""

from collections.abc import Mapping
from typing import Any

CUSTOMER = {
    "text_th": "ผู้ที่ใช้พื้นที่ อาคาร และบริการของ ธพส. ทั้งที่ใช้เอง ผู้ที่รับไปให้บริการต่อ "
    "และหน่วยงานหรือผู้แทนที่นำบริการของเราไปเป็นส่วนหนึ่งของงานตน",
    "text_en": "Whoever uses our premises, buildings and services: for themselves, to serve others with them, or as an "
    "agency that makes our service a part of its own work.",
}
MARKET = {
    "text_th": "ผู้ที่มีคุณสมบัติครบทั้งสี่ข้อต่อพื้นที่หรือบริการที่เราเสนอ ขาดข้อใดข้อหนึ่งยังไม่นับเป็นตลาด",
    "text_en": "Those who meet all four tests for a space or service that we offer; with one missing they are not yet "
    "market.",
    "need_th": "ต้องการพื้นที่ อาคาร หรือบริการบริหารอาคารในช่วงเวลาของแผน",
    "need_en": "Needs space, a building or its management within the years of the plan",
    "purchasing_power_th": "มีงบประมาณหรือรายได้พอสำหรับค่าเช่าหรือค่าบริการในอัตราของเรา",
    "purchasing_power_en": "Has a budget or income that covers our rents or fees",
    "willingness_th": "แสดงความตั้งใจ เช่น ขอใบเสนอราคา เข้าชมพื้นที่ หรือมีแผนย้าย",
    "willingness_en": "Shows the will, by asking for a quotation, visiting, or planning to move",
    "right_th": "มีอำนาจตามกฎหมายและระเบียบที่จะทำสัญญากับเรา",
    "right_en": "May by law and regulation conclude the contract with us",
}

LONG_TERM: Mapping[str, str] = {
    "title_th": "แผนยุทธศาสตร์ด้านลูกค้าและตลาด",
    "title_en": "Customer and market strategy",
    "aim_th": "ลูกค้าเลือกอยู่กับ ธพส. เพราะบริการที่ไว้ใจได้ และรายได้จากลูกค้าใหม่เติบโตโดยไม่พึ่งกลุ่มเดียว",
    "aim_en": "Customers stay because they can rely on us, and income from new customers grows without leaning on one "
    "group.",
}
ANNUAL: Mapping[str, str] = {
    "title_th": "แผนปฏิบัติการด้านลูกค้าและตลาด ปีงบประมาณ {year}",
    "title_en": "Customer and market action plan, fiscal year {year_en}",
    "aim_th": "ปิดช่องว่างที่เสียงของลูกค้าชี้ไว้ และทำให้ทุกสัญญาที่ครบกำหนดมีผู้ดูแล",
    "aim_en": "Close the gaps that customers have shown us, and see to every lease that ends.",
}

# number, title, (metric or entered), unit, better, baseline, yearly targets from the first year on, unit that answers
LONG_GOALS = (
    ("ลูกค้าพึงพอใจและผูกพัน", "Satisfied and loyal customers", "ความสัมพันธ์ที่วัดได้ตลอดวงจรชีวิตลูกค้า"),
    ("รายได้จากลูกค้าเติบโตอย่างสมดุล", "Balanced growth of income", "ไม่พึ่งพาลูกค้ากลุ่มใดกลุ่มหนึ่งเกินครึ่ง"),
)
LONG_LINES = (
    (1, "ใช้เสียงของลูกค้าปรับบริการทุกไตรมาส", "Improve services every quarter by the voice of the customer"),
    (1, "ทำตามคำมั่นในกฎบัตรบริการ", "Keep the promises of the service charter"),
    (2, "พัฒนาพื้นที่และบริการให้ตรงกลุ่มเป้าหมาย", "Fit space and services to the target segments"),
)
LONG_INDICATORS: tuple[Mapping[str, Any], ...] = (
    {
        "goal": 1,
        "title": ("ข้อร้องเรียนที่แจ้งผลตามกำหนด", "Complaints answered on time"),
        "unit": ("%", "%"),
        "metric_key": "complaints.resolved_on_time",
        "baseline": 78,
        "targets": (80, 82, 85, 88, 90),
        "owner": "complaint-centre",
    },
    {
        "goal": 1,
        "title": ("คะแนนความพึงพอใจของลูกค้า", "Customer satisfaction score"),
        "unit": ("คะแนนเต็ม 5", "of 5"),
        "baseline": "4.05",
        "targets": ("4.10", "4.20", "4.30", "4.35", "4.40"),
        "owner": "customer-market",
        "actuals": ("4.28", "4.31", "4.33", "4.37"),
    },
    {
        "goal": 2,
        "title": ("ลูกค้าปัจจุบันที่จัดอยู่ในกลุ่ม", "Current customers in a segment"),
        "unit": ("%", "%"),
        "metric_key": "segmentation.customers_segmented",
        "baseline": 0,
        "targets": (60, 70, 80, 85, 90),
        "owner": "customer-market",
    },
    {
        "goal": 2,
        "title": ("รายได้จากลูกค้าใหม่", "Income from new customers"),
        "unit": ("ล้านบาท", "million baht"),
        "baseline": 92,
        "targets": (95, 105, 115, 128, 140),
        "owner": "property",
        "actuals": ("24.80", "57.10", "88.40", "119.60"),
    },
)
LONG_INITIATIVES: tuple[Mapping[str, Any], ...] = (
    {
        "line": 1,
        "indicator": 2,
        "title": ("ระบบเสียงของลูกค้าแบบรวมศูนย์", "One system for the voice of the customer"),
        "description": "รวมเสียงจากทุกช่องทางไว้ที่เดียว จำแนกด้วยแบบจำลอง และรายงานทุกไตรมาส",
        "owner": "voc-analyst",
        "unit": "customer-market",
        "budget": 6_500_000,
        "people": "นักวิเคราะห์ 2 คน ผู้พัฒนาระบบ 1 คน",
        "equipment": "ระบบ CRM และเครื่องแม่ข่าย 1 ชุด",
        "months": (24, 48),
        "clauses": ("1.3", "3.2", "3.3"),
        "pace": 1.02,
    },
    {
        "line": 3,
        "indicator": 4,
        "title": ("ปรับพื้นที่ว่างเป็นพื้นที่ทำงานร่วม", "Vacant space turned into shared offices"),
        "description": "ปรับปรุงพื้นที่ว่างอาคาร B ให้เช่าระยะสั้นสำหรับธุรกิจเริ่มต้น",
        "owner": "product-manager",
        "unit": "property",
        "budget": 18_000_000,
        "people": "ผู้จัดการโครงการ 1 คน วิศวกร 2 คน",
        "equipment": "งานปรับปรุง 2,400 ตารางเมตร",
        "months": (30, 60),
        "clauses": ("4.2",),
        "pace": 0.72,
    },
)
YEAR_GOALS = (
    ("ลดเรื่องที่ลูกค้าต้องติดตามซ้ำ", "Fewer matters that customers must chase", ""),
    ("รักษาลูกค้าที่สัญญาจะครบกำหนด", "Keep the customers whose leases end", ""),
)
YEAR_LINES = (
    (1, "ตอบให้จบในครั้งแรก", "Answer for good the first time"),
    (2, "เข้าพบก่อนครบกำหนดสัญญา", "Call before the lease ends"),
)
YEAR_INDICATORS: tuple[Mapping[str, Any], ...] = (
    {
        "goal": 1,
        "title": ("ข้อร้องเรียนที่ตอบรับตามกำหนด", "Complaints acknowledged on time"),
        "unit": ("%", "%"),
        "metric_key": "complaints.acknowledged_on_time",
        "baseline": 90,
        "targets": (95,),
        "owner": "complaint-centre",
    },
    {
        "goal": 2,
        "title": ("สัญญาที่ครบกำหนดแล้วต่อสัญญา", "Leases renewed when they end"),
        "unit": ("%", "%"),
        "baseline": 81,
        "targets": (85,),
        "owner": "property",
        "actuals": ("82.00", "84.50", "86.00", "87.20"),
    },
)
YEAR_INITIATIVES: tuple[Mapping[str, Any], ...] = (
    {
        "line": 1,
        "indicator": 1,
        "title": ("คู่มือตอบคำถามหน้าเคาน์เตอร์", "A guide for answers at the counter"),
        "description": "รวมคำตอบ 60 เรื่องที่ถามบ่อย ทบทวนทุกไตรมาส",
        "owner": "complaint-officer",
        "unit": "complaint-centre",
        "budget": 450_000,
        "people": "เจ้าหน้าที่ 3 คน",
        "months": (0, 12),
        "clauses": ("1.3", "5.4"),
        "pace": 1.05,
    },
    {
        "line": 1,
        "indicator": 1,
        "title": ("แจ้งแผนปิดซ่อมล่วงหน้าทุกครั้ง", "Every closure for repair announced ahead"),
        "description": "ใช้ประกาศในระบบแจ้งผู้เช่าที่กระทบล่วงหน้าอย่างน้อย 7 วัน",
        "owner": "complaint-investigator",
        "unit": "building-services",
        "budget": 0,
        "people": "ช่างประจำอาคาร และเจ้าหน้าที่สื่อสาร 1 คน",
        "months": (0, 12),
        "clauses": ("3.4",),
        "pace": 0.8,
        "silent_last": True,
    },
    {
        "line": 2,
        "indicator": 2,
        "title": ("ผู้ดูแลประจำรายสำหรับผู้เช่าราชการ", "A named person for every government tenant"),
        "description": "ผู้เช่าราชการทุกรายมีผู้ดูแล และประชุมทบทวนปีละสองครั้ง",
        "owner": "customer-officer",
        "unit": "customer-market",
        "budget": 1_200_000,
        "people": "ผู้ดูแล 4 คน",
        "equipment": "รถรับรอง 1 คัน",
        "months": (0, 12),
        "clauses": ("1.3", "2.2", "5.3"),
        "pace": 1.0,
    },
    {
        "line": 2,
        "indicator": 2,
        "title": ("สิทธิผู้เช่าร้านค้ารายเดือน", "Monthly benefits for shop tenants"),
        "description": "ออกแบบสิทธิประโยชน์จากผลการจำแนกกลุ่ม และทดลองกับร้านค้า 80 ราย",
        "owner": "customer-officer-2",
        "unit": "property",
        "budget": 2_400_000,
        "people": "เจ้าหน้าที่ 2 คน",
        "months": (3, 12),
        "clauses": ("2.3", "5.3"),
        "pace": 0.9,
    },
)
NARRATIVES = (
    "ตั้งคณะทำงาน เก็บข้อมูลตั้งต้น และตกลงขั้นตอนกับหน่วยงานที่เกี่ยวข้องแล้ว",
    "เริ่มใช้จริงกับกลุ่มนำร่อง พบจุดต้องแก้ 3 จุดและแก้แล้ว 2 จุด",
    "ขยายไปทุกอาคาร อบรมเจ้าหน้าที่ครบ และเริ่มวัดผล",
    "ประเมินผล สรุปบทเรียน และส่งต่อเข้างานประจำ",
)
RISKS = ("", "ผู้รับจ้างส่งงานช้า ประชุมติดตามทุกสองสัปดาห์", "", "งบปลายปีเบิกไม่ทัน ขอกันเงินไว้แล้ว")

# kind, title, keeper, items; an item names what serves it: ("long", goal), ("year", initiative) or nothing
MASTERS = (
    (
        "corporate",
        ("แผนยุทธศาสตร์ ธพส.", "Corporate strategy"),
        "strategy",
        (
            ("SO1", "เพิ่มรายได้จากการบริหารสินทรัพย์", "More income from the assets managed", ("long", 2)),
            ("SO2", "ยกระดับบริการสู่มาตรฐานสากล", "Services of international standard", ("long", 1)),
        ),
    ),
    (
        "stakeholder",
        ("แผนยุทธศาสตร์ด้านผู้มีส่วนได้ส่วนเสีย", "Stakeholder strategy"),
        "board-office",
        (
            ("ST1", "สื่อสารกับชุมชนรอบศูนย์ราชการ", "Speak with the neighbourhood", None),
            ("ST2", "รักษาความสัมพันธ์กับหน่วยงานผู้เช่า", "Keep close to the agencies that rent", ("year", 3)),
        ),
    ),
    (
        "people",
        ("แผนยุทธศาสตร์ด้านทรัพยากรบุคคล", "Human resources strategy"),
        "board-office",
        (("HR2", "สมรรถนะด้านบริการของทุกตำแหน่ง", "Service skills in every post", ("year", 1)),),
    ),
    (
        "digital",
        ("แผนปฏิบัติการดิจิทัลระยะยาว", "Long-term digital plan"),
        "information-technology",
        (("DX3", "ข้อมูลลูกค้าหนึ่งเดียว", "One view of the customer", ("initiative", 1)),),
    ),
)
