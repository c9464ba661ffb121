"""What refers to a record, whichever room it belongs to: rows with a foreign key to it, consents by its public id."""

from collections.abc import Collection, Iterator, Mapping

from django.apps import apps
from django.db.models import Model

from foundation.privacy.models import Consent


def fields_to(target: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """The tables that refer to the model, each with the name of the field that does; history left out."""
    for model in apps.get_models():
        if hasattr(model, "history_id"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is target:
                yield model, field.name


def hanging_on(
    target: type[Model], found: Mapping[int, str], *, kind: str, but: Collection[str] = ()
) -> dict[int, str]:
    """Of the rows `found` (public ids by key) those on which something hangs, with the label of its table.

    `kind` is the word by which consents name such rows; the tables `but` don't count. One statement a table.
    """
    hanging: dict[int, str] = {}
    for model, name in fields_to(target):
        if model._meta.label not in but:
            rows = model._base_manager.filter(**{f"{name}__in": list(found)})
            for pk in rows.values_list(name, flat=True).distinct():
                hanging.setdefault(pk, model._meta.label)
    keys = {public_id: pk for pk, public_id in found.items()}
    agreed = Consent.objects.filter(subject_kind=kind, subject_public_id__in=list(keys))
    for public_id in agreed.values_list("subject_public_id", flat=True).distinct():
        hanging.setdefault(keys[public_id], Consent._meta.label)
    return hanging
