"""The purpose and the privacy notice of the public idea form, in plain words. Later versions are the officer's."""

from datetime import UTC, datetime
from typing import Any

EFFECTIVE_AT = datetime(2025, 9, 30, 17, tzinfo=UTC)  # 1 October 2568, midnight in Bangkok: first day of FY2569
NOTICE = "idea"
PURPOSE = ("idea-answer", "ส่งคำตอบถึงผู้เสนอความคิด", "Sending you the answer to your idea", "consent")

PARTS = {
    "why": (
        "เพื่อส่งคำตอบให้ท่านว่าเรานำความคิดของท่านไปทำอะไร และถามกลับเมื่อไม่เข้าใจ ทำเมื่อท่านยินยอมเท่านั้น",
        "To send you what came of your idea, and to ask back where we do not understand it; only if you agree.",
    ),
    "what": (
        "ความคิดที่ท่านเขียน และถ้าท่านบอก: ชื่อ อีเมล โทรศัพท์",
        "The idea you write and, if you give them, your name, e-mail and telephone.",
    ),
    "must_give": (
        "ไม่ต้องบอกชื่อหรือช่องทางติดต่อก็เสนอได้ แต่เราจะส่งคำตอบให้ท่านไม่ได้",
        "You may hand in an idea without a name or contact. Then we cannot send you the answer.",
    ),
    "kept_for": (
        "ช่องทางติดต่อเก็บไว้ 1 ปีนับจากวันที่ตอบ แล้วลบ ส่วนตัวความคิดเก็บไว้โดยไม่รู้ว่าเป็นของใคร",
        "Contacts are kept for one year after the answer, then erased. The idea itself is kept without your name.",
    ),
    "recipients": (
        "เฉพาะเจ้าหน้าที่ที่ดูแลความคิดของท่าน และผู้ให้บริการระบบที่ทำงานตามคำสั่งของเรา ไม่ส่งข้อมูลออกนอกประเทศ",
        "Only staff who deal with your idea, and suppliers of our systems on our orders. Nothing is sent abroad.",
    ),
    "rights": (
        "ท่านขอดู ขอสำเนา ขอแก้ไข ขอลบ หรือขอระงับการใช้ข้อมูลของท่าน และถอนความยินยอมเมื่อใดก็ได้ เราตอบภายใน 30 วัน "
        "หากไม่พอใจ ท่านร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคลได้",
        "You may ask to see, copy, correct or erase your data, or to restrict their use, and withdraw your consent at "
        "any time. We answer within 30 days. If you are not content, you may complain to the Office of the Personal "
        "Data Protection Committee.",
    ),
    "contact": (
        "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล บริษัท ธนารักษ์พัฒนาสินทรัพย์ จำกัด ผู้ควบคุมข้อมูลส่วนบุคคล "
        "ศูนย์ราชการเฉลิมพระเกียรติ 80 พรรษา ถนนแจ้งวัฒนะ เขตหลักสี่ กรุงเทพมหานคร 10210",
        "Data-protection officer, Dhanarak Asset Development Company Limited (the data controller), "
        "Government Complex, Chaeng Watthana Road, Lak Si, Bangkok 10210.",
    ),
}


def ship_notice(*, purpose_model: Any, notice_model: Any, version_model: Any) -> None:
    """Write purpose, notice and its first version where missing; the models are historical ones of privacy."""
    key, title_th, title_en, basis = PURPOSE
    purpose, _new = purpose_model.objects.get_or_create(
        key=key, defaults={"title_th": title_th, "title_en": title_en, "basis": basis}
    )
    notice, is_new = notice_model.objects.get_or_create(
        key=NOTICE,
        defaults={
            "title_th": "ประกาศความเป็นส่วนตัว สำหรับการเสนอความคิด",
            "title_en": "Privacy notice for ideas",
        },
    )
    if not is_new:
        return
    notice.purposes.add(purpose)
    texts: dict[str, str] = {}
    for part, (thai, english) in PARTS.items():
        texts |= {f"{part}_th": thai, f"{part}_en": english}
    version_model.objects.create(notice=notice, number=1, effective_at=EFFECTIVE_AT, **texts)
