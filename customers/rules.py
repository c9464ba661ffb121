"""Which facts of two records of one customer are taken over together."""

from collections.abc import Mapping

# A name is never half of one record and half of the other, nor is a postcode that of another address.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "name_th": ("title_th", "name_th", "family_th"),
    "name_en": ("title_en", "name_en", "family_en"),
    "kind": ("kind",),
    "national_id": ("national_id",),
    "tax_id": ("tax_id", "tax_branch"),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address", "postcode"),
    "language": ("language",),
    "unit": ("unit",),
    "owner": ("owner",),
}
SEALED = frozenset({"national_id", "phone", "email", "address"})
