"""What the demonstration offers on the portal, and what its customers ask. Examples to be written over."""

from typing import Any

from service_charter.enums import FieldKind as F


def _q(kind: str, th: str, en: str, *, choices: tuple[str, str] = ("", ""), hint: tuple[str, str] = ("", ""),
       required: bool = True) -> dict[str, Any]:  # fmt: skip
    return {
        "kind": kind,
        "label_th": th,
        "label_en": en,
        "hint_th": hint[0],
        "hint_en": hint[1],
        "choices_th": choices[0],
        "choices_en": choices[1],
        "is_required": required,
    }


_PLACE = _q(F.TEXT, "อาคารและชั้น", "Building and floor", hint=("เช่น อาคาร B ชั้น 2", "For example Building B, floor 2"))
_PAPERS = _q(F.FILE, "ภาพถ่ายหรือเอกสาร", "Pictures or documents", required=False)

# code: unit, standard, title, description, questions, whether it is on the portal
KINDS: tuple[tuple[str, str, str, tuple[str, str], tuple[str, str], tuple[dict[str, Any], ...], bool], ...] = (
    (
        "meeting-room",
        "property",
        "transaction-result",
        ("จองห้องประชุม", "Book a meeting room"),
        (
            "จองห้องประชุมของศูนย์ราชการสำหรับผู้เช่าและหน่วยงานภายนอก",
            "Meeting rooms of the Government Complex, for tenants and other organisations",
        ),
        (
            _q(F.DATE, "วันที่ใช้ห้อง", "Day of use"),
            _q(F.CHOICE, "ช่วงเวลา", "Time of day", choices=("เช้า\nบ่าย\nทั้งวัน", "Morning\nAfternoon\nThe whole day")),
            _q(F.NUMBER, "จำนวนผู้เข้าประชุม", "Number of people"),
            _q(F.LONG, "อุปกรณ์หรือการจัดห้องที่ต้องการ", "Equipment or layout", required=False),
        ),
        True,
    ),
    (
        "repair",
        "property",
        "transaction-result",
        ("แจ้งซ่อม", "Report a repair"),
        (
            "แจ้งสิ่งที่ชำรุดในพื้นที่เช่าหรือพื้นที่ส่วนกลาง เหตุฉุกเฉินโปรดโทรศัพท์",
            "Tell us what is broken in rented or common space. Please telephone in an emergency.",
        ),
        (
            _PLACE,
            _q(
                F.CHOICE,
                "สิ่งที่ชำรุด",
                "What is broken",
                choices=(
                    "ไฟฟ้า\nประปา\nเครื่องปรับอากาศ\nลิฟต์หรือบันไดเลื่อน\nอื่น ๆ",
                    "Electricity\nWater\nAir conditioning\nLift or escalator\nSomething else",
                ),
            ),
            _q(F.LONG, "รายละเอียด", "Details"),
            _PAPERS,
        ),
        True,
    ),
    (
        "temporary-space",
        "property",
        "transaction-result",
        ("ขออนุญาตใช้พื้นที่ชั่วคราว", "Permit for temporary space"),
        (
            "จัดกิจกรรม ออกร้าน หรือถ่ายทำในพื้นที่ส่วนกลาง",
            "Events, stalls or filming in common space",
        ),
        (
            _q(F.TEXT, "ชื่อกิจกรรม", "Name of the event"),
            _q(F.DATE, "วันเริ่ม", "First day"),
            _q(F.NUMBER, "จำนวนวัน", "Number of days"),
            _PAPERS,
        ),
        True,
    ),
    (
        "information",
        "customer-market",
        "information-documents",
        ("ขอข้อมูลหรือเอกสาร", "Ask for information or documents"),
        (
            "ข้อมูลพื้นที่ว่าง อัตราค่าเช่า สำเนาใบแจ้งหนี้ หรือเอกสารอื่น",
            "Vacant space, rents, copies of invoices or other documents",
        ),
        (
            _q(F.TEXT, "เรื่องที่ขอ", "What it is about"),
            _q(F.LONG, "รายละเอียด", "Details", required=False),
        ),
        True,
    ),
    (
        "contract-matter",
        "property",
        "transaction-check",
        ("เรื่องสัญญาเช่า", "About a contract"),
        (
            "ต่อสัญญา เปลี่ยนผู้ติดต่อ ขอแก้ไขรายละเอียด หรือขอยุติสัญญา",
            "Renew, change the contact person, correct details or end a contract",
        ),
        (
            _q(F.TEXT, "เลขที่สัญญา", "Number of the contract", required=False),
            _q(
                F.CHOICE,
                "เรื่อง",
                "What you need",
                choices=(
                    "ต่อสัญญา\nเปลี่ยนผู้ติดต่อ\nแก้ไขรายละเอียด\nยุติสัญญา",
                    "Renew\nChange the contact person\nCorrect details\nEnd the contract",
                ),
            ),
            _q(F.LONG, "รายละเอียด", "Details"),
        ),
        True,
    ),
    (
        "parking-card",
        "property",
        "",
        ("ขอบัตรจอดรถ", "Parking card"),
        ("", ""),
        (_q(F.TEXT, "ทะเบียนรถ", "Number plate"),),
        False,
    ),
)

# By kind: answers in the order of the questions; files stay empty. {day} is a day ahead.
ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "meeting-room": (
        ("{day}", "1", "40", "จอภาพและไมโครโฟนไร้สาย 2 ตัว"),
        ("{day}", "3", "120", "จัดโต๊ะแบบห้องเรียน"),
        ("{day}", "2", "15", ""),
    ),
    "repair": (
        ("อาคาร B ชั้น 3 ห้อง B312", "3", "แอร์ไม่เย็นตั้งแต่เช้า มีน้ำหยดลงพื้น"),
        ("อาคาร A ชั้น 1", "1", "ไฟทางเดินหน้าห้องน้ำดับสามดวง"),
        ("อาคารจอดรถ ชั้น 4", "4", "ลิฟต์ตัวซ้ายเปิดประตูช้าและมีเสียงดัง"),
        ("อาคาร B ชั้น 7", "2", "ก๊อกน้ำห้องน้ำหญิงปิดไม่สนิท"),
    ),
    "temporary-space": (
        ("ตลาดนัดสินค้าชุมชน", "{day}", "3"),
        ("นิทรรศการวันเด็ก", "{day}", "1"),
    ),
    "information": (
        ("พื้นที่ว่างชั้น 1 อาคาร A", "ต้องการประมาณ 60 ตารางเมตรสำหรับร้านกาแฟ"),
        ("สำเนาใบแจ้งหนี้เดือนที่แล้ว", ""),
        ("อัตราค่าบริการส่วนกลาง", "ขอเอกสารเพื่อตั้งงบประมาณปีหน้า"),
    ),
    "contract-matter": (
        ("สญ. 112/2568", "1", "สัญญาจะหมดปลายปี ขอทราบขั้นตอนและเอกสาร"),
        ("", "2", "ผู้ประสานงานเดิมย้ายงาน ขอเปลี่ยนชื่อและเบอร์โทรศัพท์"),
    ),
}
NAMES = ("สุดารัตน์ มีสุข", "กิตติพงษ์ ใจดี", "พรทิพย์ แสงทอง", "ณัฐวุฒิ ศรีสุข", "วราภรณ์ บุญมา", "ธนกร รัตนชัย", "มาลี พุ่มพวง")
QUESTION = "ขอทราบวันและเวลาที่สะดวกให้เจ้าหน้าที่ติดต่อ และรายละเอียดเพิ่มเติมของเรื่องนี้"
REPLY = "สะดวกทุกวันในเวลาราชการ รายละเอียดตามที่แจ้งไว้ครับ"
PROGRESS = "ได้ส่งเรื่องให้ผู้เกี่ยวข้องแล้ว จะแจ้งผลให้ทราบภายในกำหนด"
RESULTS = {
    "granted": ("ดำเนินการเรียบร้อยแล้ว ขอบคุณที่แจ้งเรา", "จัดให้ตามที่ขอแล้ว รายละเอียดส่งทางอีเมล"),
    "partly": ("จัดให้ได้บางส่วนตามที่มี ส่วนที่เหลือจะแจ้งอีกครั้งเมื่อพร้อม",),
    "declined": ("วันดังกล่าวมีผู้จองแล้ว ขอแนะนำให้เลือกวันอื่นในสัปดาห์เดียวกัน",),
}
COMMENTS = ("ตอบเร็วดี", "เจ้าหน้าที่สุภาพ อธิบายชัดเจน", "", "", "รอนานกว่าที่คิด")

NOTE = "โทรนัดผู้รับเหมาแล้ว รอยืนยันเวลาเข้าพื้นที่ภายในวันนี้"
