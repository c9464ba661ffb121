"""Voices are gathered once from every source, found, filtered and never shown to the person complained about."""

import datetime as dt
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.core.errors import NotAllowed, Refused
from foundation.core.metrics import Period
from tests.complaints.factories import make_desk
from tests.customers.factories import NOW, make_person, make_touchpoint
from tests.voc.listening import answer, make_invitation, make_open, make_voice, rate, write_csv, write_xlsx
from voc import listening_metrics as metrics
from voc.enums.survey import QuestionKind
from voc.models import Feedback, Voice, VoiceImport
from voc.selectors.voices import VoiceQuery, narrowed
from voc.services.imports import import_voices
from voc.services.labelled_files import add_labelled_set
from voc.services.voices import gather_voices

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
MORNING = dt.datetime(2026, 11, 1, 9, 30)  # noqa: DTZ001  a spreadsheet knows no zone


def test_comments_and_open_answers_become_voices_once(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst, (QuestionKind.OPEN,))
    answer(survey, {"text": "ขอที่จอดรถเพิ่ม"}, invitation=make_invitation(survey, analyst))
    rate(rating=1, comment="ลิฟต์เสีย โทร 0812345678")
    rate(rating=5)
    for _n in range(3):
        gather_voices(now=NOW)
    assert sorted(Voice.objects.values_list("channel", flat=True)) == ["feedback", "survey"]
    assert "0812345678" not in Voice.objects.get(channel="feedback").text
    assert Voice.objects.get(channel="survey").customer is not None


def test_a_voice_has_one_source(person: Person) -> None:
    voice = make_voice()
    for change in ({"feedback": None}, {"import_key": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Voice.objects.filter(pk=voice.pk).update(**change)


def test_the_same_form_twice_is_one_rating() -> None:
    place = make_touchpoint()
    assert rate(place, key="k").pk == rate(place, rating=1, key="k").pk
    assert Feedback.objects.get().rating == 5


def test_a_closed_touchpoint_takes_no_rating() -> None:
    place = make_touchpoint()
    type(place).objects.filter(pk=place.pk).update(closed_on=NOW.date())
    with pytest.raises(Refused):
        rate(place)


def test_filters_and_thai_search_find_what_they_name(person: Person) -> None:
    place = make_touchpoint("renew")
    wanted = make_voice("น้ำรั่วจากฝ้า", 1, touchpoint=place)
    other = make_voice("บริการดีมาก", 5)
    Voice.objects.filter(pk=wanted.pk).update(sentiment="neg", confidence=0.3)
    Voice.objects.filter(pk=other.pk).update(sentiment="pos", confidence=0.9)
    rows = Voice.objects.visible_to(person("voc-analyst"))
    queries = (
        VoiceQuery(needle="น้ํารั่ว"),  # typed as nikhahit and aa
        VoiceQuery(sentiment="neg"),
        VoiceQuery(stage="renew"),
        VoiceQuery(touchpoint=place.public_id),
        VoiceQuery(kind="opinion", channel="feedback"),
        VoiceQuery(doubtful=True),
    )
    for asked in queries:
        assert list(narrowed(rows, asked)) == [wanted], asked
    assert not narrowed(rows, VoiceQuery(since=NOW + timedelta(days=1)))
    assert narrowed(rows, VoiceQuery(until=NOW + timedelta(days=1))).count() == 2


def test_who_may_not_see_voices_sees_none_and_nobody_reads_a_complaint_about_oneself(person: Person) -> None:
    desk = make_desk()
    complaint = desk.file()
    gather_voices(now=NOW)
    voice = Voice.objects.get(complaint=complaint)
    analyst = person("voc-analyst")
    assert (voice.kind, voice.sentiment) == ("complaint", "neg")
    assert list(Voice.objects.visible_to(analyst)) == [voice]
    assert not Voice.objects.visible_to(person("board-secretary")).exists()
    type(complaint).objects.filter(pk=complaint.pk).update(complained_about=analyst)
    assert not Voice.objects.visible_to(analyst).exists()


def test_a_voice_follows_its_complaint(person: Person) -> None:
    complaint = make_desk().file()
    gather_voices(now=NOW)
    complaint.subject = "หัวเรื่องใหม่"
    complaint.save()
    gather_voices(now=complaint.updated_at)
    assert Voice.objects.get().text == "หัวเรื่องใหม่"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_files_are_read_in_thai_encodings_with_bad_rows_listed(tmp_path: Path, encoding: str) -> None:
    rows = (
        "ลิฟต์ช้ามาก,1/11/2569,โทรศัพท์",
        "ขอบคุณมาก,2026-11-02,phone",
        ",1/11/2569,phone",
        "ไม่มีวันที่,,phone",
        "วันหน้า,1/1/2580,phone",
        "ช่องทางแปลก,1/11/2569,pigeon",
    )
    path = write_csv(tmp_path / "a.csv", *rows, encoding=encoding)
    row = import_voices(path=path, name="a.csv", by=None, now=NOW)
    assert (row.rows, row.added, row.refused) == (6, 2, 4)
    assert [issue["column"] for issue in row.issues] == ["text", "date", "date", "channel"]
    assert [issue["row"] for issue in row.issues] == [4, 5, 6, 7]
    assert set(Voice.objects.values_list("channel", flat=True)) == {"phone"}


def test_a_spreadsheet_is_read_by_the_rules_of_csv(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ("ลิฟต์ช้ามาก\nรอสิบนาที", MORNING, "โทรศัพท์"),
        ("ขอบคุณมาก", "2/11/2569", "phone"),
        (None, None, None),
        ("", dt.date(2026, 11, 1), "phone"),
        ("ไม่มีวันที่", None, "phone"),
        ("ตัวเลขไม่ใช่วันที่", 45000, "phone"),
        ("ช่องทางแปลก", dt.date(2026, 11, 1), "pigeon"),
    )
    row = import_voices(path=path, name="a.xlsx", by=None, now=NOW)
    assert (row.rows, row.added, row.refused) == (6, 2, 4)
    assert [issue["column"] for issue in row.issues] == ["text", "date", "date", "channel"]
    assert [issue["row"] for issue in row.issues] == [5, 6, 7, 8], "as the spreadsheet numbers them"
    assert {voice.occurred_at.date() for voice in Voice.objects.all()} == {dt.date(2026, 11, 1), dt.date(2026, 11, 2)}
    csv = write_csv(tmp_path / "b.csv", "ขอบคุณมาก,2026-11-02,phone")
    assert import_voices(path=csv, name="b.csv", by=None, now=NOW).known == 1, "the same row, whatever the file"


def test_a_spreadsheet_of_labels_is_read_too(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("ดีมาก", "pos"), ("แย่", "angry"), head=("text", "label"))
    kept = add_labelled_set(path=path, name="a", task="sentiment", by=None, now=NOW)
    assert (kept.texts.count(), kept.refused, kept.issues[0]["row"]) == (1, 1, 3)


def test_the_same_file_twice_adds_nothing_but_two_people_may_say_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ที่จอดรถเต็ม,1/11/2569,line", "ที่จอดรถเต็ม,1/11/2569,line")
    first = import_voices(path=path, name="a.csv", by=None, now=NOW)
    again = import_voices(path=path, name="b.csv", by=None, now=NOW)
    assert (first.added, again.added, again.known) == (2, 0, 2)
    assert Voice.objects.count() == 2


def test_a_file_without_its_columns_is_refused_and_leaves_nothing(tmp_path: Path, person: Person) -> None:
    for head in ("text,channel", "date,channel", "text,date"):
        path = write_csv(tmp_path / "a.csv", "ก,ข,ค", head=head)
        with pytest.raises(Refused):
            import_voices(path=path, name="a.csv", by=None, now=NOW)
    path = write_csv(tmp_path / "a.csv", "ก,1/11/2569,line")
    with pytest.raises(NotAllowed):
        import_voices(path=path, name="a.csv", by=person("auditor"), now=NOW)
    assert not VoiceImport.objects.exists()


def test_the_command_imports_and_writes_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, errors = write_csv(tmp_path / "a.csv", "ดี,1/11/2569,line", ",1/11/2569,line"), tmp_path / "e.csv"
    call_command("import_feedback", str(path), "--errors", str(errors))
    assert "2 rows: 1 new, 0 known already, 1 not accepted" in capsys.readouterr().out
    assert errors.read_text().count("\n") == 2


def test_figures_of_voices_and_ratings_as_reckoned_by_hand() -> None:
    place = make_touchpoint("use", "renew")
    for number in range(10):
        rate(place, rating=5 if number < 7 else 2, comment=f"คำ {number}")
    gather_voices(now=NOW)
    Voice.objects.filter(feedback__rating=2).update(sentiment="neg")
    Voice.objects.filter(feedback__rating=5).update(sentiment="pos")
    period = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert metrics.VOICES.measure(period)[""].value == 10
    assert metrics.VOICES.measure(period, "stage") == metrics.VOICES.measure(period, "stage")
    assert {key: value.n for key, value in metrics.VOICES.measure(period, "stage").items()} == {"use": 10, "renew": 10}
    assert metrics.NEGATIVE.measure(period)[""].value == pytest.approx(30)
    assert metrics.FEEDBACK_CSAT.measure(period, "touchpoint")[place.code].value == pytest.approx(70)
    for metric in metrics.METRICS:
        for dimension in metric.dimensions:
            metric.measure(period, dimension)


def test_customers_of_one_relation_are_heard(person: Person) -> None:
    from voc import listening_evidence as rules

    at = NOW + timedelta(hours=1)
    assert rules.HEARD.find(at).verdict == "red"
    voice = make_voice()
    assert rules.HEARD.find(at).verdict == "amber"
    for number, channel in enumerate(("phone", "line", "email", "letter")):
        relation = ("prospect", "current", "former", "competitor")[number]
        copy = Voice.objects.get(pk=voice.pk)
        copy.pk, copy.public_id, copy.feedback, copy.import_key = None, f"copy-{number}", None, f"key-{number}"
        customer = make_person()
        type(customer).objects.filter(pk=customer.pk).update(relation=relation)
        copy.channel, copy.customer = channel, customer
        copy.save()
    assert rules.HEARD.find(at).verdict == "green"
    Voice.objects.filter(channel="letter").delete()
    assert rules.HEARD.find(at).verdict == "amber"


def test_satisfaction_is_measured_in_every_stage_or_the_rule_says_where_not() -> None:
    from voc import listening_evidence as rules

    at = NOW + timedelta(hours=1)
    assert rules.MEASURED.find(at).verdict == "red"
    place = make_touchpoint("use")
    assert rules.MEASURED.find(at).verdict == "red"
    rate(place)
    finding = rules.MEASURED.find(at)
    assert finding.verdict == "amber"
    rate(make_touchpoint("aware", "consider", "become", "support", "renew", "bonded"))
    assert rules.MEASURED.find(at).verdict == "green"
    assert rules.MEASURED.find(at + timedelta(days=366)).verdict == "red"
