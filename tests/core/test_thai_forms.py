"""The form fields and filters that read and write Thai."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from foundation.core.forms import ThaiDateField, ThaiTextField


class Sheet(forms.Form):
    """One field of each kind."""

    day = ThaiDateField(required=False)
    name = ThaiTextField(max_length=10, required=False)
    story = ThaiTextField(multiline=True, required=False)


@pytest.mark.parametrize("typed", ["22/11/2569", "2026-11-22", "22 พ.ย. 2569"])
def test_the_date_field_reads_both_eras_and_says_how(typed: str) -> None:
    form = Sheet({"day": typed})
    assert form.is_valid()
    assert form.cleaned_data["day"] == dt.date(2026, 11, 22)
    with override("th"):
        form = Sheet({"day": typed})
        form.is_valid()
        field = form.fields["day"]
        assert isinstance(field, ThaiDateField)
        assert field.echo == "อ่านเป็น 22 พฤศจิกายน 2569"


def test_the_date_field_refuses_kindly_and_keeps_what_was_typed() -> None:
    with override("th"):
        form = Sheet({"day": "22/11/69"})
        assert form.errors["day"] == ["กรุณาเขียนปีให้ครบสี่หลัก เช่น 2569 หรือ 2026"]
        assert 'value="22/11/69"' in str(form["day"])


@pytest.mark.parametrize(("lang", "shown"), [("th", "22/11/2569"), ("en", "22/11/2026")])
def test_the_date_field_shows_the_readers_era(lang: str, shown: str) -> None:
    with override(lang):
        assert f'value="{shown}"' in str(Sheet(initial={"day": dt.date(2026, 11, 22)})["day"])


def test_the_date_field_knows_what_changed() -> None:
    initial = {"day": dt.date(2026, 11, 22)}
    assert not Sheet({"day": "22 พ.ย. 2569"}, initial=initial).has_changed()
    assert Sheet({"day": "23 พ.ย. 2569"}, initial=initial).has_changed()
    assert Sheet({"day": "ไม่ใช่วันที่"}, initial=initial).has_changed()


def test_text_fields_are_cleaned_before_they_are_measured() -> None:
    form = Sheet({"name": "น้ํา\u200b\x00" + " " * 20, "story": "ก\r\n\r\n\r\n\r\nข\u202e"})
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["story"]) == ("น้ำ", "ก\n\nข")


@pytest.mark.parametrize(
    ("template", "thai", "english"),
    [
        ("{{ day|thai_date }}", "22 พ.ย. 2569", "22 Nov 2026"),
        ('{{ day|thai_date:"numeric" }}', "22/11/2569", "22/11/2026"),
        ("{{ moment|thai_datetime }}", "22 พ.ย. 2569 เวลา 14:30 น.", "22 Nov 2026, 14:30"),
        ("{{ none|thai_date }}{{ none|thai_datetime }}{{ none|thai_number }}{{ none|working_time }}", "––––", "––––"),
        ("{{ number|thai_number:2 }}", "1,234.50", "1,234.50"),
        ("{{ number|thai_number }}", "1,234", "1,234"),
        ("{{ span|working_time }}", "3 ชม. 42 น.", "3 h 42 min"),
        ("{{ hour|working_time }}", "1 ชม.", "1 h"),
        ("{{ nothing|working_time }}", "0 น.", "0 min"),
        ("{{ over|working_time }}", "−20 ชม. 18 น.", "−20 h 18 min"),
    ],
)
def test_filters(template: str, thai: str, english: str) -> None:
    values = {
        "day": dt.date(2026, 11, 22),
        "moment": dt.datetime(2026, 11, 22, 7, 30, tzinfo=dt.UTC),
        "none": None,
        "number": Decimal("1234.50"),
        "span": dt.timedelta(hours=3, minutes=42, seconds=59),
        "hour": dt.timedelta(hours=1),
        "nothing": dt.timedelta(),
        "over": -dt.timedelta(hours=20, minutes=18),
    }
    for lang, expected in (("th", thai), ("en", english)):
        with override(lang):
            assert Template("{% load thai %}" + template).render(Context(values)) == expected


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("22/11/2569", "อ่านเป็น 22 พฤศจิกายน 2569"),
        ("22/11/69", "กรุณาเขียนปีให้ครบสี่หลัก เช่น 2569 หรือ 2026"),
        ("<script>", "กรุณาเขียนวันที่เป็น วัน/เดือน/ปี เช่น 22/11/2569 หรือ 22/11/2026"),
        ("9" * 5000, "กรุณาเขียนวันที่เป็น วัน/เดือน/ปี เช่น 22/11/2569 หรือ 22/11/2026"),
    ],
)
@pytest.mark.django_db
def test_anyone_may_ask_how_a_date_is_read(client: Client, text: str, answer: str) -> None:
    response = client.get("/read-date", {"text": text})
    assert response.content.decode() == answer
    assert response["Content-Type"] == "text/plain; charset=utf-8"
