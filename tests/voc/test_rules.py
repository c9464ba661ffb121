"""What is taken out of texts, and the first guess of a kind."""

import pytest

from voc.rules import HIDDEN_EMAIL, HIDDEN_NUMBER, guess_kind, scrubbed


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("โทร 081-234-5678 นะคะ", f"โทร {HIDDEN_NUMBER} นะคะ"),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘ ด่วน", f"โทร {HIDDEN_NUMBER} ด่วน"),
        ("+66812345678", HIDDEN_NUMBER),
        ("สำนักงาน 02 123 4567", f"สำนักงาน {HIDDEN_NUMBER}"),
        ("บัตร 1-1234-56789-01-2", f"บัตร {HIDDEN_NUMBER}"),
        ("เขียนมาที่ somchai.j@example.co.th ครับ", f"เขียนมาที่ {HIDDEN_EMAIL} ครับ"),
        ("ไลน์: somchai99", f"ไลน์ {HIDDEN_NUMBER}"),
        ("ค่าเช่า 125,000 บาท ปี 2569", "ค่าเช่า 125,000 บาท ปี 2569"),
        ("รอ 45 นาที วันที่ 22/11/2569", "รอ 45 นาที วันที่ 22/11/2569"),
        ("ใบแจ้งหนี้ 1234567890", "ใบแจ้งหนี้ 1234567890"),
    ],
)
def test_numbers_that_lead_to_people_go_and_others_stay(said: str, kept: str) -> None:
    assert scrubbed(said) == kept


def test_scrubbing_twice_changes_nothing() -> None:
    once = scrubbed("a@b.com 0812345678")
    assert scrubbed(once) == once


@pytest.mark.parametrize(
    ("text", "sentiment", "rating", "kind"),
    [
        ("กังวลว่าค่าเช่าจะขึ้น", "neg", 1, "concern"),
        ("อยากให้มีที่นั่งเพิ่ม", "neg", 2, "suggestion"),
        ("ต้องการที่จอดรถ", "neu", None, "need"),
        ("คาดหวังบริการที่เร็ว", "neu", None, "expectation"),
        ("เปิดกี่โมง", "q", None, "question"),
        ("ดีมาก", "pos", None, "praise"),
        ("ดีมาก", "", 5, "praise"),
        ("แย่มาก", "neg", 1, "opinion"),
    ],
)
def test_a_kind_is_guessed_by_words_then_by_sentiment(text: str, sentiment: str, rating: int | None, kind: str) -> None:
    assert guess_kind(text, sentiment, rating=rating) == kind
