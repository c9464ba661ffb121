"""Whom a study is about, by fields that administrators designed: one of these, from and to; in words, form and API."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rest_framework.test import APIClient

from customers.conditions import in_words, meeting
from customers.models import AttributeDefinition, Customer
from foundation.core.errors import Incomplete
from segmentation import services
from segmentation.models import Study
from segmentation.selectors import population_of
from tests.segmentation import factories as make

pytestmark = pytest.mark.django_db
NEW = "/staff/segments/studies/new"
KINDS = {
    "building": ("choice", "อาคาร", "Building"),
    "opened": ("date", "วันเปิดร้าน", "Opened"),
    "area": ("number", "พื้นที่", "Area"),
    "vip": ("yes_no", "สำคัญ", "Key account"),
    "brand": ("text", "ยี่ห้อ", "Brand"),
}
A = {"building": "a", "opened": "2020-05-01", "area": 40, "vip": "yes", "brand": "ครัวบ้านสวน"}
B = {"building": "b", "opened": "2024-01-31", "area": 120.5, "vip": "no", "brand": "Sun & Sea"}


@pytest.fixture(autouse=True)
def _fields() -> None:
    define()


def define() -> None:
    make.define_figures()
    for key, (kind, thai, english) in KINDS.items():
        rows = [{"key": key, "th": f"อาคาร {key}", "en": f"Block {key}", "retired": False} for key in "abc"]
        AttributeDefinition.objects.create(
            key=key, kind=kind, label_th=thai, label_en=english, choices=rows if kind == "choice" else []
        )


def study(facts: dict[str, Any], **values: Any) -> Study:
    return make.draft_study(facts=facts, **values)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, "ab?"),
        ({"building": {"among": ["a"]}}, "a"),
        ({"building": {"among": ["a", "b"]}}, "ab"),
        ({"building": {"among": ["c"]}}, ""),
        ({"brand": {"among": ["Sun & Sea"]}}, "b"),
        ({"vip": {"among": ["yes"]}}, "a"),
        ({"opened": {"least": "2020-05-01"}}, "ab"),
        ({"opened": {"least": "2020-05-02"}}, "b"),
        ({"opened": {"most": "2020-05-01"}}, "a"),
        ({"opened": {"least": "2020-01-01", "most": "2023-12-31"}}, "a"),
        ({"area": {"least": 41}}, "b"),
        ({"area": {"most": 40}}, "a"),
        ({"area": {"least": 9}}, "ab"),
        ({"area": {"least": 9}, "building": {"among": ["b"]}}, "b"),
        ({"building": {"among": []}, "area": {"least": "", "most": None}}, "ab?"),
    ],
)
def test_who_meets_the_conditions_is_the_population(facts: dict[str, Any], found: str) -> None:
    made = {make.make_customer(A).pk: "a", make.make_customer(B).pk: "b", make.make_customer({}).pk: "?"}
    assert "".join(sorted(made[pk] for pk in population_of(study(facts)).values_list("pk", flat=True))) == "".join(
        sorted(found)
    )


def test_thai_dates_figures_and_names_are_read_as_people_write_them() -> None:
    told = study({"opened": {"least": "1/5/2563"}, "area": {"most": "1,250"}, "building": {"among": ["อาคาร a"]}})
    assert told.facts == {
        "opened": {"least": "2020-05-01"}, "area": {"most": 1250}, "building": {"among": ["a"]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"gone": {"among": ["a"]}}, "fact_gone"),
        ({"building": {"among": ["z"]}}, "fact_building"),
        ({"building": {"least": "a"}}, "fact_building"),
        ({"area": {"among": [4]}}, "fact_area"),
        ({"area": {"least": "many"}}, "fact_area"),
        ({"area": {"least": 9, "most": 8}}, "fact_area"),
        ({"opened": {"least": "2024-02-01", "most": "2024-01-31"}}, "fact_opened"),
        ({"brand": {"among": [str(n) for n in range(51)]}}, "fact_brand"),
        (["building"], "facts"),
        ({"building": ["a"]}, "facts"),
    ],
)
def test_what_can_not_be_asked_is_told_by_field(facts: Any, field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        study(facts)
    assert set(refusal.value.missing) == {field}


def test_the_database_takes_nothing_but_conditions_by_field() -> None:
    row = study({})
    with pytest.raises(DatabaseError, match="study_facts_by_field"), transaction.atomic():
        Study.objects.filter(pk=row.pk).update(facts=["building"])


def test_a_field_that_is_asked_no_more_still_stands_in_a_study_of_before() -> None:
    row = study({"building": {"among": ["a"]}})
    AttributeDefinition.objects.filter(key="building").update(is_retired=True)
    copy = services.copy_study(study_id=row.pk, by=make.somebody("voc-analyst"), now=make.NOW)
    assert copy.facts == row.facts
    make.make_customer({})
    assert not population_of(copy).exists()


def test_conditions_are_told_in_words() -> None:
    facts = study(
        {"building": {"among": ["a", "b"]}, "opened": {"least": "2020-05-01"}, "area": {"least": 1, "most": 2}}
    )
    with translation.override("en"):
        told = in_words(facts.facts)
    assert told == ["Building: Block a, Block b", "Opened: from 1 May 2020", "Area: from 1 to 2"]
    assert in_words({}) == []


def test_in_the_browser_they_are_asked_kept_and_shown(client_as: Any) -> None:
    analyst = client_as("voc-analyst")
    page = analyst.get(NEW).content.decode()
    assert "อาคาร b" in page
    sent = _sent(fact_building=["a", "b"], fact_opened__least="1/5/2563", fact_brand="ครัวบ้านสวน\nSun & Sea")
    assert analyst.post(NEW, sent).status_code == 302
    row = Study.objects.get()
    assert row.facts == {
        "building": {"among": ["a", "b"]},
        "opened": {"least": "2020-05-01"},
        "brand": {"among": ["ครัวบ้านสวน", "Sun & Sea"]},
    }
    assert "อาคาร: อาคาร a, อาคาร b" in analyst.get(f"/staff/segments/studies/{row.public_id}/").content.decode()
    edit = f"/staff/segments/studies/{row.public_id}/edit"
    shown = analyst.get(edit).content.decode()
    assert 'value="b" ' in shown or 'value="b"' in shown
    assert shown.count("checked") >= 4
    again = _sent(version=str(row.version), fact_building=["a"], fact_opened__least="1/5/2563")
    assert analyst.post(edit, again).status_code == 302
    row.refresh_from_db()
    assert row.facts == {"building": {"among": ["a"]}, "opened": {"least": "2020-05-01"}}


def test_in_the_browser_what_is_wrong_stands_by_its_field(client_as: Any) -> None:
    answer = client_as("voc-analyst").post(NEW, _sent(fact_area__least="9", fact_area__most="8", fact_vip=["yes"]))
    page = answer.content.decode()
    assert (answer.status_code, "ค่าสิ้นสุดอยู่ก่อนค่าเริ่มต้น" in page) == (422, True)
    assert 'id="id_fact_area__least_error"' in page
    assert not Study.objects.exists()


def test_who_was_slower_sees_both_sides(client_as: Any) -> None:
    row = study({"building": {"among": ["a"]}})
    services.change_study(
        study_id=row.pk, shown_version=1, values=make.design(facts={"building": {"among": ["b"]}}),
        by=make.somebody("voc-analyst"), now=make.NOW,
    )  # fmt: skip
    sent = _sent(version="1", fact_building=["c"], fact_opened__most="1/5/2563")
    answer = client_as("voc-analyst").post(f"/staff/segments/studies/{row.public_id}/edit", sent)
    assert answer.status_code == 409
    assert "<ins>c</ins>" in answer.content.decode()


def test_over_the_api_they_are_told_by_the_keys_of_fields(person: Any) -> None:
    client = APIClient()
    client.force_authenticate(person("voc-analyst"))
    body = make.design(facts={"building": {"among": ["a"]}})
    made = client.post("/api/v1/segmentation-studies/", body, format="json")
    assert (made.status_code, made.json()["facts"]) == (201, {"building": {"among": ["a"]}})
    body["facts"] = {"building": {"among": ["z"]}}
    refused = client.post("/api/v1/segmentation-studies/", body, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "facts.building")


def _sent(**values: Any) -> dict[str, Any]:
    plain = {
        "criterion": "silhouette", "transformation": "log_z", "smallest_percent": "5", "least_stability": "0.60",
        "seed": "0",
    }  # fmt: skip
    return {**plain, **make.design(), **values}


class AnyRange(TestCase):
    """A range holds exactly the answers between its ends, both included."""

    @given(
        answers=st.lists(st.integers(-500, 500), max_size=6),
        ends=st.tuples(st.integers(-500, 500), st.integers(-500, 500)),
    )
    def test_from_and_to_are_included(self, answers: list[int], ends: tuple[int, int]) -> None:
        least, most = sorted(ends)
        pks = {make.make_customer({"spend": each}).pk: each for each in answers} if _defined() else {}
        found = meeting(Customer.objects.filter(pk__in=list(pks)), {"spend": {"least": least, "most": most}})
        assert sorted(pks[row.pk] for row in found) == sorted(each for each in answers if least <= each <= most)


def _defined() -> bool:
    make.define_figures()
    return True
