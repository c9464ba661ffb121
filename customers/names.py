"""Titles of people and legal forms of organisations: known ones, and taking them off the front of a name."""

import re

PERSON_TITLES = (
    "นางสาว", "นาย", "นาง", "น.ส.", "น.ส", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "คุณ",
    "ศ.ดร.", "รศ.ดร.", "ผศ.ดร.", "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "ศ.", "รศ.", "ผศ.", "ดร.", "อาจารย์",
    "นายแพทย์", "แพทย์หญิง", "นพ.", "พญ.", "ทพ.", "ทพญ.", "ม.ร.ว.", "ม.ล.", "ม.จ.", "หม่อมราชวงศ์", "หม่อมหลวง",
    "พลเอก", "พลโท", "พลตรี", "พันเอก", "พันโท", "พันตรี", "ร้อยเอก", "ร้อยโท", "ร้อยตรี", "สิบเอก", "จ่าสิบเอก",
    "พล.อ.", "พล.ท.", "พล.ต.", "พ.อ.", "พ.ท.", "พ.ต.", "ร.อ.", "ร.ท.", "ร.ต.", "ส.อ.", "จ.ส.อ.",
    "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ด.ต.", "ว่าที่ ร.ต.",
)  # fmt: skip
PERSON_TITLES_EN = (
    "Mr.",
    "Mrs.",
    "Ms.",
    "Miss",
    "Dr.",
    "Prof.",
    "Assoc. Prof.",
    "Asst. Prof.",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
)
LEGAL_FORMS = (
    "บริษัทมหาชน", "บริษัท", "บมจ.", "บจก.", "บจ.", "ห้างหุ้นส่วนจำกัด", "ห้างหุ้นส่วนสามัญ", "ห้างหุ้นส่วน", "หจก.", "หสน.",
    "วิสาหกิจชุมชน", "สหกรณ์", "สมาคม", "มูลนิธิ", "ร้าน", "คณะบุคคล",
)  # fmt: skip


def _front(titles: tuple[str, ...], *, blank: str) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    return re.compile(rf"^({longest_first}){blank}(?=\S{{2}})")


_PERSON = _front(PERSON_TITLES, blank=r"\s*")
_PERSON_EN = _front(PERSON_TITLES_EN, blank=r"\s+")
_LEGAL = _front(LEGAL_FORMS, blank=r"\s*")


def split_person(text: str) -> tuple[str, str, str]:
    """Title, given name and family name of a full name; people with one name have no family name."""
    match = _PERSON.match(text) or _PERSON_EN.match(text)
    title = match[1] if match else ""
    given, _, family = (text[match.end() :] if match else text).strip().partition(" ")
    return title, given, family.strip()


def split_organisation(text: str) -> tuple[str, str]:
    """Legal form and name; what stands behind the name ("จำกัด") stays with it."""
    match = _LEGAL.match(text)
    return (match[1], text[match.end() :].strip()) if match else ("", text)
