"""Cleaning, searching and sorting Thai text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.core.thai.text import normalise, normalise_line, search_form, sort_key, tokens

# Words in dictionary order (CLDR th; ICU 72 gives the same).
IN_ORDER = [
    "กก",
    "กรรม",
    "กรรม์",
    "กราบ",
    "กะเกณฑ์",
    "กัก",
    "ก้าว",
    "กำ",
    "กิน",
    "กี่",
    "กุน",
    "กูด",
    "เก้ง",
    "เกล้า",
    "เกลียว",
    "เก้า",
    "เกาะ",
    "เกือก",
    "แกง",
    "แกะ",
    "โกน",
    "โกร๋น",
    "ใกล้",
    "ไก่",
    "ไกล",
    "ข้น",
    "ขนาบ",
    "ข้าง",
]
THAI = "".join(chr(code) for code in [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5C)])
thai_text = st.text(st.sampled_from(THAI + " aB9\n\u200b\u202e\x00"), max_size=30)


def test_sort_key_orders_the_fixture_by_code_points() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert shuffled != IN_ORDER
    assert sorted(shuffled, key=lambda word: sort_key(word).encode()) == IN_ORDER


def test_code_points_alone_sort_the_fixture_wrongly() -> None:
    assert sorted(IN_ORDER) != IN_ORDER


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("กาว", "ก้าว"), ("ก้าว", "ก๊าว"), ("แก", "แก่"), ("สมชาย", "สมหญิง"), ("อาคาร ๒", "อาคาร 3"), ("ปา", "ป่าน")],
)
def test_sort_key_ranks_marks_after_letters(earlier: str, later: str) -> None:
    assert sort_key(earlier) < sort_key(later)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("น้ำ", "น้ำ"),
        ("เเปลก", "แปลก"),
        ("ชั้น ๑๒", "ชั้น 12"),
        ("Building A", "building a"),
        ("ศูนย์\u200bราชการ", "ศูนย์ราชการ"),
        ("\u202eabc\u202c", "abc"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("  ก   ข ", "ก ข"),
        ("ก่ี", "กี่"),
        ("１２", "12"),
        ("a\x00b", "ab"),
        ("บรรทัด\r\nใหม่", "บรรทัด ใหม่"),
        ("", ""),
    ],
)
def test_search_form(typed: str, found: str) -> None:
    assert search_form(typed) == found


def test_normalise_keeps_case_digits_and_paragraphs() -> None:
    assert normalise("Flat ๑  \u200b\r\n\r\n\r\n\r\nชั้น 2\u202e ") == "Flat ๑\n\nชั้น 2"


def test_normalise_line_joins_lines() -> None:
    assert normalise_line("สมชาย\nใจดี") == "สมชาย ใจดี"


def test_normalise_drops_lone_surrogates_that_no_database_takes() -> None:
    assert normalise("ก\ud800ข") == "กข"


@given(thai_text | st.text(max_size=40))
@settings(max_examples=300)
def test_forms_are_stable_and_clean(text: str) -> None:
    for form in (normalise, normalise_line, search_form):
        once = form(text)
        assert form(once) == once
        assert not {"\x00", "\u200b", "\u202e"} & set(once)
        once.encode()


@given(thai_text)
@settings(max_examples=300)
def test_sort_key_does_not_depend_on_how_text_was_typed(text: str) -> None:
    assert sort_key(text) == sort_key(search_form(text))


def test_tokens_are_words_without_punctuation() -> None:
    assert tokens("น้ำรั่วจากฝ้าเพดาน (ชั้น ๒)") == ["น้ำ", "รั่ว", "จาก", "ฝ้า", "เพดาน", "ชั้น", "2"]
