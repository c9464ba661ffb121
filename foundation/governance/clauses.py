"""The clauses of the customer and market policy in our own words: what each is about, in both languages.

These are reading aids. The text that binds is the announcement, which is imported and never shipped.
"""

from dataclasses import dataclass

from foundation.core.evidence import CLAUSES
from foundation.governance.enums import SectionKey
from foundation.governance.models.spoken import spoken

POLICY_KEY = "customer-and-market"
POLICY_TITLE_TH = "นโยบายด้านลูกค้าและตลาด"
POLICY_TITLE_EN = "Customer and Market Policy"


@dataclass(frozen=True)
class Outline:
    """A clause as we would explain it to a colleague."""

    key: str
    title_th: str
    title_en: str
    summary_th: str
    summary_en: str

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def summary(self) -> str:
        """In the reader's language."""
        return spoken(self, "summary")

    @property
    def heading(self) -> str:
        """Number and title; the closing provisions have no number."""
        return f"{self.key} {self.title}" if self.key[0].isdigit() else self.title


def section_of(key: str) -> SectionKey:
    """The part of the policy that a clause belongs to."""
    return SectionKey(key[0]) if key[0].isdigit() else SectionKey.CLOSING


def outline(key: str) -> Outline:
    """The outline of one clause. Raises KeyError."""
    return _BY_KEY[key]


def outlines() -> list[Outline]:
    """Every clause in the order of the policy."""
    return [_BY_KEY[key] for key in CLAUSES]


SECTION_TITLES_EN = {
    SectionKey.PREAMBLE: "Preamble",
    SectionKey.STRATEGY: "Customer and market strategy",
    SectionKey.SEGMENTATION: "Knowing customers by group",
    SectionKey.LISTENING: "Listening to customers",
    SectionKey.PRODUCTS: "Developing products and services",
    SectionKey.RELATIONSHIPS: "Relations with customers",
    SectionKey.CLOSING: "Closing provisions",
}
SECTION_TITLES_TH = {
    SectionKey.PREAMBLE: "คำปรารภ",
    SectionKey.STRATEGY: "ยุทธศาสตร์ลูกค้าและตลาด",
    SectionKey.SEGMENTATION: "รู้จักลูกค้าเป็นรายกลุ่ม",
    SectionKey.LISTENING: "รับฟังลูกค้า",
    SectionKey.PRODUCTS: "พัฒนาผลิตภัณฑ์และบริการ",
    SectionKey.RELATIONSHIPS: "ความสัมพันธ์กับลูกค้า",
    SectionKey.CLOSING: "บทท้าย",
}

_OUTLINES = (
    Outline(
        "1.1",
        "ใครคือลูกค้า อะไรคือตลาด",
        "Who is a customer, what is a market",
        "ให้ทั้งองค์กรใช้ความหมายของคำว่าลูกค้าและตลาดตรงกัน",
        "Everybody in the company means the same by customer and by market.",
    ),
    Outline(
        "1.2",
        "บทบาทของคณะกรรมการ",
        "What the board does",
        "คณะกรรมการเห็นชอบนโยบายและแผน ติดตามผล ให้ข้อสังเกต และดูแลให้เปิดเผยข้อมูลสำคัญ",
        "The board approves policy and plans, follows results, makes observations and sees that key facts are told.",
    ),
    Outline(
        "1.3",
        "หน้าที่ของผู้บริหารและพนักงาน",
        "What management and staff do",
        "จัดคน งบประมาณ และผู้รับผิดชอบ รับฟังลูกค้า แล้วใช้สิ่งที่ได้ยินทำแผนที่เชื่อมกับแผนอื่นขององค์กร",
        "Provide people, money and owners, listen, and turn what is heard into plans that fit the other plans.",
    ),
    Outline(
        "2.1",
        "จำแนกลูกค้าและส่วนตลาด",
        "Grouping customers and markets",
        "จำแนกลูกค้าด้วยวิธีทางสถิติ เลือกกลุ่มเป้าหมาย ทำโปรไฟล์กลุ่ม และวัดว่าการจำแนกได้ผลหรือไม่",
        "Group customers by statistical methods, choose target groups, describe them, and test whether it works.",
    ),
    Outline(
        "2.2",
        "ฐานข้อมูลและความเสี่ยงรายกลุ่ม",
        "Data and risks of each group",
        "มีฐานข้อมูลตามกลุ่มลูกค้า วิเคราะห์ความเสี่ยงและผลกระทบของแต่ละกลุ่ม และวางกลยุทธ์ที่เหมาะกับกลุ่มนั้น",
        "Keep data by group, weigh risks and effects for each, and plan what suits it.",
    ),
    Outline(
        "2.3",
        "ระบบสารสนเทศและการตลาดเฉพาะราย",
        "Information system and personal offers",
        "สร้างคลังข้อมูลดิจิทัลที่วิเคราะห์ได้ เพื่อเสนอสิ่งที่ตรงกับลูกค้าแต่ละรายและสร้างความภักดี",
        "Build a digital store of knowledge that supports analysis, fitting offers and loyalty.",
    ),
    Outline(
        "3.1",
        "รับฟังและวิเคราะห์เสียงลูกค้า",
        "Listening and making sense of it",
        "รับฟังความเห็น ความต้องการ ความกังวล และความพึงพอใจ แล้ววิเคราะห์เพื่อร่วมมือกับลูกค้า",
        "Hear opinions, needs, worries and satisfaction, and analyse them so that customers become partners.",
    ),
    Outline(
        "3.2",
        "ช่องทางรับฟังทุกจุดสัมผัส",
        "Channels at every touchpoint",
        "มีช่องทางรับฟังตลอดวงจรชีวิตลูกค้า มีวิธีปฏิบัติ วัดความพึงพอใจ และเก็บเป็นความรู้",
        "Offer channels along the whole life of a customer, with a procedure, measurement and kept knowledge.",
    ),
    Outline(
        "3.3",
        "จัดลำดับความต้องการและรายงาน",
        "Ranking needs and reporting",
        "จัดลำดับสิ่งที่ลูกค้าต้องการ วิเคราะห์เชิงลึกรายกลุ่ม และรายงานเสียงลูกค้าทุกไตรมาส",
        "Rank what customers need, look deep into each group, and report the customers' voice every quarter.",
    ),
    Outline(
        "3.4",
        "สื่อสารและเปิดเผยข้อมูล",
        "Telling customers what they need to know",
        "บอกข้อมูลที่ถูกต้อง ชัดเจน ทันเวลา และทั่วถึง ด้วยวิธีที่เหมาะกับสถานการณ์",
        "Tell customers what is true, clear and timely, in a way that fits the situation.",
    ),
    Outline(
        "4.1",
        "ความหมายของผลิตภัณฑ์และนวัตกรรม",
        "What product and innovation mean",
        "ใช้ความหมายของผลิตภัณฑ์ บริการ วิธีส่งมอบ และนวัตกรรมให้ตรงกัน",
        "Everybody means the same by product, service, way of delivery and innovation.",
    ),
    Outline(
        "4.2",
        "กระบวนการพัฒนาและนวัตกรรม",
        "How products are developed",
        "พัฒนาอย่างเป็นขั้นตอนจากความต้องการของลูกค้า คุมความเสี่ยง วัดผลสามมิติ และเก็บเป็นความรู้",
        "Develop step by step from customers' needs, mind the risks, measure three kinds of outcome, keep lessons.",
    ),
    Outline(
        "5.1",
        "จุดสัมผัสและการสนับสนุนลูกค้า",
        "Touchpoints and support",
        "รู้ว่าลูกค้าต้องการการสนับสนุนอะไร และมีจุดสัมผัสทั้งทางกายภาพและดิจิทัลครบทุกช่วง",
        "Know what support customers need, with physical and digital touchpoints at every stage.",
    ),
    Outline(
        "5.2",
        "กฎบัตรและมาตรฐานบริการ",
        "Service charter and standards",
        "มีกฎบัตรที่คณะกรรมการเห็นชอบก่อนเผยแพร่ ถ่ายทอดเป้าหมายถึงผู้เกี่ยวข้อง และตรวจว่าทำได้ตามมาตรฐาน",
        "Publish a charter that the board approved, pass its targets on, and check that they are met.",
    ),
    Outline(
        "5.3",
        "แผนงานความสัมพันธ์กับลูกค้า",
        "Programmes for customer relations",
        "มีแผนงานและข้อมูลลูกค้าใหม่ การซื้อเพิ่ม การซื้อต่อเนื่อง ข้อร้องเรียน และการสูญเสียลูกค้า พร้อมประเมินผล",
        "Run programmes on figures of new, growing, complaining and lost customers, and evaluate them.",
    ),
    Outline(
        "5.4",
        "การจัดการข้อร้องเรียน",
        "Handling complaints",
        "รับข้อร้องเรียนหลายช่องทางตามแนวมาตรฐานสากล ตอบ แก้ไข วิเคราะห์ และเรียนรู้จากทุกเรื่อง",
        "Take complaints through many channels after the international standard; answer, mend, analyse and learn.",
    ),
    Outline(
        "report",
        "การรายงานผล",
        "Reporting",
        "รายงานผลต่อคณะกรรมการไม่น้อยกว่าไตรมาสละครั้ง",
        "Report results to the board at least once a quarter.",
    ),
    Outline(
        "review",
        "การทบทวนนโยบาย",
        "Reviewing the policy",
        "ทบทวนนโยบายไม่น้อยกว่าปีละครั้ง",
        "Review the policy at least once a year.",
    ),
)
_BY_KEY = {each.key: each for each in _OUTLINES}
