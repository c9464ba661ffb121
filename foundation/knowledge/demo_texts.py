"""The words of the demo articles."""

from dataclasses import dataclass, field

from foundation.knowledge.enums import Kind


@dataclass(frozen=True)
class Text:
    """An article; `steps` says how far it came: 0 draft, 1 in review, 2 published."""

    kind: str
    title_th: str
    title_en: str
    body_th: str
    body_en: str
    author: str
    reviewer: str
    days_ago: int
    steps: int = 2
    for_public: bool = False
    answers: tuple[tuple[str, bool], ...] = field(default=())


TEXTS = (
    Text(
        Kind.LESSON,
        "ลิฟต์ค้างตอนเช้า: แจ้งผู้ใช้อาคารก่อนช่างมาถึง",
        "Lift stuck in the morning: tell people before the technician arrives",
        "เรื่องร้องเรียนลิฟต์ค้างช่วงเช้าวันทำการมักมาพร้อมกันหลายเรื่อง\n\n"
        "ครั้งที่แจ้งข้อความหน้าลิฟต์และทาง LINE ภายในสิบนาที มีผู้ร้องเพิ่มน้อยกว่าครั้งที่รอช่างแจ้งผลก่อน\n\n"
        "ครั้งต่อไป ให้ศูนย์รับเรื่องประกาศทันทีที่ยืนยันเหตุ แล้วผูกเรื่องที่เข้ามาเป็นเรื่องเดียวกัน",
        "Complaints about a stuck lift come in groups. When a notice went out within ten minutes, fewer followed.\n\n"
        "Next time: announce as soon as it is confirmed, and link what comes in.",
        "complaint-officer",
        "complaint-manager",
        240,
        answers=(("complaint-investigator", True), ("customer-officer", True)),
    ),
    Text(
        Kind.GUIDE,
        "รับเรื่องทางโทรศัพท์ให้ครบในสายเดียว",
        "Taking a complaint by telephone in one call",
        "ถามสถานที่ให้ถึงชั้นและจุดสังเกต ทวนสิ่งที่ผู้ร้องต้องการ แล้วบอกเลขที่เรื่องกับวันที่จะได้คำตอบก่อนวางสาย\n\n"
        "หากเป็นเรื่องความปลอดภัย ให้โอนสายเหตุฉุกเฉินทันทีแล้วจึงบันทึก",
        "Ask for the place down to the floor, repeat what is wanted, and give number and date before the call ends.\n\n"
        "Safety first: pass the call on at once, then write it down.",
        "complaint-officer-2",
        "complaint-manager",
        150,
        answers=(("complaint-officer", True), ("customer-officer-2", False)),
    ),
    Text(
        Kind.FACT,
        "ร้านค้ารายเล็กตัดสินใจต่อสัญญาเมื่อใด",
        "When small shops decide to renew",
        "จากบันทึกการเยี่ยมสองปีงบประมาณ ร้านค้ารายเล็กส่วนใหญ่ตัดสินใจก่อนหมดสัญญาราวสี่เดือน\n\n"
        "การเยี่ยมช่วงห้าเดือนก่อนหมดสัญญาจึงได้ผลกว่าช่วงสองเดือนสุดท้าย",
        "Over two fiscal years most small shops decided about four months before the end of their contract, "
        "so a visit five months before is worth more than one in the last two.",
        "customer-officer",
        "executive",
        95,
        answers=(("strategist", True), ("product-manager", True)),
    ),
    Text(
        Kind.LESSON,
        "แบบสำรวจสั้นลงครึ่งหนึ่ง คนตอบมากขึ้น",
        "Half the questions, more answers",
        "เมื่อลดคำถามจากสิบสองข้อเหลือหกข้อ อัตราตอบกลับสูงขึ้นและความเห็นปลายเปิดยาวขึ้น\n\nครั้งต่อไป ถามเฉพาะข้อที่มีคนรอใช้คำตอบ",
        "With six questions instead of twelve more people answered and wrote longer comments. "
        "Next time ask only what somebody waits to use.",
        "voc-analyst",
        "executive",
        60,
        answers=(("charter-owner", True),),
    ),
    Text(
        Kind.GUIDE,
        "อ่านผลการจำแนกลูกค้าอย่างระวัง",
        "Reading segments with care",
        "ค่า silhouette ต่ำแปลว่ากลุ่มเหลื่อมกัน ใช้กลุ่มเป็นแนวทางดูแล ไม่ใช่ป้ายติดตัวลูกค้า\n\nดูจำนวนรายและช่วงความเชื่อมั่นก่อนสรุปทุกครั้ง",
        "",
        "voc-analyst",
        "charter-owner",
        6,
        steps=1,
    ),
    Text(
        Kind.LESSON,
        "บทเรียนจากการย้ายจุดบริการชั้นหนึ่ง",
        "",
        "",
        "",
        "product-manager",
        "executive",
        2,
        steps=0,
    ),
    Text(
        Kind.QUESTION,
        "ยังไม่ได้รับคำตอบภายในวันที่กำหนด ต้องทำอย่างไร",
        "The date of my answer has passed. What can I do?",
        "เปิดหน้า “ติดตามเรื่อง” แล้วกรอกเลขที่เรื่องกับรหัสติดตาม ท่านจะเห็นว่าเรื่องอยู่ขั้นตอนใดและเลยกำหนดเพราะเหตุใด\n\n"
        "หากต้องการให้ผู้บังคับบัญชาพิจารณา ส่งข้อความจากหน้าเดียวกันได้ทันที โดยไม่ต้องเริ่มเรื่องใหม่",
        "Open “Track your case” with your number and code: it shows the stage and why the date has passed.\n\n"
        "From the same page you can write to us and ask for a manager. You need not begin anew.",
        "complaint-officer",
        "complaint-manager",
        120,
        for_public=True,
    ),
    Text(
        Kind.QUESTION,
        "ทำรหัสติดตามหาย จะดูเรื่องของตนได้อย่างไร",
        "I have lost my tracking code. How do I see my case?",
        "รหัสติดตามเป็นความลับของท่าน เจ้าหน้าที่เปิดดูรหัสเดิมไม่ได้ และไม่แจ้งรหัสทางโทรศัพท์\n\n"
        "ขอรหัสใหม่ได้ที่เคาน์เตอร์บริการ โดยแสดงหลักฐานยืนยันตัวตน และแจ้งเลขที่เรื่องหากยังจำได้",
        "The code is your secret: we cannot look up the old one, and never tell one by telephone.\n\n"
        "Ask for a new code at the counter. Show who you are and, if you can, bring the number of your case.",
        "complaint-officer-2",
        "complaint-manager",
        110,
        for_public=True,
    ),
    Text(
        Kind.GUIDE,
        "แจ้งอุปกรณ์ชำรุดในอาคารให้แก้ไขได้เร็ว",
        "Report a fault in the building so that it is mended soon",
        "บอกอาคาร ชั้น และจุดสังเกตที่ใกล้ที่สุด เช่น หน้าลิฟต์หรือหมายเลขห้อง\n\n"
        "แนบภาพถ่ายหนึ่งภาพที่เห็นทั้งจุดและบริเวณรอบข้าง\n\n"
        "หากมีไฟ ควัน น้ำรั่วใกล้ระบบไฟฟ้า หรือมีคนติดอยู่ ให้โทรหมายเลขเหตุฉุกเฉินก่อน แล้วจึงแจ้งเรื่อง",
        "Name the building, the floor and the nearest landmark, such as the lift or the number of the room.\n\n"
        "Add one photograph that shows the spot and what is around it.\n\n"
        "With fire, smoke, water near electricity or somebody trapped, call the emergency number first.",
        "complaint-officer",
        "complaint-manager",
        100,
        for_public=True,
    ),
)
