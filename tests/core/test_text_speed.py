"""The short cut for names that are clean already must not be seen in any result."""

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.core.thai import text as thai

NEVER = mock.Mock(fullmatch=lambda text: None)
THAI = st.text(
    alphabet=st.sampled_from(
        [chr(c) for c in range(0x0E01, 0x0E3B)] + [chr(c) for c in range(0x0E3F, 0x0E5C)] + list("Aab 1-.")
    ),
    max_size=12,
)
SYLLABLES = st.lists(
    st.sampled_from(
        [
            "น้ำ",
            "ซ้ำ",
            "ทั้ง",
            "ที่",
            "สิทธิ์",
            "เกี่ยว",
            "ปู่",
            "กตัญญู",
            "ก็",
            "ค่ะ",
            "เเ",
            "ําา",
            "ๆ",
            " ",
            "ฯ",
            "๑๒",
            "A-1",
            "ศุกร์",
            "ฤๅ",
        ]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=500)
@given(THAI | SYLLABLES)
def test_short_cut_changes_no_result(typed: str) -> None:
    fast = (thai.normalise(typed), thai.search_form(typed), thai.sort_key(typed))
    with mock.patch.object(thai, "_CLEAN", NEVER):
        assert (thai.normalise(typed), thai.search_form(typed), thai.sort_key(typed)) == fast


@pytest.mark.parametrize("name", ["ครัวบ้านสวนน้ำใส จำกัด", "สมชาย ใจดี", "Somchai Co., Ltd.", "บริษัท กขค (มหาชน)"])
def test_usual_names_take_the_short_cut(name: str) -> None:
    assert thai._CLEAN.fullmatch(name)
