"""The customer: one table for people and organisations, so that a list, a search and a page are one query."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customers.enums import Kind, Language, Party, Relation
from customers.models.tag import LONGEST_CODE
from customers.models.text_words import Words
from foundation.accounts.permissions import Permission
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track

if TYPE_CHECKING:
    from foundation.accounts.models import User

# Columns made from others, or kept for machines: no history of their own.
DERIVED = [
    "sort_key",
    "search_text",
    "identifier_hash",
    "phone_hash",
    "email_hash",
    "phone_end4",
    "phone_end7",
    "province",
]


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Reads of the register. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """What the user may see: everything but the records that another unit keeps to itself."""
        if user.can(Permission.CUSTOMER_VIEW_ALL):
            return self
        return self.filter(Q(is_limited=False) | Q(unit_id=user.unit_id, unit__isnull=False))


_Manager = models.Manager.from_queryset(CustomerQuerySet)


class LiveCustomers(_Manager):  # type: ignore[type-arg]  # made by Django at run time
    """The register as people know it: without the records that were joined with another."""

    def get_queryset(self) -> CustomerQuerySet:
        """Every customer once."""
        return CustomerQuerySet(self.model, using=self._db).filter(merged_into__isnull=True)


class Customer(Record):
    """A person or an organisation, in whatever relation to the market.

    Names stand with their titles apart, so that they sort and match without them. Identifying fields are sealed under
    `data_key`, which comes into being with the first of them; the hashes beside them serve exact search. A tax number
    of an organisation is public and stays plain. `place` holds a code of `core.thai.places`; of it only the province
    stands plain, so that lists can be cut by it.
    """

    number = models.CharField(_("customer number"), max_length=24, unique=True, editable=False)
    party = models.CharField(_("person or organisation"), max_length=12, choices=Party.choices)
    kind = models.CharField(_("kind of customer"), max_length=10, choices=Kind.choices, default=Kind.DIRECT)
    relation = models.CharField(_("relation to the market"), max_length=10, choices=Relation.choices)
    relation_since = models.DateField(_("since"))

    title_th = models.CharField(_("title before the name"), max_length=60, blank=True)
    name_th = models.CharField(_("name in Thai"), max_length=300, blank=True)
    family_th = models.CharField(_("family name in Thai"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    family_en = models.CharField(_("family name in English"), max_length=150, blank=True)
    sort_key = models.TextField(db_collation="C", editable=False)
    search_text = models.TextField(editable=False)

    tax_id = models.CharField(_("tax number"), max_length=13, blank=True)
    tax_branch = models.CharField(_("branch"), max_length=5, blank=True)
    data_key = models.ForeignKey(
        "core.DataKey", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    national_id = EncryptedTextField(_("national identity number"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    place = EncryptedTextField(_("subdistrict, district, province"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    province = models.CharField(_("province"), max_length=2, blank=True, default="", editable=False)
    identifier_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001  NULL where absent: unique
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_end4 = models.CharField(max_length=16, blank=True, default="", editable=False)
    phone_end7 = models.CharField(max_length=16, blank=True, default="", editable=False)

    language = models.CharField(_("preferred language"), max_length=2, choices=Language.choices, default=Language.THAI)
    unit = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("cared for by"),
    )
    tags = ArrayField(models.CharField(max_length=LONGEST_CODE), verbose_name=_("tags"), default=list, blank=True)
    is_limited = models.BooleanField(_("only this unit may see it"), default=False)
    attributes = models.JSONField(_("further facts"), default=dict, blank=True)

    import_run = models.ForeignKey(
        "customers.ImportRun", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    history = track(excluded_fields=DERIVED)
    objects = LiveCustomers()
    with_merged = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_hash"], condition=Q(identifier_hash__isnull=False), name="customer_identifier"
            ),
            models.CheckConstraint(
                condition=~Q(name_th="", name_en="") | Q(erased_at__isnull=False), name="customer_has_name"
            ),
            models.CheckConstraint(
                condition=Q(party=Party.ORGANISATION) | Q(tax_id="", tax_branch=""), name="customer_person_no_tax_id"
            ),
            models.CheckConstraint(
                condition=Q(party=Party.PERSON) | Q(national_id__isnull=True), name="customer_org_no_national_id"
            ),
            models.CheckConstraint(
                condition=Q(is_limited=False) | Q(unit__isnull=False), name="customer_limited_has_unit"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(identifier_hash__isnull=True) & ~Q(merged_into=F("id")),
                name="customer_merged_is_no_other",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="customer_by_name"),
            models.Index(fields=["relation", "sort_key", "id"], name="customer_by_relation"),
            models.Index(fields=["kind", "id"], name="customer_by_kind"),
            models.Index(fields=["unit", "sort_key", "id"], name="customer_by_unit", condition=Q(unit__isnull=False)),
            models.Index(fields=["province", "sort_key", "id"], name="customer_by_province", condition=~Q(province="")),
            models.Index(
                fields=["owner", "sort_key", "id"], name="customer_by_owner", condition=Q(owner__isnull=False)
            ),
            GinIndex(fields=["tags"], name="customer_by_tag"),
            GinIndex(fields=["attributes"], name="customer_by_fact"),
            models.Index(fields=["phone_hash"], name="customer_by_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["phone_end4"], name="customer_by_phone_end4", condition=~Q(phone_end4="")),
            models.Index(fields=["phone_end7"], name="customer_by_phone_end7", condition=~Q(phone_end7="")),
            models.Index(fields=["email_hash"], name="customer_by_email", condition=~Q(email_hash="")),
            models.Index(fields=["merged_into"], name="customer_merged", condition=Q(merged_into__isnull=False)),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="customer_search"),
            GinIndex(Words("search_text"), name="customer_words"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def name(self) -> str:
        """The full name with its title, in the reader's language where we have it."""
        thai = _full_name(self.title_th, self.name_th, self.family_th, joined=self.party == Party.PERSON)
        english = _full_name(self.title_en, self.name_en, self.family_en, joined=False)
        return (english or thai) if get_language() == "en" else (thai or english)

    @property
    def is_organisation(self) -> bool:
        """Whether the record is about an organisation."""
        return self.party == Party.ORGANISATION

    @property
    def is_merged(self) -> bool:
        """Whether the record was joined with another one, which stands for both."""
        return self.merged_into_id is not None

    @property
    def is_erased(self) -> bool:
        """Whether the person asked to be forgotten, and was."""
        return self.erased_at is not None


def _full_name(title: str, name: str, family: str, *, joined: bool) -> str:
    """Thai titles of people stand before the name without a blank: นายสมชาย ใจดี."""
    if not name:
        return ""
    first = f"{title}{'' if joined else ' '}{name}" if title else name
    return f"{first} {family}".strip()
