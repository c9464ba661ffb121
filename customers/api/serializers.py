"""Customers and interactions as JSON: personal data masked, choices as their values, dates in ISO."""

from typing import Any

from rest_framework import serializers

from customers.enums import Channel, Direction, Kind, Language, Party, Relation
from customers.models import ContactPerson, Customer, Interaction, LifecycleStage, Touchpoint
from customers.models.tag import MOST_TAGS
from customers.selectors import masked, touchpoint_by_code
from foundation.accounts.models import Unit, User


class CustomerSerializer(serializers.ModelSerializer[Customer]):
    """A customer; `masked` holds what is filled of the personal fields, cut so that it can only be compared.

    `province` is a code; of a place its province alone is plain.
    """

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True, default=None)
    masked = serializers.SerializerMethodField()

    class Meta:
        model = Customer
        fields = (
            "public_id", "number", "version", "party", "kind", "relation", "relation_since", "name", "title_th",
            "name_th", "family_th", "title_en", "name_en", "family_en", "tax_id", "tax_branch", "province", "postcode",
            "language", "unit", "owner", "tags", "is_limited", "attributes", "masked", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_masked(self, customer: Customer) -> dict[str, str]:
        """Personal fields that are filled."""
        return masked(customer)


class CustomerWriteSerializer(serializers.Serializer[Any]):
    """What may be written. Rules stand in the services; what they refuse comes back field by field.

    To change a record, `version` names the version that was read.
    """

    party = serializers.ChoiceField(choices=Party.choices, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    relation = serializers.ChoiceField(choices=Relation.choices, required=False)
    relation_since = serializers.DateField(required=False)
    title_th = serializers.CharField(required=False, allow_blank=True)
    name_th = serializers.CharField(required=False, allow_blank=True)
    family_th = serializers.CharField(required=False, allow_blank=True)
    title_en = serializers.CharField(required=False, allow_blank=True)
    name_en = serializers.CharField(required=False, allow_blank=True)
    family_en = serializers.CharField(required=False, allow_blank=True)
    national_id = serializers.CharField(required=False, allow_blank=True)
    tax_id = serializers.CharField(required=False, allow_blank=True)
    tax_branch = serializers.CharField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_blank=True)
    email = serializers.CharField(required=False, allow_blank=True)
    address = serializers.CharField(required=False, allow_blank=True)
    subdistrict = serializers.CharField(required=False, allow_blank=True)
    district = serializers.CharField(required=False, allow_blank=True)
    province = serializers.CharField(required=False, allow_blank=True)
    place = serializers.CharField(
        required=False, allow_blank=True, help_text="official code of a province, district or subdistrict"
    )
    postcode = serializers.CharField(required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    unit = serializers.SlugRelatedField[Unit](
        slug_field="code", queryset=Unit.objects.all(), required=False, allow_null=True
    )
    owner = serializers.SlugRelatedField[User](
        slug_field="username", queryset=User.objects.filter(is_active=True), required=False, allow_null=True
    )
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=MOST_TAGS)
    attributes = serializers.DictField(required=False)
    is_limited = serializers.BooleanField(required=False)
    version = serializers.IntegerField(required=False, min_value=1)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Unknown fields are an error, not a silence."""
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), "unknown or read-only field"))
        return values


class InteractionSerializer(serializers.ModelSerializer[Interaction]):
    """An entry of the timeline; `contact` is who was spoken with, `touchpoint` and `stage` its place on the map;
    `corrects` is what it puts right, `put_right_by` what counts in its place."""

    customer = serializers.SlugRelatedField[Customer](slug_field="public_id", read_only=True)
    contact = serializers.SlugRelatedField[ContactPerson](slug_field="public_id", read_only=True)
    touchpoint = serializers.SlugRelatedField[Touchpoint](slug_field="code", read_only=True)
    stage = serializers.SlugRelatedField[LifecycleStage](slug_field="code", read_only=True)
    by = serializers.CharField(source="by.username", read_only=True, default=None)
    summary = serializers.CharField(read_only=True)
    corrects = serializers.CharField(source="corrects.public_id", read_only=True, default=None)
    put_right_by = serializers.CharField(source="put_right_by.public_id", read_only=True, default=None)

    class Meta:
        model = Interaction
        fields = (
            "public_id", "customer", "contact", "channel", "direction", "touchpoint", "stage", "summary", "at", "by",
            "corrects", "put_right_by",
            "created_at",
        )  # fmt: skip
        read_only_fields = fields


class InteractionWriteSerializer(serializers.Serializer[Any]):
    """A contact to be written down: `touchpoint` by its code, one in use; `stage` by its code, left out where
    the touchpoint serves one stage only; `contact` by the id of a person who speaks for the customer. Or an entry of
    the customer written anew (`corrects`): what is not named then (`at`, contact, touchpoint and stage) is as it
    was."""

    customer = serializers.CharField(max_length=26)
    contact = serializers.CharField(max_length=26, required=False)
    channel = serializers.ChoiceField(choices=Channel.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    touchpoint = serializers.CharField(max_length=20, required=False)
    stage = serializers.SlugRelatedField[LifecycleStage](
        slug_field="code", queryset=LifecycleStage.objects.all(), required=False
    )
    summary = serializers.CharField()
    at = serializers.DateTimeField(required=False)
    corrects = serializers.CharField(required=False, max_length=26)

    def validate_touchpoint(self, code: str) -> Touchpoint:
        """One in use today, as the form of the page offers them."""
        found = touchpoint_by_code(code)
        if found is None:
            raise serializers.ValidationError("is no touchpoint in use")
        return found
