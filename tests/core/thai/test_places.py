"""Places of Thailand as people write them: one place, or what does not fit."""

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.thai.places import BadPlace, place, province_of_postcode, provinces, read_place, suggest

_ALL = [(p, d, s) for p in geothai.provinces() for d in geothai.districts(p.code) for s in geothai.subdistricts(d.code)]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"subdistrict": "แขวงลุมพินี", "district": "เขตปทุมวัน", "province": "กทม."}, "100704"),
        ({"subdistrict": "ลุมพินี", "district": "ปทุมวัน", "province": "กรุงเทพมหานคร", "postcode": "10330"}, "100704"),
        ({"subdistrict": "ต.สุเทพ", "district": "อ.เมือง", "province": "จ.เชียงใหม่"}, "500108"),
        ({"subdistrict": "ตำบลสุเทพ", "province": "จังหวัดเชียงใหม่"}, "500108"),
        ({"subdistrict": "Suthep"}, "500108"),
        ({"subdistrict": "lumphini", "province": "Bangkok"}, "100704"),
        ({"district": "อำเภอเมืองเชียงใหม่"}, "5001"),
        ({"province": "เชียงใหม่"}, "50"),
        ({"province": "๕๐"}, "50"),
        ({"subdistrict": "500108"}, "500108"),
    ],
)
def test_parts_name_one_place_with_or_without_prefixes(parts: dict[str, str], code: str) -> None:
    assert read_place(**parts).code == code


@pytest.mark.parametrize(
    ("parts", "field", "code", "said"),
    [
        ({"province": "แอตแลนติส"}, "province", "no_province", ""),
        ({"district": "แอตแลนติส"}, "district", "no_district", ""),
        ({"subdistrict": "แอตแลนติส"}, "subdistrict", "no_subdistrict", ""),
        ({"district": "ปทุมวัน", "province": "เชียงใหม่"}, "district", "district_elsewhere", "กรุงเทพมหานคร"),
        (
            {"subdistrict": "ลุมพินี", "district": "บางรัก", "province": "กทม"},
            "subdistrict", "subdistrict_elsewhere", "เขตปทุมวัน กรุงเทพมหานคร",
        ),
        ({"subdistrict": "สุเทพ", "postcode": "10330"}, "postcode", "postcode_elsewhere", "50200"),
        ({"subdistrict": "หนองบัว"}, "subdistrict", "place_several", "ลพบุรี"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(parts: dict[str, str], field: str, code: str, said: str) -> None:
    with pytest.raises(BadPlace) as refused:
        read_place(**parts)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert said in str(refused.value.params)


@given(st.sampled_from(_ALL))
def test_every_subdistrict_is_read_back_from_its_own_line(triple) -> None:
    _province, _district, small = triple
    parts = place(small.code).line("th").split(" ")
    found = read_place(subdistrict=parts[0], district=parts[1], province=parts[2], postcode=small.postal_codes[0])
    assert found.code == small.code
    assert found.postcodes == small.postal_codes
    assert read_place(subdistrict=small.code).code == small.code


def test_a_line_is_what_stands_on_an_envelope() -> None:
    assert place("100704").line("th") == "แขวงลุมพินี เขตปทุมวัน กรุงเทพมหานคร"
    assert place("500108").line("th") == "ตำบลสุเทพ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่"
    assert place("500108").line("en") == "Suthep, Mueang Chiang Mai, Chiang Mai"
    assert place("999999") is None
    assert place("5") is None


def test_an_abolished_place_keeps_its_name_but_is_not_offered() -> None:
    assert place("104701").names_th[-1] == "บางนา"
    with pytest.raises(BadPlace):
        read_place(subdistrict="104701", postcode="10260")
    assert "104701" not in {found.code for found in suggest(subdistrict="บางนา")}


def test_a_postcode_of_two_provinces_says_none() -> None:
    assert province_of_postcode("10330") == "10"
    assert province_of_postcode("13180") == ""
    assert province_of_postcode("99999") == ""


def test_provinces_stand_in_the_order_of_the_language() -> None:
    thai = [name for _code, name in provinces("th")]
    assert len(thai) == 77
    assert thai.index("เชียงใหม่") < thai.index("ตรัง") < thai.index("แพร่") < thai.index("ระนอง")
    assert next(name for _code, name in provinces("en")) == "Amnat Charoen"


def test_places_are_suggested_by_what_fits_best() -> None:
    assert {found.code for found in suggest(postcode="10330")} >= {"100704"}
    assert [found.code for found in suggest(subdistrict="ลุมพินี", province="เชียงใหม่")] == ["100704"]
    assert [found.code for found in suggest(subdistrict="หนองบัว", province="ลพบุรี")] == ["160207"]
    assert len(suggest(subdistrict="หนองบัว")) == 12
    assert suggest() == []
    assert suggest(subdistrict="แอตแลนติส") == []
