"""The purposes and notices that the product ships, in plain words. The data-protection officer publishes later ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

EFFECTIVE_AT = datetime(2025, 9, 30, 17, tzinfo=UTC)  # 1 October 2568, midnight in Bangkok: first day of FY2569


@dataclass(frozen=True)
class ShippedPurpose:
    """A use of personal data and its legal basis."""

    key: str
    title_th: str
    title_en: str
    basis: str


@dataclass(frozen=True)
class ShippedNotice:
    """A notice with the texts of its first version, by part: (Thai, English)."""

    key: str
    title_th: str
    title_en: str
    purposes: tuple[str, ...]
    parts: Mapping[str, tuple[str, str]]


PURPOSES = (
    ShippedPurpose("complaint-handling", "ดูแลและตอบข้อร้องเรียน", "Handling and answering complaints", "public_task"),
    ShippedPurpose("customer-register", "ดูแลสัญญาและให้บริการลูกค้า", "Serving customers under their contracts", "contract"),
    ShippedPurpose("enquiry", "ตอบคำถามและคำขอ", "Answering questions and requests", "contract"),
    ShippedPurpose("satisfaction-contact", "ติดต่อถามความพึงพอใจ", "Asking how satisfied you are", "consent"),
    ShippedPurpose("data-rights", "ตอบคำขอใช้สิทธิของเจ้าของข้อมูล", "Answering requests about personal data", "legal_duty"),
    ShippedPurpose("marketing", "แจ้งข่าวสารและข้อเสนอ", "Sending news and offers", "consent"),
)

_RIGHTS = (
    "ท่านขอดู ขอสำเนา ขอแก้ไข ขอลบ ขอระงับการใช้ คัดค้าน หรือขอโอนข้อมูลของท่านได้ และถอนความยินยอมเมื่อใดก็ได้ "
    "โดยไม่กระทบสิ่งที่ทำไปแล้วก่อนถอน เราตอบภายใน 30 วัน "
    "หากไม่พอใจ ท่านร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคลได้",
    "You may ask to see, copy, correct, erase, restrict or move your data, object to their use, and withdraw consent "
    "at any time; what was done before stays lawful. We answer within 30 days. If you are not content, you may "
    "complain to the Office of the Personal Data Protection Committee.",
)
_CONTACT = (
    "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล บริษัท ธนารักษ์พัฒนาสินทรัพย์ จำกัด ผู้ควบคุมข้อมูลส่วนบุคคล "
    "ศูนย์ราชการเฉลิมพระเกียรติ 80 พรรษา ถนนแจ้งวัฒนะ เขตหลักสี่ กรุงเทพมหานคร 10210 "
    "หรือผ่านช่องทางข้อร้องเรียนของเว็บไซต์นี้",
    "Data-protection officer, Dhanarak Asset Development Company Limited (the data controller), "
    "Government Complex, Chaeng Watthana Road, Lak Si, Bangkok 10210, or through the complaint form of this site.",
)
_KEPT_INSIDE = (
    "เฉพาะเจ้าหน้าที่ที่เกี่ยวข้องกับเรื่องของท่าน และผู้ให้บริการระบบที่ทำงานตามคำสั่งของเรา "
    "เราเปิดเผยแก่หน่วยงานอื่นเมื่อกฎหมายกำหนดเท่านั้น และไม่ส่งข้อมูลออกนอกประเทศ",
    "Only staff who deal with your matter, and suppliers of our systems who act on our orders. Others receive the data "
    "only where the law demands it. Nothing is sent abroad.",
)

NOTICES = (
    ShippedNotice(
        "complaint",
        "ประกาศความเป็นส่วนตัว สำหรับการร้องเรียน",
        "Privacy notice for complaints",
        ("complaint-handling", "satisfaction-contact"),
        {
            "why": (
                "เพื่อรับเรื่อง หาข้อเท็จจริง ตอบท่าน และป้องกันไม่ให้เกิดซ้ำ เราทำในฐานะรัฐวิสาหกิจซึ่งมีหน้าที่เพื่อประโยชน์สาธารณะ "
                "หากท่านยินยอม เราจะติดต่อถามความพึงพอใจหลังปิดเรื่องด้วย",
                "To take up your complaint, find the facts, answer you and keep it from happening again: a task in the "
                "public interest that we have as a state enterprise. If you agree, we also ask afterwards how "
                "satisfied you were.",
            ),
            "what": (
                "เรื่องที่ท่านเล่า ไฟล์ที่แนบ และถ้าท่านบอก: ชื่อ โทรศัพท์ อีเมล ที่อยู่",
                "What you tell us, the files you attach and, if you give them, your name, telephone, e-mail and "
                "address.",
            ),
            "must_give": (
                "ไม่ต้องบอกชื่อก็ร้องเรียนได้ แต่ถ้าไม่มีช่องทางติดต่อ เราจะถามเพิ่มหรือส่งคำตอบถึงท่านไม่ได้ "
                "ท่านติดตามได้ด้วยเลขที่และรหัสติดตามเท่านั้น",
                "You may complain without a name. Without a way to reach you we can neither ask back nor send the "
                "answer; you follow the matter with its number and tracking code only.",
            ),
            "kept_for": (
                "5 ปีนับจากวันที่ปิดเรื่อง แล้วลบหรือทำให้ไม่รู้ว่าเป็นของใคร เว้นแต่มีคดีหรือกฎหมายให้เก็บต่อ",
                "Five years after the matter is closed, then erased or made anonymous, unless a lawsuit or the law "
                "demands longer.",
            ),
            "recipients": _KEPT_INSIDE,
            "rights": _RIGHTS,
            "contact": _CONTACT,
        },
    ),
    ShippedNotice(
        "enquiry",
        "ประกาศความเป็นส่วนตัว สำหรับลูกค้าและผู้สอบถาม",
        "Privacy notice for customers and enquirers",
        ("enquiry", "customer-register", "satisfaction-contact", "marketing"),
        {
            "why": (
                "เพื่อตอบคำถาม เตรียมและดูแลสัญญา และให้บริการตามสัญญากับท่าน "
                "ส่วนการถามความพึงพอใจและการแจ้งข่าวสาร ทำเมื่อท่านยินยอมเท่านั้น",
                "To answer your questions, to prepare and keep contracts with you and to serve you under them. We ask "
                "about your satisfaction and send news only if you agree.",
            ),
            "what": (
                "ชื่อ ช่องทางติดต่อ หน่วยงานที่ท่านทำงานให้ สัญญาหรือพื้นที่ที่ท่านสนใจ และบันทึกการติดต่อ "
                "เลขประจำตัวประชาชนหรือเลขผู้เสียภาษีเมื่อทำสัญญา",
                "Your name and how to reach you, the organisation you work for, the contracts or premises you are "
                "interested in and a record of our contacts; your national or tax identification number when a "
                "contract is made.",
            ),
            "must_give": (
                "ช่องทางติดต่อจำเป็นสำหรับการตอบ ข้อมูลในสัญญาจำเป็นตามกฎหมาย หากไม่ให้ เราทำสัญญากับท่านไม่ได้ ข้อมูลอื่นให้หรือไม่ก็ได้",
                "We need a way to reach you in order to answer. What belongs in a contract is required by law; without "
                "it we cannot make one. The rest is up to you.",
            ),
            "kept_for": (
                "คำถาม 2 ปีนับจากวันตอบ ข้อมูลสัญญา 10 ปีนับจากสัญญาสิ้นสุด แล้วลบหรือทำให้ไม่รู้ว่าเป็นของใคร",
                "Questions two years after the answer, contracts ten years after they end; then erased or made "
                "anonymous.",
            ),
            "recipients": _KEPT_INSIDE,
            "rights": _RIGHTS,
            "contact": _CONTACT,
        },
    ),
    ShippedNotice(
        "data-request",
        "ประกาศความเป็นส่วนตัว สำหรับการใช้สิทธิของเจ้าของข้อมูล",
        "Privacy notice for requests about your data",
        ("data-rights",),
        {
            "why": (
                "เพื่อยืนยันว่าผู้ขอคือเจ้าของข้อมูลหรือผู้แทน หาข้อมูลที่เกี่ยวกับท่าน และตอบคำขอ เป็นหน้าที่ของเราตามกฎหมายคุ้มครองข้อมูลส่วนบุคคล",
                "To make sure who is asking, to find what concerns you and to answer you: a duty that the "
                "data-protection law lays on us.",
            ),
            "what": (
                "ชื่อ ช่องทางติดต่อ เลขประจำตัวประชาชนถ้าท่านให้ สิ่งที่ท่านขอ และวิธีที่ใช้ยืนยันตัวตน เราไม่เก็บสำเนาบัตรประชาชน",
                "Your name, how to reach you, your national ID if you give it, what you ask and how your identity "
                "was shown. We keep no copy of your ID card.",
            ),
            "must_give": (
                "ชื่อและช่องทางติดต่อหรือเลขประจำตัวอย่างน้อยหนึ่งอย่างจำเป็นต่อการค้นหาข้อมูล หากไม่ให้ เราหาข้อมูลของท่านไม่พบ",
                "We need your name and at least one way to find your data: telephone, e-mail or national ID. Without "
                "it we cannot find anything.",
            ),
            "kept_for": (
                "1 ปีนับจากวันที่ตอบ แล้วลบ เว้นแต่มีการร้องเรียนหรือคดี คำขอลบข้อมูลจะลบตัวตนผู้ขอเมื่อปิดเรื่อง",
                "One year after the answer, then erased, unless there is a complaint or a lawsuit. After an erasure "
                "we forget who asked when the request is closed.",
            ),
            "recipients": (
                "เฉพาะเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล และหน่วยงานกำกับดูแลเมื่อกฎหมายกำหนด",
                "Only our data-protection officer, and the supervising authority where the law demands it.",
            ),
            "rights": _RIGHTS,
            "contact": _CONTACT,
        },
    ),
    ShippedNotice(
        "survey",
        "ประกาศความเป็นส่วนตัว สำหรับการถามความพึงพอใจ",
        "Privacy notice for satisfaction surveys",
        ("satisfaction-contact",),
        {
            "why": (
                "เพื่อรู้ว่าบริการของเราดีพอหรือยัง และควรแก้อะไรก่อน เราติดต่อท่านเมื่อท่านยินยอมเท่านั้น",
                "To learn whether our service is good enough and what to mend first. We contact you only if you agree.",
            ),
            "what": (
                "คำตอบของท่าน ช่องทางที่ใช้ติดต่อ และบริการที่ท่านได้รับ",
                "Your answers, the address at which we reach you, and the service you received.",
            ),
            "must_give": (
                "ตอบหรือไม่ตอบก็ได้ และข้ามข้อใดก็ได้ ไม่มีผลต่อบริการที่ท่านได้รับ",
                "You need not answer, and may skip any question. It changes nothing in the service you receive.",
            ),
            "kept_for": (
                "คำตอบที่รู้ว่าเป็นของใคร 2 ปี จากนั้นเก็บเฉพาะผลรวม",
                "Answers that can be traced to you two years; afterwards only totals.",
            ),
            "recipients": _KEPT_INSIDE,
            "rights": _RIGHTS,
            "contact": _CONTACT,
        },
    ),
    ShippedNotice(
        "marketing",
        "ประกาศความเป็นส่วนตัว สำหรับข่าวสารและข้อเสนอ",
        "Privacy notice for news and offers",
        ("marketing",),
        {
            "why": (
                "เพื่อแจ้งข่าวสาร พื้นที่ว่าง และข้อเสนอที่น่าจะตรงกับท่าน เมื่อท่านยินยอมเท่านั้น",
                "To send news, vacant premises and offers that may suit you, only if you agree.",
            ),
            "what": (
                "ชื่อ ช่องทางติดต่อ เรื่องที่ท่านสนใจ และการเปิดอ่านข่าวสารของเรา",
                "Your name, how to reach you, what interests you and whether you open our messages.",
            ),
            "must_give": (
                "ไม่ให้ก็ได้ ท่านจะไม่ได้รับข่าวสารเท่านั้น บริการอื่นเหมือนเดิม",
                "You need not give them. You then receive no news; all other services stay the same.",
            ),
            "kept_for": (
                "จนกว่าท่านถอนความยินยอม จากนั้นเก็บเฉพาะรายการที่ขอไม่ให้ติดต่อ เพื่อไม่ติดต่อท่านอีก",
                "Until you withdraw your consent; afterwards only your wish not to be contacted, so that we keep it.",
            ),
            "recipients": _KEPT_INSIDE,
            "rights": _RIGHTS,
            "contact": _CONTACT,
        },
    ),
)


def ship_notices(*, purpose_model: Any, notice_model: Any, version_model: Any) -> None:
    """Write shipped purposes, notices and their first versions that are not there yet.

    The models are those of this room, in a migration the historical ones.
    """
    for purpose in PURPOSES:
        defaults = {"title_th": purpose.title_th, "title_en": purpose.title_en, "basis": purpose.basis}
        purpose_model.objects.get_or_create(key=purpose.key, defaults=defaults)
    for shipped in NOTICES:
        titles = {"title_th": shipped.title_th, "title_en": shipped.title_en}
        notice, is_new = notice_model.objects.get_or_create(key=shipped.key, defaults=titles)
        if not is_new:
            continue
        notice.purposes.set(purpose_model.objects.filter(key__in=shipped.purposes))
        texts: dict[str, str] = {}
        for part, (thai, english) in shipped.parts.items():
            texts |= {f"{part}_th": thai, f"{part}_en": english}
        version_model.objects.create(notice=notice, number=1, effective_at=EFFECTIVE_AT, **texts)
