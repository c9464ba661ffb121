"""What the demo charter says of each promise besides its words: for whom, how the clock runs, where, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from customers.enums import Channel

_EVERYBODY = ("ลูกค้า ผู้เช่า ผู้มาติดต่อ และประชาชนทุกคน", "Customers, tenants, visitors and everybody else")
_TENANTS = ("ผู้เช่าและผู้ใช้พื้นที่ทุกราย", "Every tenant and user of our space")
_FROM_RECEIPT = (
    "นับเฉพาะเวลาทำการ ตั้งแต่รับเรื่อง หยุดนับเมื่อรอข้อมูลจากคุณ",
    "Working time from receipt; it stands still while we wait for facts from you",
)
_FROM_COMPLETE = (
    "นับเฉพาะเวลาทำการ ตั้งแต่วันที่เอกสารครบ",
    "Working time from the day on which your papers are complete",
)
_FROM_ASKING = (
    "นับเฉพาะเวลาทำการ ตั้งแต่คุณขอให้ช่วย",
    "Working time from the moment you ask for help",
)
_TURN = (
    "ร้องเรียนออนไลน์ได้ตลอดเวลา หรือที่ศูนย์รับข้อร้องเรียน อาคาร B ชั้น 1",
    "Complain online at any time, or at the complaint centre, building B, floor 1",
)
_ONLINE = (Channel.WEB, Channel.LINE, Channel.EMAIL)
_STAFFED = (Channel.WALK_IN, Channel.PHONE)


def _more(
    audience: tuple[str, str], rule: tuple[str, str], because: tuple[str, str], channels: Sequence[Channel]
) -> Mapping[str, Any]:
    pairs = {"audience": audience, "clock_rule": rule, "complain": _TURN, "because": because}
    texts = {f"{name}_{lang}": pair[at] for name, pair in pairs.items() for at, lang in enumerate(("th", "en"))}
    return {**texts, "channels": [channel.value for channel in channels]}


_SILENCE = (
    "แบบสำรวจผู้เช่า: การไม่รู้ว่าเรื่องถึงไหนทำให้ไม่พอใจมากกว่าความช้า",
    "Tenants' survey: not knowing how a matter stands angers more than slowness",
)
_TWICE = (
    "เสียงลูกค้า: ถูกขอเอกสารเพิ่มทีละอย่างหลายรอบ",
    "Customers' voice: papers were asked for one by one, several times",
)
_ASKED = (
    "คำถามเรื่องเดียวกันเข้ามาหลายช่องทางและได้คำตอบไม่พร้อมกัน",
    "The same question came by several channels and was answered at different times",
)

_UNHEARD = (
    "เสียงลูกค้า: ผู้สูงอายุและผู้ที่ไม่ถนัดภาษาไทยเลิกร้องเรียนกลางทางเพราะเขียนเองไม่ได้",
    "Customers' voice: older people and those not at home in Thai gave up because they could not write it down",
)

REASONS: Mapping[str, Mapping[str, Any]] = {
    "complaint-acknowledgement": _more(_EVERYBODY, _FROM_RECEIPT, _SILENCE, (*_ONLINE, *_STAFFED)),
    "complaint-first-reply": _more(_EVERYBODY, _FROM_RECEIPT, _SILENCE, (*_ONLINE, *_STAFFED)),
    "complaint-progress": _more(_EVERYBODY, _FROM_RECEIPT, _SILENCE, (*_ONLINE, *_STAFFED)),
    "complaint-decision": _more(_EVERYBODY, _FROM_RECEIPT, _SILENCE, (*_ONLINE, *_STAFFED)),
    "information-acknowledgement": _more(_EVERYBODY, _FROM_RECEIPT, _ASKED, _ONLINE),
    "information-answer": _more(_EVERYBODY, _FROM_RECEIPT, _ASKED, _ONLINE),
    "information-documents": _more(_EVERYBODY, _FROM_RECEIPT, _ASKED, _ONLINE),
    "transaction-check": _more(_TENANTS, _FROM_COMPLETE, _TWICE, (Channel.WALK_IN,)),
    "transaction-result": _more(_TENANTS, _FROM_COMPLETE, _TWICE, ()),
    "complaint-help": _more(_EVERYBODY, _FROM_ASKING, _UNHEARD, (*_ONLINE, *_STAFFED)),
}
