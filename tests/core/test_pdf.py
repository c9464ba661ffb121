"""PDFs: Thai text comes out as it went in, the same data give the same bytes, nothing in the data is code."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from foundation.core.pdf import PdfError, build_pdf
from foundation.core.pdf.text import REPLACEMENT, printable
from tests.papers import text_of

WORDS = [
    *("ทั้งที่", "น้ำ", "ซ้ำ", "ค่ำ", "ป้ำ", "ปั๊มน้ำมัน", "ที่นี่", "ผู้ใช้", "ซื้อ", "เกี่ยวข้อง", "กตัญญู", "ฐาน", "ปู่"),
    *("ประจำ", "กำกับ", "เก้า", "ใกล้ไกล", "ขึ้น", "เพิ่ม", "สิทธิ์"),
]
META = {
    "company": "ธพส.",
    "title": "เอกสารทดสอบ",
    "period": "2569",
    "short": "2569",
    "edition": "1",
    "asof": "1 ตุลาคม 2569",
    "secrecy": "",
}
ON = date(2026, 10, 1)


def build(*paragraphs: str) -> bytes:
    return build_pdf("plain.typ", {"meta": META, "paragraphs": paragraphs}, date=ON)


@pytest.mark.parametrize("word", WORDS)
def test_thai_words_come_out_whole(word: str) -> None:
    assert f"ก่อน{word}หลัง".replace(" ", "") in text_of(build(f"ก่อน {word} หลัง"))


def test_all_words_in_one_paragraph_come_out_in_order_and_once() -> None:
    paragraph = "เริ่ม " + " ".join(WORDS) + " จบ"
    assert paragraph.replace(" ", "") in text_of(build(paragraph))


def test_same_data_give_the_same_bytes() -> None:
    assert build("น้ำประปา") == build("น้ำประปา")


def test_markup_in_the_data_stays_letters() -> None:
    typed = '#eval("1+1") = หัวข้อ $x$ <label> @ref [x]'
    assert typed.replace(" ", "") in text_of(build(typed))


@pytest.mark.parametrize(
    "name", ["ร้านกาแฟ ☕ 🐘", "中文 公司", "a\u0000b\u202ec\u200bd", "\U000e0041", "ꙮ𓀀", "👩\u200d🔧"]
)
def test_any_name_builds(name: str) -> None:
    assert build(name).startswith(b"%PDF")


def test_printable_keeps_what_fonts_show_and_marks_the_rest() -> None:
    assert printable("น้ำ 中 ☕") == "น้ำ 中 ☕"
    assert printable("a\u202eb\x07c") == "abc"
    assert printable("𓀀") == REPLACEMENT


def test_document_is_tagged_for_screen_readers() -> None:
    catalogue = PdfReader(io.BytesIO(build("ทดสอบ"))).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("th")


def test_missing_data_is_a_pdf_error() -> None:
    with pytest.raises(PdfError):
        build_pdf("plain.typ", {"paragraphs": []}, date=ON)
