"""History rows of sealed fields: the key that the row has at hand goes along, so history costs no query more."""

from typing import Any

from django.db import models
from simple_history.signals import pre_create_historical_record

from foundation.core.fields import EncryptedTextField


def carry_keys(*, instance: models.Model, history_instance: models.Model, **_: Any) -> None:
    """Hand the loaded data keys of a row to its history row."""
    for field in history_instance._meta.concrete_fields:
        if isinstance(field, EncryptedTextField) and field.key in instance._state.fields_cache:
            setattr(history_instance, field.key, getattr(instance, field.key))


def connect() -> None:
    """Called once, from `AppConfig.ready()`."""
    pre_create_historical_record.connect(carry_keys, dispatch_uid="core.carry_keys")
