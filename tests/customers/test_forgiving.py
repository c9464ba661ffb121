"""The search forgives: how a name is spelt, in which letters, with a slip; and a telephone known by its end only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers import selectors, services
from customers.models import Customer, NameWord
from customers.selectors import ListQuery
from customers.services.erasure import erase_customer
from customers.services.name_words import renew
from foundation.accounts.models import Unit
from foundation.core.jobs import JobContext
from foundation.core.thai import sound
from foundation.core.thai.text import other_layout
from tests.customers.factories import NOW, make_organisation, make_person

ROMANISED = [
    ("สมชาย", "somchai"), ("สมชาย", "Somchay"), ("วิชัย", "vichai"), ("วิชัย", "wichai"), ("สุวรรณภูมิ", "suvarnabhumi"),
    ("ธนารักษ์", "dhanarak"), ("ธนารักษ์", "thanarak"), ("กิตติศักดิ์", "kittisak"), ("จันทร์เพ็ญ", "janpen"),
    ("พัชรินทร์", "patcharin"),
    ("วรรณา", "wanna"), ("อนุชา", "anucha"), ("นฤมล", "naruemon"), ("ภูมิพล", "bhumibol"), ("ภูมิพล", "phumiphon"),
    ("ศิริพร", "siriporn"), ("ประเสริฐ", "prasert"), ("ศรีสุข", "srisuk"), ("ศรีสุข", "sisuk"), ("เพชร", "petch"),
    ("เพชร", "phet"),
    ("ชาญชัย", "charnchai"), ("เชียงใหม่", "chiangmai"), ("บุญมี", "boonmee"), ("ปัญญา", "panya"), ("ทรัพย์", "sap"),
]  # fmt: skip


@pytest.mark.parametrize(("thai", "latin"), ROMANISED)
def test_both_spellings_have_one_sound(thai: str, latin: str) -> None:
    assert sound.consonants(thai) == sound.consonants(latin) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("สมชาย", "สมจิต"), ("วิชัย", "วิภา"), ("somchai", "somsak"), ("มานะ", "ปรานี"), ("พร", "พงศ์")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound.consonants(one) != sound.consonants(other)


@pytest.mark.parametrize("text", ["", "๑๒๓", "K-2569-000001", "()", "😀", "\u200b", "ๆ"])
def test_what_is_no_word_has_no_sound(text: str) -> None:
    assert sound.consonants(text) == ""


def test_the_same_keys_on_the_other_layout() -> None:
    assert other_layout("l,=kp") == "สมชาย"
    assert other_layout(other_layout("somchai")) == "somchai"


@pytest.fixture
def officer(person):
    return person("customer-officer", unit=Unit.objects.get(code="customer-market"))


def asked(officer, needle: str, **filters: str) -> selectors.ListAnswer:
    return selectors.customers_list(officer, ListQuery(needle=needle, **filters))


def found(officer, needle: str, **filters: str) -> list[str]:
    return [row.name_th for row in asked(officer, needle, **filters).page.rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "needle",
    ["somchai", "SOMCHAI", "somchay", "somch", "somchai jaidee", "jaidee somchai", "l,=kp", "somcahi", "สมชยา"],
)
def test_a_thai_name_is_found_by_its_sound_or_with_a_slip(officer, needle: str) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี")
    make_person(name_th="วิภา", family_th="มานะกิจ")
    assert found(officer, needle) == ["สมชาย"]


@pytest.mark.django_db
def test_a_longer_name_that_only_shares_consonants_is_not_meant(officer) -> None:
    make_organisation(title_th="บริษัท", name_th="สยามวิจัยตลาด จำกัด")
    assert found(officer, "somchai") == []


@pytest.mark.django_db
def test_latin_letters_find_both_alphabets_at_once(officer) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี")
    make_person(name_th="", family_th="", name_en="Somchai", family_en="Jones")
    answer = asked(officer, "somchai")
    assert (answer.count, answer.is_guessed) == (2, False)


@pytest.mark.django_db
def test_thai_finds_a_name_that_stands_in_latin_only(officer) -> None:
    customer = make_person(name_th="", family_th="", name_en="Wichai", family_en="Smith")
    answer = asked(officer, "วิชัย")
    assert [row.pk for row in answer.page.rows] == [customer.pk]
    assert answer.is_guessed


@pytest.mark.django_db
@pytest.mark.parametrize("needle", ["kruabansuan", "krua ban suan", "khruabansuan", "ครัวบ้านสวม", "ครัวบานสวน"])
def test_an_organisation_is_found_however_it_is_spelt(officer, needle: str) -> None:
    make_organisation(title_th="บริษัท", name_th="ครัวบ้านสวน จำกัด")
    make_organisation(title_th="ร้าน", name_th="อิ่มสุข")
    assert found(officer, needle) == ["ครัวบ้านสวน จำกัด"]


@pytest.mark.django_db
def test_what_is_written_so_is_not_drowned_in_what_is_like_it(officer) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี")
    make_person(name_th="สมชัย", family_th="ทองสุข")
    answer = asked(officer, "สมชัย")
    assert ([row.name_th for row in answer.page.rows], answer.is_guessed) == (["สมชัย"], False)
    guessed = asked(officer, "สมไชย")
    assert {row.name_th for row in guessed.page.rows} == {"สมชาย", "สมชัย"}
    assert guessed.is_guessed


@pytest.mark.django_db
@pytest.mark.parametrize("needle", ["5678", "๕๖๗๘", "345678", "234-5678", "12345678", "สมชาย 5678", "somchai ๕๖๗๘"])
def test_the_end_of_a_telephone_number_is_enough(officer, needle: str) -> None:
    make_person(name_th="สมชาย", phone="0812345678")
    make_person(name_th="วิภา", phone="0812349999")
    assert found(officer, needle) == ["สมชาย"]


@pytest.mark.django_db
@pytest.mark.parametrize("needle", ["678", "8123", "9345678"])
def test_no_other_part_of_a_telephone_number_finds_it(officer, needle: str) -> None:
    make_person(name_th="สมชาย", phone="0812345678")
    assert found(officer, needle) == []


@pytest.mark.django_db
def test_the_telephone_of_a_contact_person_is_found_by_its_end(officer) -> None:
    customer = make_organisation(name_th="อิ่มสุข")
    services.add_contact(customer_id=customer.pk, values={"name": "สุดา", "phone": "0898765432"}, by=None, now=NOW)
    assert found(officer, "5432") == ["อิ่มสุข"]


@pytest.mark.django_db
def test_what_is_kept_to_a_unit_is_no_nearer_by_its_sound(officer) -> None:
    make_organisation(name_th="ความลับมาก", unit=Unit.objects.get(code="property"), is_limited=True, phone="0812345678")
    for needle in ("khwamlapmak", "ความรับมาก", "5678"):
        assert found(officer, needle) == []


@pytest.mark.django_db
def test_a_filter_holds_for_what_is_guessed_too(officer) -> None:
    make_person(name_th="สมชาย", relation="former")
    make_person(name_th="สมชาย", relation="current")
    assert len(found(officer, "somchai")) == 2
    assert len(found(officer, "สมไชย", relation="former")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("needle", ["somchai", "สมไชย", "5678"])
def test_the_file_of_a_search_holds_what_its_page_shows(officer, needle: str) -> None:
    make_person(name_th="สมชาย", phone="0812345678")
    shown = {row.pk for row in asked(officer, needle).page.rows}
    assert {row.pk for row in selectors.customers_matching(officer, ListQuery(needle=needle))} == shown != set()


@pytest.mark.django_db
def test_a_needle_costs_few_statements(officer) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี")
    for needle in ("somchai jaidee", "สมไชย ใจด", "no such thing at all", "5678"):
        with CaptureQueriesContext(connection) as captured:
            asked(officer, needle)
        assert len(captured) <= 7, needle


@pytest.mark.django_db
def test_words_and_endings_fall_with_the_person(officer) -> None:
    first = make_person(name_th="ชวัลวิทย์", family_th="ใจดี", phone="0812345678")
    make_person(name_th="มานะ", family_th="ใจดี")

    erase_customer(customer_id=first.pk, by=officer, now=NOW)
    assert not NameWord.objects.filter(word="ชวัลวิทย์").exists()
    assert NameWord.objects.filter(word="ใจดี").exists()
    row = Customer.objects.get(pk=first.pk)
    assert (row.phone_end4, row.phone_end7) == ("", "")
    assert found(officer, "5678") == []


class _Context:
    """A job that nobody stops."""

    def __init__(self, **params: object) -> None:
        self.params = params

    def check_cancelled(self) -> None:
        """Nobody does."""

    def progress(self, *_told: object) -> None:
        """Nobody listens."""


def _renewed() -> dict[str, int]:
    context: JobContext = _Context()  # type: ignore[assignment]
    return renew(context)


@pytest.mark.django_db
def test_the_renewal_mends_what_is_missing_and_drops_what_nobody_bears(officer) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี", phone="0812345678")
    NameWord.objects.all().delete()
    NameWord.objects.create(word="ใครกัน", sound="kngt", outline="kaikan")
    Customer.objects.update(phone_end4="", phone_end7="")
    assert found(officer, "somchai") == found(officer, "5678") == []
    told = _renewed()
    assert (told["gone"], told["completed"]) == (1, 1)
    assert found(officer, "somchai") == found(officer, "5678") == ["สมชาย"]
    assert _renewed() == {"learnt": 0, "gone": 0, "completed": 0}
