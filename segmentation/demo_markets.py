"""Four lines of business in the market register: three kept up to date, one whose review is overdue."""

import datetime as dt
from typing import Any

from foundation.accounts.models import User
from segmentation.models import Market
from segmentation.services import save_market

LEASE: dict[str, Any] = {
    "name_th": "พื้นที่สำนักงานสำหรับหน่วยงานของรัฐ",
    "name_en": "Office space for agencies of the state",
    "buyers": "ส่วนราชการ รัฐวิสาหกิจ และองค์กรอิสระที่ต้องใช้สำนักงานในกรุงเทพฯ และปริมณฑล รวมผู้เช่าปัจจุบันของศูนย์ราชการ",
    "need": "สำนักงานที่รวมหน่วยงานไว้ใกล้กัน เดินทางสะดวก และมีห้องประชุมขนาดใหญ่ ตามแบบสอบถามผู้เช่าทุกปี",
    "purchasing_power": "งบดำเนินงานประจำปีหมวดค่าเช่าอาคาร ซึ่งตั้งล่วงหน้าหนึ่งปี",
    "willingness": "ย้ายเมื่อสัญญาเดิมครบหรืออาคารเดิมทรุดโทรม ลังเลเพราะค่าใช้จ่ายในการย้าย",
    "right_to_buy": "เช่าได้ตามระเบียบของกระทรวงการคลังว่าด้วยการเช่าอาคารของหน่วยงานรัฐ",
    "size": 1_850_000,
    "size_unit": "square_metres",
    "size_source": "สำรวจความต้องการใช้พื้นที่ของหน่วยงานรัฐโดยฝ่ายกลยุทธ์",
    "trend": "steady",
    "competitors": "อาคารสำนักงานเอกชนย่านแจ้งวัฒนะ และการก่อสร้างอาคารของหน่วยงานเอง",
    "position": "ผู้ให้เช่ารายใหญ่ที่สุดของย่าน จุดแข็งคือการรวมบริการภาครัฐ จุดอ่อนคือที่จอดรถในชั่วโมงเร่งด่วน",
}
SHOPS: dict[str, Any] = {
    "name_th": "พื้นที่ร้านค้าและบริการในศูนย์ราชการ",
    "name_en": "Retail and service space in the Government Complex",
    "buyers": "ร้านอาหาร ร้านสะดวกซื้อ ธนาคาร และบริการประจำวันที่ขายให้ผู้ทำงานและผู้มาติดต่อ",
    "need": "ที่ขายซึ่งมีคนเดินผ่านมากในวันทำการ และงานซ่อมที่รวดเร็ว",
    "purchasing_power": "รายได้จากการขาย ซึ่งขึ้นกับจำนวนผู้มาติดต่อในแต่ละเดือน",
    "willingness": "ตัดสินใจจากจำนวนคนเดินและค่าเช่าต่อตารางเมตร",
    "right_to_buy": "นิติบุคคลและบุคคลธรรมดาที่ผ่านการคัดเลือกตามหลักเกณฑ์ของบริษัท",
    "size": 640,
    "size_unit": "customers",
    "size_source": "ทะเบียนผู้ประกอบการรายย่อยในรัศมีสามกิโลเมตร",
    "trend": "shrinking",
    "competitors": "ศูนย์การค้าใกล้เคียงและการสั่งอาหารออนไลน์",
    "position": "มีผู้ทำงานประจำกว่าสามหมื่นคนในพื้นที่ แต่ลูกค้าลดลงในวันทำงานจากบ้าน",
}
BUILDING: dict[str, Any] = {
    "name_th": "พัฒนาและก่อสร้างอาคารให้หน่วยงานของรัฐ",
    "name_en": "Developing and building for agencies",
    "buyers": "หน่วยงานของรัฐที่มีที่ราชพัสดุและแผนก่อสร้างอาคารภายในห้าปี",
    "need": "ผู้บริหารโครงการที่เข้าใจระเบียบภาครัฐและส่งมอบตามกำหนด",
    "purchasing_power": "งบลงทุนที่ผูกพันหลายปี หรือการระดมทุนที่บริษัทจัดให้",
    "willingness": "เลือกจากผลงานที่ผ่านมาและระยะเวลาส่งมอบ",
    "right_to_buy": "จ้างหรือร่วมดำเนินการได้ตามกฎหมายที่ราชพัสดุ",
    "size": 12_400_000_000,
    "size_unit": "baht_year",
    "size_source": "เอกสารงบประมาณรายจ่ายหมวดสิ่งก่อสร้างที่หน่วยงานเผยแพร่",
    "trend": "growing",
    "competitors": "ผู้รับเหมาเอกชนและหน่วยงานก่อสร้างของรัฐ",
    "position": "มีผลงานศูนย์ราชการเป็นตัวอย่าง แต่บุคลากรบริหารโครงการยังจำกัด",
}
MEETING: dict[str, Any] = {
    "name_th": "ห้องประชุมและสถานที่จัดงาน",
    "name_en": "Meeting rooms and venues",
    "buyers": "หน่วยงานรัฐและเอกชนที่จัดประชุม สัมมนา และนิทรรศการในกรุงเทพฯ ตอนเหนือ",
    "need": "ห้องที่จองได้เร็ว รองรับตั้งแต่ 30 ถึง 3,000 คน และมีที่จอดรถ",
    "purchasing_power": "งบฝึกอบรมและงบกิจกรรมประจำปี",
    "willingness": "กลับมาใช้ซ้ำเมื่อการจองและการเก็บเงินสะดวก",
    "right_to_buy": "ทุกหน่วยงานและบุคคลทั่วไปจองได้ตามระเบียบการใช้สถานที่",
    "trend": "unknown",
}


def build(now: dt.datetime, strategist: User) -> None:
    """Nothing where the register has an entry."""
    if Market.objects.exists():
        return
    rows = ((LEASE, 300, 65), (SHOPS, 280, 85), (BUILDING, 200, 165), (MEETING, 400, -35))
    for values, entered, review in rows:
        at = now - dt.timedelta(days=entered)
        none = {"size": None, "size_unit": "", "size_source": "", "size_on": None, "competitors": "", "position": ""}
        sized = {"size_on": (at - dt.timedelta(days=20)).date()} if "size" in values else {}
        review_on = (now + dt.timedelta(days=review)).date()
        given = {**none, **values, **sized, "owner": strategist, "review_on": review_on}
        save_market(market_id=None, shown_version=None, values=given, by=strategist, now=at)
