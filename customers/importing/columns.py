"""Which column of a file is which field: guessed from the header, confirmed by a person, kept with the import."""

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.enums import AttributeKind
from customers.importing import people
from foundation.core.errors import Incomplete, Refused
from foundation.core.thai.text import search_form

SKIP = ""
NUMBER, CATEGORY = f"{AttributeKind.NUMBER}:", f"{AttributeKind.CATEGORY}:"
FIELD = "field:"  # of a designed field, with its key
MANY = frozenset({NUMBER, CATEGORY})  # what several columns of a file may be, each under a key of its own

TARGETS: dict[str, str | Promise] = {
    "external_key": gettext_lazy("Key in the source"),
    "party": gettext_lazy("Person or organisation"),
    "full_name": gettext_lazy("Full name (title, name and family name together)"),
    "title_th": gettext_lazy("Title before the name"),
    "name_th": gettext_lazy("Name in Thai"),
    "family_th": gettext_lazy("Family name in Thai"),
    "title_en": gettext_lazy("Title in English"),
    "name_en": gettext_lazy("Name in English"),
    "family_en": gettext_lazy("Family name in English"),
    "identifier": gettext_lazy("13-digit number of a person or an organisation"),
    "national_id": gettext_lazy("National identity number"),
    "tax_id": gettext_lazy("Tax number"),
    "tax_branch": gettext_lazy("Branch"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "subdistrict": gettext_lazy("Subdistrict"),
    "district": gettext_lazy("District"),
    "province": gettext_lazy("Province"),
    "postcode": gettext_lazy("Postcode"),
    "relation": gettext_lazy("Relation to the market"),
    "relation_since": gettext_lazy("Since"),
    "kind": gettext_lazy("Kind of customer"),
    "language": gettext_lazy("Preferred language"),
    "unit": gettext_lazy("Code of the unit"),
    "owner": gettext_lazy("Cared for by (user name, e-mail or full name)"),
    "tags": gettext_lazy("Tags (parted by commas; added to those of the record)"),
    "contact_name": gettext_lazy("Contact person: name"),
    "contact_role": gettext_lazy("Contact person: position"),
    "contact_phone": gettext_lazy("Contact person: telephone"),
    "contact_email": gettext_lazy("Contact person: e-mail"),
}

_SYNONYMS: dict[str, str] = {
    "external_key": "รหัสลูกค้า|รหัส|เลขที่ลูกค้า|รหัสอ้างอิง|id|customer id|customer code|code|key|external key|customerid",
    "party": "ประเภทบุคคล|บุคคล/นิติบุคคล|party|type|ประเภท|customer type",
    "full_name": "ชื่อ-นามสกุล|ชื่อ - นามสกุล|ชื่อนามสกุล|ชื่อลูกค้า|ชื่อ สกุล|ชื่อ-สกุล|full name|fullname|customer name|customer|ลูกค้า",
    "title_th": "คำนำหน้า|คำนำหน้าชื่อ|คำนำหน้านาม|title|prefix|title th",
    "name_th": "ชื่อ|ชื่อไทย|ชื่อภาษาไทย|ชื่อตัว|ชื่อองค์กร|ชื่อบริษัท|name|name th|first name|given name|firstname",
    "family_th": "นามสกุล|สกุล|นามสกุลไทย|family name|last name|surname|lastname|family th",
    "title_en": "คำนำหน้าอังกฤษ|title en",
    "name_en": "ชื่ออังกฤษ|ชื่อภาษาอังกฤษ|name en|english name",
    "family_en": "นามสกุลอังกฤษ|family en|surname en",
    "identifier": "เลขประจำตัว|เลข 13 หลัก|เลขที่บัตร|identifier|id number",
    "national_id": "เลขประจำตัวประชาชน|เลขบัตรประชาชน|บัตรประชาชน|national id|citizen id|national identity number",
    "tax_id": "เลขประจำตัวผู้เสียภาษี|เลขผู้เสียภาษี|เลขนิติบุคคล|ทะเบียนนิติบุคคล|tax id|taxid|tax number|vat number",
    "tax_branch": "สาขา|เลขสาขา|รหัสสาขา|branch|branch no|tax branch",
    "phone": "โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|โทร|มือถือ|เบอร์มือถือ|phone|telephone|tel|mobile",
    "email": "อีเมล|อีเมล์|e-mail|email|mail",
    "address": "ที่อยู่|บ้านเลขที่|address|house|street",
    "subdistrict": "ตำบล|แขวง|ตำบล/แขวง|แขวง/ตำบล|subdistrict|sub-district|tambon|khwaeng",
    "district": "อำเภอ|เขต|อำเภอ/เขต|เขต/อำเภอ|district|amphoe|khet",
    "province": "จังหวัด|province|changwat",
    "postcode": "รหัสไปรษณีย์|postcode|zip|zipcode|postal code",
    "relation": "ความสัมพันธ์|สถานะลูกค้า|สถานะ|relation|status|relation to the market",
    "relation_since": "ตั้งแต่|วันที่เริ่ม|เป็นลูกค้าตั้งแต่|วันที่เป็นลูกค้า|since|start date|customer since|relation since",
    "kind": "ชนิดลูกค้า|ประเภทลูกค้า|kind|kind of customer",
    "language": "ภาษา|ภาษาที่สะดวก|language",
    "unit": "หน่วยงาน|รหัสหน่วยงาน|ฝ่าย|unit|department",
    "owner": "ผู้ดูแล|ผู้ดูแลลูกค้า|เจ้าหน้าที่ผู้ดูแล|owner|account owner|cared for by",
    "tags": "ป้าย|ป้ายกำกับ|แท็ก|tags|tag",
    "contact_name": (
        "ผู้ติดต่อ|ชื่อผู้ติดต่อ|ชื่อ-นามสกุลผู้ติดต่อ|ผู้ติดต่อ: ชื่อ|ผู้ประสานงาน|ชื่อผู้ประสานงาน|บุคคลติดต่อ"
        "|contact name|contact person|contact person: name|name of contact"
    ),
    "contact_role": (
        "ตำแหน่ง|ตำแหน่งผู้ติดต่อ|ผู้ติดต่อ: ตำแหน่ง|ตำแหน่งงาน|contact role|contact position|contact title"
        "|contact person: position|position|job title|role"
    ),
    "contact_phone": (
        "โทรศัพท์ผู้ติดต่อ|ผู้ติดต่อ: โทรศัพท์|เบอร์ผู้ติดต่อ|เบอร์โทรผู้ติดต่อ|เบอร์โทรศัพท์ผู้ติดต่อ|โทรผู้ติดต่อ|มือถือผู้ติดต่อ"
        "|โทรศัพท์ผู้ประสานงาน|contact phone|contact telephone|contact tel|contact mobile|contact person: telephone"
    ),
    "contact_email": (
        "อีเมลผู้ติดต่อ|อีเมล์ผู้ติดต่อ|ผู้ติดต่อ: อีเมล|อีเมลผู้ประสานงาน|contact email|contact e-mail|contact mail"
        "|contact person: e-mail"
    ),
}
_HEADERS = {search_form(word): target for target, words in _SYNONYMS.items() for word in words.split("|")}
_NUMERIC = re.compile(r"^-?[\d,]+(\.\d+)?$")


@dataclass(frozen=True)
class ColumnMap:
    """How a file is read. `columns` maps positions to targets (TARGETS, `number:key`, `category:key`).

    `constants` fill what no column says. With `key_from_line` the row number is the key: right for files that only
    grow at the end. `name_pattern` names rows that have no name, with %(key)s.
    """

    columns: dict[int, str]
    constants: dict[str, str] = field(default_factory=dict)
    key_from_line: bool = False
    name_pattern: str = ""
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the import."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: MappingType[str, Any]) -> "ColumnMap":
        """What `as_json` gave, after a round trip through the database."""
        columns = {int(position): target for position, target in stored.get("columns", {}).items()}
        labels = {key: (pair[0], pair[1]) for key, pair in stored.get("labels", {}).items()}
        return cls(
            columns=columns,
            constants=dict(stored.get("constants", {})),
            key_from_line=bool(stored.get("key_from_line")),
            name_pattern=str(stored.get("name_pattern", "")),
            labels=labels,
        )

    def position_of(self, target: str) -> int | None:
        """The column of a target, if any."""
        return next((position for position, name in self.columns.items() if name == target), None)

    def check(self, header: list[str]) -> None:
        """Raises Refused, naming what is missing, when rows could not become customers or not be recognised again."""
        targets = list(self.columns.values())
        for target in set(targets) - {SKIP}:
            if targets.count(target) > 1:
                raise Refused(_("Two columns are both “%(target)s”. Please choose one.") % {"target": label_of(target)})
        if not {"full_name", "name_th", "name_en"} & set(targets) and not self.name_pattern:
            raise Refused(_("No column holds the name. The file has: %(columns)s.") % {"columns": ", ".join(header)})
        if people.FIELDS.keys() & set(targets) and people.NAME not in targets:
            raise Refused(_("What is told of a contact person needs the column with the name of that person too."))
        if not {"external_key", "identifier", "national_id", "tax_id"} & set(targets) and not self.key_from_line:
            raise Refused(
                _(
                    "No column holds a key or an identity number, so that a second import would make every customer"
                    " twice. Please say which column it is, or let the row number be the key."
                )
            )


@dataclass(frozen=True)
class Told:
    """How a program wants a file to be read. `columns` maps names of the header to targets, all others are left out;
    of two columns of one name the first is meant. What is None or empty stays as it was proposed."""

    columns: MappingType[str, str] | None = None
    party: str = ""
    relation: str = ""
    key_from_line: bool | None = None

    def onto(self, before: ColumnMap, header: list[str], targets: Collection[str]) -> ColumnMap:
        """The mapping. `targets` are the things that a column can be. Raises Incomplete for a column that the file does
        not have and for a target that there is not."""
        chosen = dict(before.columns)
        if self.columns is not None:
            if missing := sorted(set(self.columns) - set(header)):
                message = _("The file has no column “%(column)s”.") % {"column": missing[0]}
                raise Incomplete(message, missing={"columns": message})
            chosen = {header.index(name): _bare(target) for name, target in self.columns.items()}
        if unknown := sorted(target for target in map(_bare, chosen.values()) if target and target not in targets):
            message = _("A column can't be read as “%(target)s”.") % {"target": unknown[0]}
            raise Incomplete(message, missing={"columns": message})
        told = {name: value for name, value in (("party", self.party), ("relation", self.relation)) if value}
        by_line = before.key_from_line if self.key_from_line is None else self.key_from_line
        return confirmed(before, header, chosen, constants=told, key_from_line=by_line)


def _bare(target: str) -> str:
    """The target as forms offer it: the key of a figure or category comes from its column."""
    return next((kind for kind in MANY if target.startswith(kind)), target)


def confirmed(
    before: ColumnMap,
    header: Sequence[str],
    chosen: MappingType[int, str],
    *,
    constants: MappingType[str, str],
    key_from_line: bool,
) -> ColumnMap:
    """The mapping as a person or program confirmed it: targets by position, figures and categories without their keys.
    What nobody asks about (presets) stays as it was `before`."""
    columns = {}
    for position, name in enumerate(header):
        target = chosen.get(position, SKIP)
        if target in MANY:
            known = before.columns.get(position, "")
            target = known if known.startswith(target) else f"{target}{attribute_key(name)}"
        columns[position] = target
    return ColumnMap(
        columns=columns,
        constants={**before.constants, **constants},
        key_from_line=key_from_line,
        name_pattern=before.name_pattern,
        labels={**labels(list(header), columns), **before.labels},
    )


def label_of(target: str) -> str:
    """The name of a target for people."""
    named = {**TARGETS, "place": gettext_lazy("Subdistrict, district, province")}
    return str(named.get(target, target.partition(":")[2]))


def attribute_key(header: str) -> str:
    """The key of an attribute made from a column's name: lower case, words joined by underscores."""
    return re.sub(r"[^0-9a-zก-๎]+", "_", search_form(header)).strip("_")[:60]


def guess(header: list[str], sample: list[list[str]], fields: MappingType[str, str] | None = None) -> ColumnMap:
    """A first mapping from the header; unknown columns of figures become numbers to study, others are left out.

    `fields`: keys of designed fields by the folded words that a header may use for them. What may be of a contact
    person (a position) is taken for it only beside the name of one.
    """
    known = [_HEADERS.get(search_form(name.replace("_", " ")), SKIP) for name in header]
    unnamed = frozenset(people.FIELDS if people.NAME not in known else ())
    columns: dict[int, str] = {}
    for position, name in enumerate(header):
        is_unnamed = known[position] in unnamed
        target = SKIP if is_unnamed else known[position]
        if not target and (key := (fields or {}).get(search_form(name))):
            target = f"{FIELD}{key}"
        if target in columns.values():
            target = SKIP
        column = [row[position] for row in sample if position < len(row)]
        if not target and not is_unnamed and name and _looks_numeric(column):
            target = f"{NUMBER}{attribute_key(name)}"
        columns[position] = target
    return ColumnMap(
        columns=columns, constants={"relation": "current", "party": "person"}, labels=labels(header, columns)
    )


def labels(header: list[str], columns: MappingType[int, str]) -> dict[str, tuple[str, str]]:
    """Names of the attributes that the columns make: what stands in the header, in both languages."""
    made = {
        target.partition(":")[2]: header[position]
        for position, target in columns.items()
        if ":" in target and not target.startswith(FIELD)
    }
    return {key: (name, name) for key, name in made.items()}


def _looks_numeric(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return sum(1 for cell in filled if _NUMERIC.match(cell)) * 2 > len(filled)
