"""Provinces, districts, subdistricts and postcodes of Thailand: finding a place by what people write, and naming it.

The lists are those of the package geothai (Department of Provincial Administration; Thailand Post), read offline. A
place is kept as its code: two digits a province, four a district, six a subdistrict.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import geothai
from geothai.abolished import abolished_areas

from foundation.core.thai.text import search_form, sort_key

BANGKOK = "10"
PROVINCE, DISTRICT, SUBDISTRICT = 2, 4, 6
SUGGESTED = 12
_PREFIXES = {
    PROVINCE: re.compile(r"^(?:จังหวัด|จ\.|province of )\s*"),
    DISTRICT: re.compile(r"^(?:กิ่งอำเภอ|อำเภอ|เขต|อ\.|khet |amphoe |district of )\s*"),
    SUBDISTRICT: re.compile(r"^(?:ตำบล|แขวง|ต\.|khwaeng |tambon )\s*"),
}
_MARKS = re.compile(r"[\s.'’-]")
_CALLED_ALSO = {"กทม": BANGKOK, "กรุงเทพ": BANGKOK, "กรุงเทพฯ": BANGKOK, "bkk": BANGKOK, "อยุธยา": "14", "โคราช": "30"}


class BadPlace(ValueError):
    """What was written is no place, or its parts don't agree. `field` is the part, `code` why, `params` fill it."""

    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.field, self.code, self.params = field, code, params


@dataclass(frozen=True)
class Place:
    """A province, a district of it, or a subdistrict, with the names of all that it lies in."""

    code: str
    names_th: tuple[str, ...]
    names_en: tuple[str, ...]
    postcodes: tuple[str, ...]

    @property
    def province(self) -> str:
        """The code of the province."""
        return self.code[:PROVINCE]

    def names(self, language: str) -> tuple[str, ...]:
        """Province, district, subdistrict, as far as they are known; plain, without the words before them."""
        return self.names_en if language == "en" else self.names_th

    def line(self, language: str) -> str:
        """As it stands in an address, smallest first: ตำบลสุเทพ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่."""
        if language == "en":
            return ", ".join(reversed(self.names_en))
        words = ("", "เขต", "แขวง") if self.province == BANGKOK else ("จังหวัด", "อำเภอ", "ตำบล")
        parts = [f"{word}{name}" for word, name in zip(words, self.names_th, strict=False)]
        return " ".join(reversed(parts))


@lru_cache(maxsize=16384)
def place(code: str) -> Place | None:
    """The place of a code, also of one that is abolished by now; None where there is none."""
    areas = [_areas().get(code[:length]) for length in (PROVINCE, DISTRICT, SUBDISTRICT) if length <= len(code)]
    if len(code) not in _PREFIXES or any(area is None for area in areas):
        return None
    names = [area for area in areas if area is not None]
    return Place(code, tuple(a[0] for a in names), tuple(a[1] for a in names), _postcodes(code))


def provinces(language: str) -> list[tuple[str, str]]:
    """Code and name of every province, in the order of the language."""
    index = 1 if language == "en" else 0
    named = [(area.code, (area.name_th, area.name_en)[index]) for area in geothai.provinces()]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def province_name(code: str, language: str) -> str:
    """The name of a province; empty for no code."""
    found = place(code) if code else None
    return found.names(language)[0] if found else code


@cache
def province_of_postcode(postcode: str) -> str:
    """The code of the province in which a postcode lies; empty where it is unknown or lies in two."""
    found = {area.province_code for area in geothai.by_postal_code(postcode)}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=16384)
def read_place(*, subdistrict: str = "", district: str = "", province: str = "", postcode: str = "") -> Place:
    """The one place that these parts name, with or without their prefixes, in Thai or English, or as codes.

    Raises BadPlace, naming the first part that doesn't fit what stands before it, from the largest to the smallest.
    """
    found = _provinces(province)
    if district:
        found = _below(found, district, DISTRICT, "district")
    if subdistrict:
        found = _below(found, subdistrict, SUBDISTRICT, "subdistrict")
    if postcode:
        fitting = [code for code in found if postcode in _postcodes(code)]
        if not fitting:
            raise BadPlace("postcode", "postcode_elsewhere", codes=_few(c for code in found for c in _postcodes(code)))
        found = fitting
    if len(found) > 1:
        field = "subdistrict" if subdistrict else "district"
        raise BadPlace(field, "place_several", n=len(found), provinces=_few(_province_names(found)))
    only = place(found[0])
    assert only is not None  # noqa: S101  its code comes from the lists
    return only


def suggest(*, subdistrict: str = "", district: str = "", province: str = "", postcode: str = "") -> list[Place]:
    """Subdistricts that may be meant: those that fit all parts, else those that fit the smallest ones."""
    parts = {SUBDISTRICT: subdistrict, DISTRICT: district, PROVINCE: province}
    named = {length: _codes_named(text, length) for length, text in parts.items() if text}
    pools = [{area.code for area in geothai.by_postal_code(postcode)}] if postcode else []
    pools = [*(_inside(codes) for codes in named.values()), *pools]
    while pools:
        fitting = set.intersection(*pools)
        if fitting:
            return [found for code in sorted(fitting)[:SUGGESTED] if (found := place(code))]
        smallest_alone = len(pools) == 1
        pools = pools[:0] if smallest_alone else [pool for pool in pools if pool][: max(len(pools) - 1, 1)]
    return []


def _provinces(text: str) -> list[str]:
    if not text:
        return [area.code for area in geothai.provinces()]
    found = _codes_named(text, PROVINCE)
    if not found:
        raise BadPlace("province", "no_province")
    return sorted(found)


def _below(larger: list[str], text: str, length: int, field: str) -> list[str]:
    """The areas of this name that lie in one of the larger ones."""
    everywhere = _codes_named(text, length)
    if not everywhere:
        raise BadPlace(field, f"no_{field}")
    fitting = sorted(code for code in everywhere if code[: len(larger[0])] in set(larger))
    if not fitting:
        raise BadPlace(field, f"{field}_elsewhere", places=_few(_outer(code) for code in sorted(everywhere)))
    return fitting


def _codes_named(text: str, length: int) -> frozenset[str]:
    """The codes of all areas of one level that bear the name; a code is its own name."""
    written = search_form(text)
    if written.isdigit():
        return frozenset({written} if len(written) == length and written in _areas() else ())
    return frozenset(_named()[length].get(_key(written, length), ()))


@cache
def _named() -> dict[int, dict[str, set[str]]]:
    """Codes by level and name."""
    named: dict[int, dict[str, set[str]]] = {PROVINCE: {}, DISTRICT: {}, SUBDISTRICT: {}}
    for code, names in _areas().items():
        if code in _gone():
            continue
        for name in names:
            named[len(code)].setdefault(_key(search_form(name), len(code)), set()).add(code)
        if len(code) == DISTRICT and code.endswith("01") and not code.startswith(BANGKOK):
            for word in ("เมือง", "mueang"):
                named[DISTRICT].setdefault(word, set()).add(code)
    for name, code in _CALLED_ALSO.items():
        named[PROVINCE][_key(name, PROVINCE)] = {code}
    return named


def _key(written: str, length: int) -> str:
    return _MARKS.sub("", _PREFIXES[length].sub("", written))


@cache
def _areas() -> dict[str, tuple[str, str]]:
    """Thai and English name of every code, abolished ones included; the Thai one without its prefix."""
    areas = {area.code: (area.name_th, area.name_en or area.name_th) for area in abolished_areas()}
    for province in geothai.provinces():
        areas[province.code] = (province.name_th, province.name_en)
        for district in geothai.districts(province.code):
            areas[district.code] = (district.name_th, district.name_en)
            for small in geothai.subdistricts(district.code):
                areas[small.code] = (small.name_th, small.name_en)
    return {code: (_bare(names[0], len(code)), names[1]) for code, names in areas.items()}


def _bare(name: str, length: int) -> str:
    return re.sub("^(?:เขต|แขวง)", "", name) if length != PROVINCE else name


@cache
def _gone() -> frozenset[str]:
    return frozenset(area.code for area in abolished_areas()) - {code for code, _name in _in_force()}


def _in_force() -> Iterable[tuple[str, str]]:
    for province in geothai.provinces():
        yield province.code, province.name_th
        for district in geothai.districts(province.code):
            yield district.code, district.name_th
            yield from ((small.code, small.name_th) for small in geothai.subdistricts(district.code))


@cache
def _postcodes(code: str) -> tuple[str, ...]:
    if len(code) == SUBDISTRICT:
        area = geothai.subdistrict(code)
        return tuple(area.postal_codes) if area else ()
    return tuple(sorted({each for small in _inside(frozenset({code})) for each in _postcodes(small)}))


def _inside(codes: Iterable[str]) -> set[str]:
    """The subdistricts in force in these areas."""
    found: set[str] = set()
    for code in codes:
        if len(code) == SUBDISTRICT:
            found.add(code)
        elif len(code) == DISTRICT:
            found |= {small.code for small in geothai.subdistricts(code)}
        else:
            found |= {s.code for district in geothai.districts(code) for s in geothai.subdistricts(district.code)}
    return found


def _province_names(codes: Iterable[str]) -> list[str]:
    return [province_name(code, "th") for code in sorted({code[:PROVINCE] for code in codes})]


def _outer(code: str) -> str:
    """The line of what an area lies in."""
    found = place(code[:-2])
    return found.line("th") if found else ""


def _few(words: Iterable[str], most: int = 4) -> str:
    listed = list(dict.fromkeys(words))
    return ", ".join([*listed[:most], "…"] if len(listed) > most else listed)
