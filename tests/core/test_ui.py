"""The pieces of the look: what the template tags write."""

from datetime import timedelta

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from foundation.core import toasts
from foundation.core.icons import ICONS
from foundation.core.templatetags import ui


def written(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Questions(forms.Form):
    subject = forms.CharField(label="Subject", help_text="In a few words")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_hidden_from_screen_readers_unless_it_speaks(name: str) -> None:
    assert 'aria-hidden="true"' in ui.icon(name)
    speaking = ui.icon(name, label="<b>")
    assert 'role="img"' in speaking
    assert "&lt;b&gt;" in speaking


def test_an_unknown_icon_is_refused_with_the_list() -> None:
    with pytest.raises(TemplateSyntaxError, match="arrow-right"):
        written('{% icon "no-such" %}')


def test_a_verdict_is_icon_and_word() -> None:
    html = ui.verdict("late", "2 < 3")
    assert "v--late" in html
    assert "<svg" in html
    assert "2 &lt; 3" in html


def test_severity_lights_as_many_bars_as_the_level() -> None:
    assert ui.severity(3, "High").count('class="on"') == 3
    assert "High" in ui.severity(3, "High")


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def test_a_promise_line_fills_with_the_time_used() -> None:
    html = ui.promise_line(used=hours(3), allowed=hours(12))
    assert "pl--ok" in html
    assert 'width="25%"' in html
    assert 'x="100%"' in html


def test_a_promise_line_past_its_tick_is_late() -> None:
    html = ui.promise_line(used=hours(16), allowed=hours(8))
    assert "pl--late" in html
    assert 'x="50%"' in html


def test_a_promise_line_nearly_due_is_soon_unless_done_or_paused() -> None:
    assert "pl--soon" in ui.promise_line(used=hours(7), allowed=hours(8))
    assert "pl--pause" in ui.promise_line(used=hours(7), allowed=hours(8), paused=True)


@given(st.floats(-1e6, 1e6), st.floats(-10, 1e6))
def test_a_promise_line_stays_within_its_box(used: float, allowed: float) -> None:
    html = ui.promise_line(used=timedelta(seconds=used), allowed=timedelta(seconds=allowed))
    for part in ('class="pl-f" y="4" width="', 'class="pl-d" x="'):
        share = float(html.split(part)[1].split("%")[0])
        assert 0 <= share <= 100


def test_a_kept_line_below_target_is_late() -> None:
    assert "pl--late" in ui.kept_line(87.5, 95)
    assert "pl--ok" in ui.kept_line(95, 95)


def test_compounds_hold_together_and_markup_is_escaped() -> None:
    html = ui.nb("<i>ชื่อผู้รับผิดชอบ")
    assert '<span class="nb">ผู้รับผิดชอบ</span>' in html
    assert "<i>" not in html


def test_an_avatar_names_the_person_and_shows_nobody_as_a_ring() -> None:
    assert 'title="Somsri"' in ui.avatar("Somsri")
    assert "ava--none" in ui.avatar(None)


def test_an_undoable_message_carries_the_way_back() -> None:
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    request._messages = storage  # type: ignore[attr-defined]
    toasts.undoable(request, "ย้ายแล้ว", "/staff/undo/1")
    (message,) = storage._queued_messages
    assert ui.undo_url(message) == "/staff/undo/1"
    messages.success(request, "บันทึกแล้ว")
    assert ui.undo_url(storage._queued_messages[-1]) == ""


def test_a_page_link_keeps_the_filters() -> None:
    request = RequestFactory().get("/staff/x/", {"state": "open", "after": "old"})
    url = written('{% page_url "after" "new" %}', request=request)
    assert "state=open" in url
    assert "after=new" in url
    assert "old" not in url


def test_a_bad_form_has_a_focused_summary_linked_to_each_field() -> None:
    form = Questions({"note": "<script>"})
    with translation.override("en"):
        html = render_to_string("components/errors.html", {"form": form})
    assert "data-focus" in html
    assert 'role="alert"' in html
    for target in ("id_subject", "id_kind_0", "id_agree"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in str(form)


def test_a_field_says_hint_and_error_to_screen_readers() -> None:
    html = Questions({}).as_div()
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_was_typed_comes_back_inert() -> None:
    html = Questions({"note": "</textarea><script>"}).as_div()
    assert "<script>" not in html
    assert "&lt;/textarea&gt;" in html


def test_a_group_is_a_fieldset_with_a_legend() -> None:
    html = str(Questions()["kind"].as_field_group())
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('class="choice"') == 2


def test_only_optional_questions_say_so() -> None:
    with translation.override("en"):
        assert "(optional)" in Questions()["note"].as_field_group()
        assert "(optional)" not in Questions()["subject"].as_field_group()
