"""Nothing personal is forgotten: every model with a sealed field is declared by its room."""

import pytest
from django.apps import apps

from foundation.core.fields import EncryptedTextField
from foundation.privacy import personal_data

OURS = ("foundation.", "customers", "segmentation", "service_charter", "complaints", "reporting")


def sealed_models() -> set[str]:
    """Labels of our models that hold sealed fields, history rows left to the model whose history they are."""
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith(OURS)
        and not hasattr(model, "instance_type")
        and any(isinstance(field, EncryptedTextField) for field in model._meta.concrete_fields)
    }


def test_there_is_something_to_declare():
    assert sealed_models()


def test_every_model_with_a_sealed_field_is_declared():
    undeclared = sealed_models() - personal_data.declared_models()
    assert not undeclared, f"register a personal_data.Kind in AppConfig.ready() for {sorted(undeclared)}"


def test_every_declared_model_exists():
    assert all(apps.get_model(label) for label in personal_data.declared_models())


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(personal_data, "_kinds", {})


def make_kind(name: str, erased: list, found: tuple = ("p1",)) -> personal_data.Kind:
    return personal_data.Kind(
        kind=name,
        label=name,
        models=frozenset(),
        find=lambda person: found if person.phone else (),
        describe=lambda public_id: {"phone": public_id},
        erase=lambda public_id, *, by, now: erased.append((name, public_id)),
    )


def test_everything_about_a_person_is_found_and_erased(registry):
    erased: list = []
    for name in ("a", "b"):
        personal_data.register(make_kind(name, erased))
    person = personal_data.Person(phone="+66812345678")
    assert [(row.kind.kind, row.describe()) for row in personal_data.find_everything(person)] == [
        ("a", {"phone": "p1"}),
        ("b", {"phone": "p1"}),
    ]
    assert personal_data.find_everything(personal_data.Person()) == []
    personal_data.erase_everything(person, by=None, now=None)
    assert erased == [("a", "p1"), ("b", "p1")]


def test_a_kind_is_declared_once(registry):
    personal_data.register(make_kind("a", []))
    with pytest.raises(ValueError, match="twice"):
        personal_data.register(make_kind("a", []))
