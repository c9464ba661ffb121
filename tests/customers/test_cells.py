"""Readers of values: what a stored value is read as again, what never gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import cells
from customers.names import split_organisation, split_person
from customers.words import SENTENCES, BadValue, say
from foundation.core.contacts import BadContact, read_phone
from foundation.core.identifiers import BadIdentifier, check_digit_13, read_thirteen
from foundation.core.spreadsheet import csv_lines, harmless

DIGITS = st.text(alphabet="0123456789", min_size=12, max_size=12)


@given(DIGITS, st.integers(0, 12), st.integers(1, 9))
def test_wrong_digit_is_caught_but_for_the_known_blind_spots(twelve: str, place: int, shift: int) -> None:
    """Weights 11 and the two folds (10 to 0, 11 to 1) let few errors pass; the sum itself must always differ."""
    number = f"{twelve}{check_digit_13(twelve)}"
    assert read_thirteen(number) == number
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    if check_digit_13(wrong[:12]) != int(wrong[12]):
        with pytest.raises(BadIdentifier, match="check_digit"):
            read_thirteen(wrong)


@pytest.mark.parametrize("number", ["1234545678781", "3100600445635", "0105536112014", "0994000617721"])
def test_published_numbers_fit(number: str) -> None:
    assert read_thirteen(number) == number


@pytest.mark.parametrize("number", ["1234545678789", "1101700230705"])
def test_published_wrong_numbers_do_not_fit(number: str) -> None:
    with pytest.raises(BadIdentifier, match="check_digit"):
        read_thirteen(number)


@given(st.sampled_from("689"), st.integers(0, 10**8 - 1))
def test_mobile_is_one_number_in_every_writing(first: str, rest: int) -> None:
    digits = f"{first}{rest:08d}"
    ways = {f"0{digits}", f"+66{digits}", f"0{digits[:2]}-{digits[2:5]}-{digits[5:]}", f"0{digits[:2]} {digits[2:]}"}
    assert {read_phone(way) for way in ways} == {f"+66{digits}"}
    assert read_phone(read_phone(f"0{digits}")) == f"+66{digits}"


@pytest.mark.parametrize("text", ["0712345678", "081234567", "12345", "โทร", "++66", "08123456789012"])
def test_what_is_no_telephone_is_refused(text: str) -> None:
    with pytest.raises(BadContact):
        read_phone(text)


@pytest.mark.parametrize("text", ["1111", "1567"])
def test_short_codes_are_accepted(text: str) -> None:
    assert read_phone(text) == text


@given(st.sampled_from(sorted(cells.READERS)), st.text(max_size=40))
def test_reading_a_stored_value_changes_nothing(field: str, text: str) -> None:
    try:
        stored = cells.read(field, text)
    except BadValue as error:
        stored, code = None, error.code
    else:
        code = "required"
    assert code in SENTENCES
    assert stored is None or cells.read(field, stored) == stored


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        ("relation", "ปัจจุบัน", "current"),
        ("relation", "อดีตลูกค้า", "former"),
        ("party", "นิติบุคคล", "organisation"),
        ("tax_branch", "สำนักงานใหญ่", "00000"),
        ("tax_branch", "๑", "00001"),
        ("postcode", "๑๐๒๑๐", "10210"),
    ],
)
def test_words_people_use_are_understood(field: str, text: str, stored: str) -> None:
    assert cells.read(field, text) == stored


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("นายสมชาย ใจดี", ("นาย", "สมชาย", "ใจดี")),
        ("นางสาว กชกร วัฒนา", ("นางสาว", "กชกร", "วัฒนา")),
        ("ผศ.ดร.น้ำผึ้ง ณ อยุธยา", ("ผศ.ดร.", "น้ำผึ้ง", "ณ อยุธยา")),
        ("ณิชา", ("", "ณิชา", "")),
        ("Mr. John Smith", ("Mr.", "John", "Smith")),
    ],
)
def test_titles_come_off_the_front(text: str, parts: tuple[str, str, str]) -> None:
    assert split_person(text) == parts


def test_legal_form_comes_off_the_front() -> None:
    assert split_organisation("บริษัท ครัวบ้านสวน จำกัด") == ("บริษัท", "ครัวบ้านสวน จำกัด")
    assert split_organisation("กรมพลังงานสะอาด") == ("", "กรมพลังงานสะอาด")


@given(st.text(max_size=30))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_csv_bears_the_mark_that_spreadsheets_need() -> None:
    lines = list(csv_lines(["ชื่อ"], [["=1+1"], [None], [-5]]))
    assert lines == ["\ufeffชื่อ\r\n", "'=1+1\r\n", '""\r\n', "-5\r\n"]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_can_be_said(code: str) -> None:
    names = [
        "max",
        "date",
        "choices",
        "number",
        "found",
        "expected",
        "detail",
        "first",
        "places",
        "codes",
        "name",
        "n",
        "tags",
        "provinces",
    ]
    assert say(code, dict.fromkeys(names, 1))
