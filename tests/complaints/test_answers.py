"""Canned answers: fields filled, nothing personal, a second person for the tone, editions kept, used in a reply."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints import selectors, services, wording
from complaints.enums import EditionStatus, ToneCheck
from complaints.models import AnswerEdition, AnswerTemplate, Complaint, Message
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from tests.complaints.factories import ANSWER, Desk, make_answer, make_person

ALL = list(ToneCheck.values)
LIST = reverse("complaints:staff-answers")


def draft_of(template: AnswerTemplate) -> AnswerEdition:
    return template.editions.get(status=EditionStatus.DRAFT)


def approve(template: AnswerTemplate, by: User, now: datetime) -> AnswerEdition:
    draft = draft_of(template)
    services.approve_answer(edition_id=draft.pk, checked=ALL, by=by, now=now, shown_version=draft.version)
    draft.refresh_from_db()
    return draft


# --- the words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("เรียน {name}", "{name}"),
        ("เรื่อง {number", "วงเล็บปีกกา"),
        ("เรื่อง number}", "วงเล็บปีกกา"),
        ("ติดต่อ somsri@mail.example ได้", "somsri@mail.example"),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", "081 234 5678"),
        ("เลขบัตร 1-1037-02071-81-1 ค่ะ", "1-1037-02071-81-1"),
        ("เหมือนเรื่อง C-2569-000123-7", "c-2569-000123-7"),
    ],
)
def test_unknown_fields_and_personal_data_are_refused_in_words(text: str, said: str) -> None:
    assert said in " ".join(wording.refusals(text))


@pytest.mark.parametrize("text", ["เรื่อง {number} ถึง {due}", "โทร 1111 หรือ 1567 ภายใน 15 วัน", "{ unit } ปี 2569"])
def test_what_may_stand_in_an_answer(text: str) -> None:
    assert wording.refusals(text) == []


def test_no_field_is_a_fact_about_the_complainant(filed: Callable[..., Complaint], desk: Desk) -> None:
    complaint = filed()
    person = complaint.complainant
    text = wording.filled(" ".join(f"{{{name}}}" for name in wording.MERGE_FIELDS), complaint, by=desk.officer)
    for secret in (person.name, person.phone, person.email, complaint.description, desk.codes[complaint.pk]):
        assert secret not in text


def test_fields_speak_the_language_of_the_case(filed: Callable[..., Complaint], desk: Desk) -> None:
    thai, english = filed(), filed(language="en")
    assert str(thai.received_at.year + 543) in wording.filled("{received}", thai, by=desk.officer)
    assert str(english.received_at.year) in wording.filled("{received}", english, by=desk.officer)
    assert wording.filled("{number}/{officer}", thai, by=desk.officer) == f"{thai.number}/นภัสสร กาญจน์"


def test_the_preview_needs_no_case() -> None:
    assert "30 พฤศจิกายน 2569" in wording.preview("ภายใน {due}", "th")
    assert "2026" in wording.preview("by {due}", "en")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"th": "ขอบคุณ แต่ท่านไม่ได้แจ้ง", "en": "Thank you"}, "ท่านไม่ได้"),
        ({"th": "ขอบคุณ", "en": "Sorry, there is nothing we can do"}, "nothing we can do"),
        ({"th": "ขอบคุณ อนึ่ง", "en": "Thank you"}, "อนึ่ง"),
    ],
)
def test_the_tone_check_points_at_unkind_words(texts: dict[str, str], words: str) -> None:
    assert [remark.words for remark in wording.tone(texts)] == [words]


def test_the_tone_check_misses_thanks_shortness_and_the_other_language() -> None:
    remarks = wording.tone({"th": "ก" * 300, "en": "Thank you, {number}"})
    assert [remark.language for remark in remarks] == ["th", "th", ""]
    assert wording.tone({"th": "ขอบคุณ {number}", "en": "Thank you, {number}"}) == []


# --- who, and edition by edition ------------------------------------------------------------------------------------


def test_an_answer_is_offered_once_a_second_person_approved_it(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.officer)
    assert selectors.offered_answers() == []
    approve(template, desk.manager, now)
    assert [row.title_th for row in selectors.offered_answers()] == [ANSWER["title_th"]]


def test_nobody_approves_their_own_words(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.manager)
    with pytest.raises(NotAllowed):
        approve(template, desk.manager, now)
    with pytest.raises(NotAllowed):
        approve(template, desk.officer, now)
    draft = draft_of(template)
    with pytest.raises(IntegrityError, match="complaint_answer_second_person"), transaction.atomic():
        AnswerEdition.objects.filter(pk=draft.pk).update(
            status=EditionStatus.APPROVED, approved_by=desk.manager, approved_at=now
        )
    with pytest.raises(IntegrityError, match="complaint_answer_used_is_approved"), transaction.atomic():
        AnswerEdition.objects.filter(pk=draft.pk).update(status=EditionStatus.APPROVED)


@pytest.mark.parametrize("left_out", ALL)
def test_each_point_of_the_tone_is_demanded(desk: Desk, now: datetime, left_out: str) -> None:
    draft = draft_of(make_answer(desk.officer))
    with pytest.raises(Incomplete):
        services.approve_answer(
            edition_id=draft.pk,
            checked=[point for point in ALL if point != left_out],
            by=desk.manager,
            now=now,
            shown_version=draft.version,
        )
    assert selectors.offered_answers() == []


def test_words_changed_since_they_were_read_are_not_approved(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.officer)
    read = draft_of(template)
    services.edit_answer(template_id=template.pk, values=ANSWER, by=desk.officer, now=now, shown_version=read.version)
    with pytest.raises(StaleVersion):
        services.approve_answer(edition_id=read.pk, checked=ALL, by=desk.manager, now=now, shown_version=read.version)


def test_a_new_edition_leaves_the_old_one_in_use_until_it_is_approved(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.officer)
    first = approve(template, desk.manager, now)
    services.edit_answer(
        template_id=template.pk, values=ANSWER | {"title_th": "ใหม่"}, by=desk.officer, now=now, shown_version=None
    )
    assert [row.pk for row in selectors.offered_answers()] == [first.pk]
    second = approve(template, desk.manager, now)
    first.refresh_from_db()
    assert [row.pk for row in selectors.offered_answers()] == [second.pk]
    assert (first.status, first.title_th, second.edition) == (EditionStatus.REPLACED, ANSWER["title_th"], 2)
    with pytest.raises(IllegalMove):
        services.approve_answer(
            edition_id=second.pk, checked=ALL, by=desk.manager, now=now, shown_version=second.version
        )


def test_two_who_begin_an_edition_at_once_lose_nothing(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.officer)
    approve(template, desk.manager, now)
    both = {"template_id": template.pk, "by": desk.officer, "now": now, "shown_version": None}
    services.edit_answer(values=ANSWER | {"title_th": "ฉบับแรก"}, **both)
    with pytest.raises(StaleVersion):
        services.edit_answer(values=ANSWER | {"title_th": "ฉบับหลัง"}, **both)
    assert draft_of(template).title_th == "ฉบับแรก"


def test_a_retired_answer_is_not_offered_and_its_reason_is_kept(desk: Desk, now: datetime) -> None:
    template = make_answer(desk.officer)
    approve(template, desk.manager, now)
    kept = {"template_id": template.pk, "now": now}
    with pytest.raises(NotAllowed):
        services.retire_answer(is_retired=True, reason="เลิกใช้", by=desk.officer, **kept)
    with pytest.raises(Incomplete):
        services.retire_answer(is_retired=True, reason=" ", by=desk.manager, **kept)
    services.retire_answer(is_retired=True, reason="เลิกใช้", by=desk.manager, **kept)
    assert selectors.offered_answers() == []
    last = template.history.order_by("-history_id").first()
    assert (last.history_change_reason, last.history_user) == ("เลิกใช้", desk.manager)
    with pytest.raises(IllegalMove):
        services.edit_answer(values=ANSWER, by=desk.officer, shown_version=None, **kept)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_a_refused_field_keeps_what_was_typed(desk: Desk, officer: Client) -> None:
    answer = officer.post(f"{LIST}new/", ANSWER | {"body_th": "เรียน {name} ขอบคุณ"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{name}" in page
    assert "เรียน {name} ขอบคุณ" in page
    assert not AnswerTemplate.objects.exists()


def test_written_by_an_officer_approved_on_the_page_by_a_manager(desk: Desk, officer: Client, manager: Client) -> None:
    officer.post(f"{LIST}new/", ANSWER)
    template = AnswerTemplate.objects.get()
    page = manager.get(template.get_absolute_url()).content.decode()
    assert "C-2569-000123-7" in page  # the preview fills the fields
    approval = f"{template.get_absolute_url()}approve/"
    assert officer.post(approval, {"version": 1, "checked": ALL}).status_code == 403
    assert manager.post(approval, {"version": 1, "checked": ALL[:2]}).status_code == 422
    assert manager.post(approval, {"version": 1, "checked": ALL}).status_code == 302
    assert manager.post(approval, {"version": 1, "checked": ALL}).status_code == 409
    assert ANSWER["title_th"] in officer.get(LIST).content.decode()


def test_a_stale_edit_shows_both_sides(desk: Desk, officer: Client, now: datetime) -> None:
    template = make_answer(desk.officer)
    services.edit_answer(
        template_id=template.pk, values=ANSWER | {"title_th": "ของเขา"}, by=desk.manager, now=now, shown_version=1
    )
    answer = officer.post(f"{template.get_absolute_url()}edit/", ANSWER | {"title_th": "ของเรา", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ของเขา" in page
    assert "ของเรา" in page


def test_it_is_inserted_below_what_was_typed_and_not_sent(
    desk: Desk, filed: Callable[..., Complaint], officer: Client, now: datetime
) -> None:
    complaint, edition = filed(), approve(make_answer(desk.officer), desk.manager, now)
    before = Message.objects.count()
    reply = reverse("complaints:staff-reply", args=[complaint.number])
    answer = officer.post(reply, {"kind": "message", "body": "สวัสดีค่ะ", "answer": edition.public_id, "insert": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"สวัสดีค่ะ\n\nขอบคุณที่รอ เรื่อง {complaint.number} อยู่ที่" in page
    assert Message.objects.count() == before
    assert answer.headers["HX-Push-Url"] == reverse("complaints:staff-detail", args=[complaint.number])


@pytest.mark.parametrize("chosen", ["", "0" * 26, "<script>"])
def test_choosing_nothing_keeps_what_was_typed(filed: Callable[..., Complaint], officer: Client, chosen: str) -> None:
    reply = reverse("complaints:staff-reply", args=[filed().number])
    page = officer.post(reply, {"kind": "message", "body": "พิมพ์ไว้", "answer": chosen, "insert": "1"}).content.decode()
    assert "พิมพ์ไว้" in page


def test_a_draft_or_retired_answer_cannot_be_inserted(
    desk: Desk, filed: Callable[..., Complaint], officer: Client, now: datetime
) -> None:
    draft = draft_of(make_answer(desk.officer))
    reply = reverse("complaints:staff-reply", args=[filed().number])
    page = officer.post(reply, {"body": "", "answer": draft.public_id, "insert": "1"}).content.decode()
    assert "ขอบคุณที่รอ" not in page


def test_an_investigator_may_not_write_to_the_complainant_this_way(
    desk: Desk, filed: Callable[..., Complaint], signed_in: Callable[[User], Client], now: datetime
) -> None:
    edition = approve(make_answer(desk.officer), desk.manager, now)
    complaint = filed(status="investigating")
    answer = signed_in(desk.investigator).post(
        reverse("complaints:staff-reply", args=[complaint.number]), {"answer": edition.public_id, "insert": "1"}
    )
    assert answer.status_code == 403


def test_a_field_that_was_left_open_is_not_sent(
    desk: Desk, filed: Callable[..., Complaint], officer: Client, now: datetime
) -> None:
    complaint = filed()
    answer = officer.post(
        reverse("complaints:staff-reply", args=[complaint.number]), {"kind": "message", "body": "ภายใน {due}"}
    )
    assert answer.status_code == 422
    assert "{due}" in answer.content.decode()
    with pytest.raises(Incomplete):
        services.send_message(complaint_id=complaint.pk, body="ภายใน {due}", by=desk.officer, now=now)
    services.send_message(complaint_id=complaint.pk, body="ปีกกา {อื่น} ส่งได้", by=desk.officer, now=now)


def test_the_administrator_writes_but_does_not_approve(desk: Desk, now: datetime) -> None:
    administrator = make_person("system-administrator", "keeper", desk.unit)
    template = make_answer(administrator)
    with pytest.raises(NotAllowed):
        approve(template, administrator, now)
    approve(template, desk.manager, now)
