"""What the demo charter says. An example to be written over; the product ships no charter."""

from typing import Any

from service_charter.enums import Area, Event

TEXTS = {
    "title_th": "กฎบัตรบริการลูกค้า",
    "title_en": "Customer service charter",
    "intro_th": "กฎบัตรนี้บอกว่าคุณคาดหวังอะไรจากเราได้ ทุกข้อวัดผลได้ และเราเปิดเผยผลทุกไตรมาส ทั้งข้อที่ทำได้และข้อที่ยังทำไม่ได้",
    "intro_en": "This charter tells you what you can expect from us. Every promise is measured, and each quarter we "
    "publish what we kept and what we did not.",
    "rights_th": "ได้รับบริการอย่างสุภาพและเท่าเทียม และร้องเรียนได้โดยไม่มีค่าใช้จ่าย\n"
    "ได้ข้อมูลที่ถูกต้องและเข้าใจง่ายก่อนตัดสินใจ\n"
    "รู้สถานะเรื่องของคุณได้ทุกเวลา\n"
    "ข้อมูลส่วนบุคคลของคุณใช้เท่าที่จำเป็นและเก็บเป็นความลับ\n"
    "ไม่เห็นด้วยกับคำตอบได้ และรู้ทางไปต่อทั้งในและนอก ธพส.",
    "rights_en": "To be served politely and equally, and to complain free of charge\n"
    "To have correct information, easy to understand, before you decide\n"
    "To know the status of your matter at any time\n"
    "To have your personal data used no more than needed and kept confidential\n"
    "To disagree with our answer, and to know where to turn inside and outside the company",
    "conduct_th": "บอกชื่อผู้รับผิดชอบเรื่องของคุณ และพูดตรงไปตรงมา\n"
    "ไม่รับของขวัญหรือผลประโยชน์แลกกับการให้บริการ\n"
    "เมื่อรู้ว่าจะช้า บอกคุณก่อน พร้อมเหตุผลและวันใหม่\n"
    "ผู้ถูกร้องเรียนไม่ตรวจสอบเรื่องของตนเอง\n"
    "เมื่อผิด เราขอโทษ แล้วแก้ที่สาเหตุ",
    "conduct_en": "We name the person responsible for your matter, and speak plainly\n"
    "We take no gift or favour in return for service\n"
    "When we know that we will be late, we tell you first, with the reason and a new date\n"
    "Nobody investigates a complaint about themselves\n"
    "When we are wrong we apologise, and mend the cause",
}


def _standard(
    number: int,
    code: str,
    area: Area,
    event: Event,
    promise: tuple[str, str],
    measured: tuple[str, str],
    *,
    clock: tuple[int, str],
    target: int,
    owner: str,
    conditions: tuple[str, str] = ("", ""),
    remedy: tuple[str, str] = ("", ""),
    automatic: bool = False,
) -> dict[str, Any]:
    pairs = {"promise": promise, "measured": measured, "conditions": conditions, "remedy": remedy}
    texts = {f"{name}_{lang}": pair[i] for name, pair in pairs.items() for i, lang in enumerate(("th", "en"))}
    return {
        "number": number,
        "code": code,
        "area": area,
        "event": event,
        "duration_amount": clock[0],
        "duration_unit": clock[1],
        "target_percent": target,
        "owner_unit": owner,
        "automatic": automatic,
        **texts,
    }


_WAITING = ("เวลาที่เรารอข้อมูลจากคุณไม่นับ", "Time in which we wait for facts from you does not count.")
_CALL = (
    "ถ้าช้ากว่านี้ ผู้จัดการจะโทรหาคุณเอง พร้อมเหตุผลและวันใหม่",
    "If we are later than this, a manager calls you with the reason and a new date.",
)

_ACKNOWLEDGE = _standard(
    1,
    "complaint-acknowledgement",
    Area.COMPLAINTS,
    Event.ACKNOWLEDGE,
    (
        "เราตอบรับทุกข้อร้องเรียนภายใน 1 ชั่วโมงทำการ พร้อมเลขที่เรื่องและรหัสติดตาม",
        "We acknowledge every complaint within 1 working hour, with a number and a tracking code.",
    ),
    (
        "สัดส่วนข้อร้องเรียนที่ส่งคำตอบรับทันเวลา นับจากเวลาที่รับเรื่อง",
        "Share of complaints acknowledged in time, counted from receipt",
    ),
    clock=(1, "hours"),
    target=99,
    owner="complaint-centre",
    automatic=True,
)
_FIRST_REPLY = _standard(
    2,
    "complaint-first-reply",
    Area.COMPLAINTS,
    Event.FIRST_REPLY,
    (
        "เจ้าหน้าที่ที่ดูแลเรื่องของคุณจะติดต่อกลับครั้งแรกภายใน 1 วันทำการ",
        "The officer in charge of your complaint contacts you within 1 working day.",
    ),
    (
        "สัดส่วนข้อร้องเรียนที่มีข้อความแรกจากเจ้าหน้าที่ทันเวลา",
        "Share of complaints with a first message from an officer in time",
    ),
    clock=(1, "days"),
    target=95,
    owner="complaint-centre",
    remedy=_CALL,
)
_PROGRESS = _standard(
    3,
    "complaint-progress",
    Area.COMPLAINTS,
    Event.PROGRESS,
    (
        "เรื่องที่ยังไม่จบ เราแจ้งความคืบหน้าไม่ช้ากว่าทุก 5 วันทำการ",
        "While a complaint is open, we tell you how it stands at least every 5 working days.",
    ),
    (
        "สัดส่วนข้อร้องเรียนที่ไม่เคยเงียบเกิน 5 วันทำการ",
        "Share of complaints in which we were never silent for more than 5 working days",
    ),
    clock=(5, "days"),
    target=90,
    owner="complaint-centre",
)
_DECISION = _standard(
    4,
    "complaint-decision",
    Area.COMPLAINTS,
    Event.RESOLVE,
    (
        "เราแจ้งผลพิจารณาพร้อมทางแก้ภายใน 3 วันทำการ",
        "We tell you our decision and the remedy within 3 working days.",
    ),
    (
        "สัดส่วนข้อร้องเรียนที่แจ้งผลพิจารณาทันเวลา นับจากเวลาที่รับเรื่อง",
        "Share of complaints decided and communicated in time, counted from receipt",
    ),
    clock=(3, "days"),
    target=90,
    owner="complaint-centre",
    conditions=_WAITING,
    remedy=_CALL,
) | {"pauses": ["access", "complainant", "outside"]}

_HELP = _standard(
    5,
    "complaint-help",
    Area.COMPLAINTS,
    Event.HELP,
    (
        "ถ้าการเขียนเรื่องเองไม่สะดวก เราโทรกลับเพื่อช่วยคุณภายใน 1 วันทำการ หรือตามวันที่คุณเลือก",
        "If writing is hard for you, we call back to help within 1 working day, or on the day you choose.",
    ),
    (
        "สัดส่วนคำขอให้ช่วยยื่นเรื่องที่ได้รับความช่วยเหลือทันเวลา นับจากเวลาที่ขอ",
        "Share of requests for help with filing that were met in time, counted from the request",
    ),
    clock=(1, "days"),
    target=95,
    owner="complaint-centre",
    remedy=_CALL,
)

STANDARDS = (
    _ACKNOWLEDGE,
    _FIRST_REPLY,
    _PROGRESS,
    _DECISION,
    _HELP,
    _standard(
        6,
        "information-acknowledgement",
        Area.INFORMATION,
        Event.ACKNOWLEDGE,
        (
            "เราตอบรับคำถามทางออนไลน์ทุกข้อภายใน 1 ชั่วโมงทำการ",
            "We acknowledge every question asked online within 1 working hour.",
        ),
        ("สัดส่วนคำถามที่ส่งคำตอบรับทันเวลา", "Share of questions acknowledged in time"),
        clock=(1, "hours"),
        target=99,
        owner="customer-market",
        automatic=True,
    ),
    _standard(
        7,
        "information-answer",
        Area.INFORMATION,
        Event.FIRST_REPLY,
        ("เราตอบคำถามทั่วไปภายใน 1 วันทำการ", "We answer general questions within 1 working day."),
        ("สัดส่วนคำถามทั่วไปที่ตอบทันเวลา", "Share of general questions answered in time"),
        clock=(1, "days"),
        target=95,
        owner="customer-market",
    ),
    _standard(
        8,
        "information-documents",
        Area.INFORMATION,
        Event.RESOLVE,
        (
            "เอกสารหรือข้อมูลที่ต้องค้นจากหลายหน่วยงาน เราส่งให้ภายใน 5 วันทำการ",
            "Documents or facts that several units must look up reach you within 5 working days.",
        ),
        ("สัดส่วนคำขอข้อมูลที่ส่งครบทันเวลา", "Share of requests for information answered in full and in time"),
        clock=(5, "days"),
        target=90,
        owner="customer-market",
        conditions=_WAITING,
    ),
    _standard(
        9,
        "transaction-check",
        Area.TRANSACTIONS,
        Event.FIRST_REPLY,
        (
            "เราตรวจคำขอใช้บริการและแจ้งสิ่งที่ยังขาดทั้งหมดในครั้งเดียว ภายใน 1 วันทำการ",
            "We check your request and tell you everything that is missing, once, within 1 working day.",
        ),
        ("สัดส่วนคำขอที่แจ้งผลตรวจเอกสารทันเวลา", "Share of requests checked in time"),
        clock=(1, "days"),
        target=95,
        owner="property",
    ),
    _standard(
        10,
        "transaction-result",
        Area.TRANSACTIONS,
        Event.RESOLVE,
        (
            "คำขอที่เอกสารครบ เช่น จองห้องประชุม ใช้พื้นที่ชั่วคราว หรือแจ้งซ่อม เราแจ้งผลภายใน 3 วันทำการ",
            "For a complete request, such as a meeting room, temporary space or a repair, we give the result within "
            "3 working days.",
        ),
        ("สัดส่วนคำขอที่แจ้งผลทันเวลา นับจากวันที่เอกสารครบ", "Share of complete requests answered in time"),
        clock=(3, "days"),
        target=90,
        owner="property",
        remedy=_CALL,
    ),
)

# The first charter promised less: a first reply in two days and a decision in seven.
FIRST_STANDARDS = (
    {**_FIRST_REPLY, "number": 1, "duration_amount": 2, "target_percent": 85}
    | {
        "promise_th": "เจ้าหน้าที่ที่ดูแลเรื่องของคุณจะติดต่อกลับครั้งแรกภายใน 2 วันทำการ",
        "promise_en": "The officer in charge of your complaint contacts you within 2 working days.",
    },
    {**_DECISION, "number": 2, "duration_amount": 7, "target_percent": 80}
    | {
        "promise_th": "เราแจ้งผลพิจารณาพร้อมทางแก้ภายใน 7 วันทำการ",
        "promise_en": "We tell you our decision and the remedy within 7 working days.",
    },
)
