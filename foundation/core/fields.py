"""A text field sealed under the key of the person it tells about."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from foundation.core.crypto import Sealed, open_sealed, seal
from foundation.core.keyring import WrongKey
from foundation.core.models.keys import DataKey


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is read; what was not changed is saved back as it came."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        return self.field.opened(instance, value)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Reads as plain text, stored sealed (foundation.core.crypto).

    `key` names the model's foreign key to core.DataKey. Reading gives None once that key is destroyed, also in history
    rows. "" and NULL stay apart. Lists read `.select_related("data_key")`. `place` binds a value to its table and
    field; it is fixed when the field is made and travels with migrations, so renaming a table loses nothing.

    Searching raises FieldError: search a column of keyed hashes instead (crypto.keyed_hash).
    Saving text without a key, or under a destroyed one, raises ValueError.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, key: str = "data_key", place: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        self.key, self.place = key, place
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"key": self.key, "place": self.place, "null": self.null}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not self.place and not cls._meta.abstract:
            self.place = f"{cls._meta.label_lower}.{name}"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its column of keyed hashes")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and has no {lookup_name}")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Sealed) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise FieldError(f"{self.name} is encrypted: save the row, or seal() the value for a bulk write")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        key = self._key_of(model_instance)
        if not isinstance(value, Sealed):
            return seal(str(value), key=key, place=self.place)
        if value.key_identity != key.identity:
            raise WrongKey(f"{self.name} was sealed under another key than the row's; set the text again")
        return value

    def seal(self, value: str | None, key: DataKey) -> Sealed | None:
        """The value ready for `bulk_create`, `bulk_update` or COPY."""
        return None if value is None else seal(value, key=key, place=self.place)

    def opened(self, instance: models.Model, value: Sealed) -> str | None:
        """The plain text of a stored value of this row. Raises WrongKey."""
        return open_sealed(value, key=self._key_of(instance), place=self.place)

    def _key_of(self, instance: models.Model) -> DataKey:
        key: DataKey | None = getattr(instance, self.key)
        if key is None:
            raise ValueError(f"{instance._meta.label}.{self.name} needs {self.key}: give the row crypto.new_data_key()")
        return key
