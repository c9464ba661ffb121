"""Personal data sealed under keys of persons: round trips, moved values, wrong and destroyed keys, rotation."""

import base64
import os

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.core import checks
from foundation.core.crypto import (
    Sealed,
    destroy_data_key,
    keyed_hash,
    new_data_key,
    new_data_keys,
    open_sealed,
    rotate,
    seal,
    secret_pepper,
    verify_keys,
)
from foundation.core.keyring import WrongKey, keyring
from foundation.core.models import DataKey, MasterKeyCanary
from tests.core.sealing.models import Card

pytestmark = pytest.mark.django_db

CARD = Card._meta.db_table
texts = st.text(st.characters(exclude_categories=["Cs"]))


def draw(key_id: str) -> str:
    return f"{key_id}:{base64.b64encode(os.urandom(32)).decode()}"


def make_card(**fields: object) -> Card:
    return Card.objects.create(data_key=new_data_key(), **fields)


def stored(card: Card, column: str) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {CARD} WHERE id = %s", [card.pk])  # noqa: S608
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def overwrite(card: Card, column: str, value: bytes | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {CARD} SET {column} = %s WHERE id = %s", [value, card.pk])  # noqa: S608


# --- round trips ----------------------------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(phone=st.none() | texts, note=st.none() | texts)
def test_what_is_saved_is_read(phone, note):
    card = make_card(phone=phone, note=note)
    again = Card.objects.get(pk=card.pk)
    assert (again.phone, again.note) == (phone, note)
    earlier = card.history.get()
    assert (earlier.phone, earlier.note) == (phone, note)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=texts, place=texts, other=texts)
def test_a_value_opens_only_where_it_was_sealed(text, place, other):
    key = new_data_key()
    sealed = seal(text, key=key, place=place)
    assert open_sealed(sealed, key=key, place=place) == text
    if other != place:
        with pytest.raises(WrongKey):
            open_sealed(sealed, key=key, place=other)


def test_nothing_readable_is_stored():
    card = make_card(phone="0812345678")
    assert b"0812345678" not in stored(card, "phone")
    assert "0812345678" not in repr(Card.objects.values_list("phone", flat=True).get())


def test_equal_texts_are_stored_differently():
    assert stored(make_card(phone="1"), "phone") != stored(make_card(phone="1"), "phone")


def test_empty_and_null_stay_apart():
    card = Card.objects.get(pk=make_card(phone="", note=None).pk)
    assert (card.phone, card.note) == ("", None)
    assert list(Card.objects.filter(note__isnull=True)) == [card]
    assert not Card.objects.filter(phone__isnull=True).exists()


def test_unchanged_values_are_saved_as_they_came():
    card = make_card(phone="1")
    before = stored(card, "phone")
    again = Card.objects.get(pk=card.pk)
    again.label = "changed"
    again.save()
    assert stored(card, "phone") == before


def test_deferred_value_is_loaded_when_read():
    card = make_card(phone="0812345678")
    assert Card.objects.defer("phone").get(pk=card.pk).phone == "0812345678"


def test_bulk_create_seals():
    keys = new_data_keys(3)
    cards = Card.objects.bulk_create(Card(data_key=key, phone=str(n)) for n, key in enumerate(keys))
    assert [card.phone for card in Card.objects.filter(pk__in=[card.pk for card in cards]).order_by("pk")] == list(
        "012"
    )


# --- what is refused ------------------------------------------------------------------------------------------------


def test_a_value_swapped_in_from_another_row_is_refused():
    victim, thief = make_card(phone="0811111111"), make_card(phone="0822222222")
    overwrite(thief, "phone", stored(victim, "phone"))
    with pytest.raises(WrongKey):
        Card.objects.get(pk=thief.pk).phone  # noqa: B018


def test_a_value_swapped_in_from_another_field_is_refused():
    card = make_card(phone="0811111111", note="x")
    overwrite(card, "note", stored(card, "phone"))
    with pytest.raises(WrongKey):
        Card.objects.get(pk=card.pk).note  # noqa: B018


def test_a_changed_byte_is_refused():
    card = make_card(phone="0811111111")
    value = bytearray(stored(card, "phone"))
    value[-1] ^= 1
    overwrite(card, "phone", bytes(value))
    with pytest.raises(WrongKey):
        Card.objects.get(pk=card.pk).phone  # noqa: B018


def test_a_row_given_another_key_is_not_saved_unreadable():
    card = Card.objects.get(pk=make_card(phone="0811111111").pk)
    card.data_key = new_data_key()
    with pytest.raises(WrongKey):
        card.save()


def test_text_without_a_key_is_refused():
    with pytest.raises(ValueError, match="needs data_key"):
        Card.objects.create(phone="0811111111")


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__gt", "phone__lower"])
def test_searching_a_sealed_field_says_what_to_do(lookup):
    with pytest.raises(FieldError, match="encrypted"):
        Card.objects.filter(**{lookup: "0811111111"}).exists()


def test_writing_past_save_is_refused():
    card = make_card(phone="0811111111")
    with pytest.raises(FieldError, match="encrypted"):
        Card.objects.update(phone="0822222222")
    card.phone = "0822222222"
    with pytest.raises(FieldError, match="encrypted"):
        Card.objects.bulk_update([card], ["phone"])


# --- destroyed keys -------------------------------------------------------------------------------------------------


def test_destroying_the_key_silences_row_and_history():
    card = make_card(phone="0811111111", note="")
    card.phone = "0822222222"
    card.save()
    destroy_data_key(card.data_key)
    again = Card.objects.get(pk=card.pk)
    assert (again.phone, again.note) == (None, None)
    assert [row.phone for row in card.history.all()] == [None, None]
    assert stored(card, "phone") is not None  # silent, not gone: the same holds for every backup


def test_a_silenced_row_can_still_be_saved():
    card = make_card(phone="0811111111")
    destroy_data_key(card.data_key)
    again = Card.objects.get(pk=card.pk)
    again.label = "erased"
    again.save()
    assert Card.objects.get(pk=card.pk).label == "erased"


def test_nothing_is_written_under_a_destroyed_key():
    card = make_card(phone="0811111111")
    destroy_data_key(card.data_key)
    card.phone = "0822222222"
    with pytest.raises(ValueError, match="destroyed"):
        card.save()


def test_destroying_twice_keeps_the_first_moment():
    key = new_data_key()
    destroy_data_key(key)
    first = key.destroyed_at
    destroy_data_key(DataKey.objects.get(pk=key.pk))
    assert DataKey.objects.get(pk=key.pk).destroyed_at == first


# --- queries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_reads_in_one_query(count, django_assert_num_queries):
    for number in range(count):
        make_card(phone=str(number))
    with django_assert_num_queries(1):
        assert len([card.phone for card in Card.objects.select_related("data_key")]) == count


def test_history_of_a_save_asks_for_no_key(django_assert_num_queries):
    card = make_card(phone="1")
    card.phone = "2"
    with django_assert_num_queries(2):  # the row and its history row
        card.save()


# --- keys of the process --------------------------------------------------------------------------------------------


def test_another_master_key_of_the_same_name_raises(settings):
    settings.FIELD_KEYS = draw("a")
    card = make_card(phone="0811111111")
    settings.FIELD_KEYS = draw("a")
    with pytest.raises(WrongKey):
        Card.objects.get(pk=card.pk).phone  # noqa: B018


def test_a_missing_master_key_raises(settings):
    settings.FIELD_KEYS = draw("a")
    card = make_card(phone="0811111111")
    settings.FIELD_KEYS = draw("b")
    with pytest.raises(WrongKey, match="'a' is not in FIELD_KEYS"):
        Card.objects.get(pk=card.pk).phone  # noqa: B018


@pytest.mark.parametrize(
    ("master", "search"), [("same name", "right"), ("other name", "right"), ("right", "other")], ids=str
)
def test_start_is_refused_with_a_wrong_key(settings, master, search):
    MasterKeyCanary.objects.all().delete()
    settings.FIELD_KEYS = right = draw("a")
    settings.SEARCH_HASH_KEY = right_search = base64.b64encode(os.urandom(32)).decode()
    verify_keys()
    verify_keys()
    settings.FIELD_KEYS = {"right": right, "same name": draw("a"), "other name": draw("b")}[master]
    settings.SEARCH_HASH_KEY = right_search if search == "right" else base64.b64encode(os.urandom(32)).decode()
    with pytest.raises(WrongKey):
        verify_keys()
    assert [message.id for message in checks.keys_fit(databases=["default"])] == ["core.E001"]
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        checks.refuse_wrong_keys()


@pytest.mark.parametrize(
    "given", ["", "a", "a:", "a:AAAA", "a:not base64!", ":" + "A" * 43 + "=", "twice"], ids=lambda text: text or "empty"
)
def test_ill_formed_keys_are_refused_with_a_hint(settings, given):
    settings.LOCAL_KEYS = False
    one = draw("a")
    settings.FIELD_KEYS = f"{one},{one}" if given == "twice" else given
    with pytest.raises(ImproperlyConfigured, match="base64"):
        keyring()


def test_local_keys_are_kept_for_their_owner_only(settings, tmp_path):
    settings.TRDCRM_HOME, settings.FIELD_KEYS, settings.SEARCH_HASH_KEY = tmp_path, "", ""
    first = keyring()
    keyring.cache_clear()
    assert keyring() == first
    files = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == ["field-keys", "search-hash-key"]
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    assert oct((tmp_path / "keys").stat().st_mode & 0o777) == "0o700"


def test_keyed_hashes_differ_by_purpose_and_repeat():
    assert keyed_hash("x", purpose="phone") == keyed_hash("x", purpose="phone")
    assert keyed_hash("x", purpose="phone") != keyed_hash("x", purpose="email")
    assert secret_pepper("tracking") != secret_pepper("invitation")


# --- rotation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def rotated(settings):
    """Five cards under key a, of which b has become the first key; gives the two entries."""
    old, new = draw("a"), draw("b")
    MasterKeyCanary.objects.all().delete()
    settings.FIELD_KEYS = old
    verify_keys()
    for number in range(5):
        make_card(phone=str(number))
    settings.FIELD_KEYS = f"{new},{old}"
    return old, new


def test_rotation_lets_the_old_key_go(settings, rotated):
    call_command("rotate_field_keys", batch=2, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    settings.FIELD_KEYS = rotated[1]
    verify_keys()
    assert sorted(card.phone for card in Card.objects.select_related("data_key")) == list("01234")


def test_rotation_goes_on_where_it_stopped(rotated):
    batches = rotate(batch=2)
    assert next(batches) == 2
    batches.close()
    assert DataKey.objects.filter(master_key_id="b").count() == 2
    assert list(rotate(batch=2)) == [2, 1]
    assert list(rotate(batch=2)) == []


def test_rotation_leaves_destroyed_keys_alone(rotated):
    key = Card.objects.first().data_key
    destroy_data_key(key)
    assert sum(rotate(batch=10)) == 4
    assert DataKey.objects.get(pk=key.pk).is_destroyed


def test_sealed_values_tell_nothing_when_printed():
    sealed = seal("0811111111", key=new_data_key(), place="x")
    assert isinstance(sealed, Sealed)
    assert "0811" not in f"{sealed} {sealed!r}"
