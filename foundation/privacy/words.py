"""Names of what the logs hold as keys: parts of a notice, kinds of records, fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.privacy.personal_data import kinds

# Headings of a notice, in the order in which it is read.
PART_TITLES: dict[str, str | Promise] = {
    "why": _("Why we collect your data"),
    "what": _("What we collect"),
    "must_give": _("Must you give them?"),
    "kept_for": _("How long we keep them"),
    "recipients": _("Who receives them"),
    "rights": _("Your rights"),
    "contact": _("Whom to ask"),
}

_FIELDS: dict[str, str | Promise] = {
    "name": _("name"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "address": _("address"),
    "place": _("subdistrict, district, province"),
    "subdistrict": _("subdistrict"),
    "district": _("district"),
    "province": _("province"),
    "national_id": _("national ID"),
    "birth_date": _("date of birth"),
    "contact": _("contact"),
    "postcode": _("postcode"),
    "number": _("number"),
    "title": _("title"),
    "subject": _("subject"),
    "description": _("what was told"),
    "details": _("what was asked"),
    "answer": _("our answer"),
    "role": _("role"),
    "customer": _("customer"),
    "relation": _("relation to us"),
    "relation_since": _("relation since"),
    "representative": _("representative"),
    "authority": _("authority of the representative"),
    "right": _("right asked for"),
    "score_comment": _("remark on the score"),
    "page": _("the page of the record"),
    "file": _("a file"),
}


def field_word(field: str) -> str:
    """The name of a field as people read it; the key itself where none is known."""
    return str(_FIELDS.get(field, field))


def kind_word(kind: str) -> str:
    """The name of a kind of record, as its room declared it."""
    labels = {declared.kind: declared.label for declared in kinds()}
    return str(labels.get(kind, kind))
