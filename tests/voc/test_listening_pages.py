"""Pages of listening: public forms keep what was typed and take each thing once; lists cost the same at any size."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import altcha
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core import antibot
from foundation.core.models import Job
from tests.counting import statements
from tests.customers.factories import make_person, make_touchpoint
from tests.voc.listening import add_question, answer, make_draft, make_invitation, make_open, make_voice
from voc.enums.survey import QuestionKind as Kind
from voc.models import Feedback, Label, LabelledSet, Survey, SurveyResponse, Voice, VoiceImport
from voc.views.portal_survey import COOKIE

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
Person = Callable[..., User]


def solved() -> str:
    """A right solution of a fresh challenge, as the widget sends it."""
    given = json.loads(antibot.new_challenge(now=timezone.now()))
    found = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], max_number=antibot.HARDEST_NUMBER
    )
    payload = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": found.number}
    return b64encode(json.dumps(payload).encode()).decode()


def send(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {antibot.FIELD: solved(), **data})


def test_ten_seconds_are_enough_and_a_double_click_is_one_rating(client: Client) -> None:
    place = make_touchpoint()
    url = reverse("voc:portal-feedback", args=[place.code])
    page = client.get(url).content.decode()
    assert place.name in page
    assert "email" not in page.split("<form")[1].split("</form>")[0].replace("e-mail", "")
    for _n in range(2):
        reply = send(client, url, rating="4", comment="ดี โทร 0812345678", category="", key="one")
        assert reply.status_code == 302
    row = Feedback.objects.get()
    assert (row.rating, "0812345678" in row.comment, row.notice.notice.key) == (4, False, "survey")
    assert client.get(reply.url).status_code == 200


def test_a_code_typed_small_with_dashes_works_and_an_unknown_or_closed_one_is_told_kindly(client: Client) -> None:
    place = make_touchpoint()
    code = place.code
    assert client.get(f"/portal/feedback/{code[:4].lower()}-{code[4:].lower()}").status_code == 200
    type(place).objects.filter(pk=place.pk).update(closed_on=timezone.localdate())
    for gone in (code, "NOTACODE", "x" * 300, "%00"):
        reply = client.get(f"/portal/feedback/{gone}")
        assert reply.status_code == 404
        assert reverse("complaints:portal-new") in reply.content.decode()
    assert send(client, f"/portal/feedback/{code}", rating="4", key="k").status_code == 404
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"rating": "6"}, {"rating": "x"}, {"rating": ""}, {"rating": "4", "category": "angry"}]
)
def test_a_wrong_rating_keeps_what_was_typed(client: Client, data: dict[str, str]) -> None:
    url = reverse("voc:portal-feedback", args=[make_touchpoint().code])
    reply = send(client, url, comment="คำที่พิมพ์ไว้", key="k", **data)
    assert reply.status_code == 422
    assert "คำที่พิมพ์ไว้" in reply.content.decode()
    assert not Feedback.objects.exists()


def test_machines_and_floods_are_kept_out_and_text_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    url = reverse("voc:portal-feedback", args=[make_touchpoint().code])
    good = {"rating": "4", "comment": "คำเดิม", "key": "k"}
    for bad in ({**good}, {**good, antibot.FIELD: "xx"}, {**good, antibot.FIELD: solved(), antibot.HONEYPOT: "x"}):
        reply = client.post(url, bad)
        assert reply.status_code == 422
        assert "คำเดิม" in reply.content.decode()
    monkeypatch.setattr("foundation.core.rates.allow", lambda *args, **kwargs: False)
    assert send(client, url, **good).status_code == 429
    assert not Feedback.objects.exists()


def test_markup_in_a_comment_is_inert_on_the_list(client: Client, client_as: ClientAs) -> None:
    make_voice("<script>alert(1)</script> ดี")
    page = client_as("voc-analyst").get(reverse("voc:staff-list")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_personal_link_is_answered_once(client: Client, person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst, (Kind.CSAT, Kind.NPS, Kind.CHOICE, Kind.NEED, Kind.OPEN))
    customer = make_person()
    make_invitation(survey, analyst, customer=customer, token="ABCDEFGHJKMNPQRSTVWXYZ0123")
    url = reverse("voc:portal-survey", args=["ABCDEFGHJKMNPQRSTVWXYZ0123"])
    assert client.get(url).status_code == 200
    said = {"q1": "5", "q2": "9", "q3": "a", "q4": "5", "q4_satisfaction": "2", "q5": "ขอบคุณ"}
    incomplete = send(client, url, **{**said, "q4_satisfaction": ""})
    assert incomplete.status_code == 422
    assert "ขอบคุณ" in incomplete.content.decode()
    assert send(client, url, **said).status_code == 200
    assert send(client, url, **said).status_code == 200
    response = SurveyResponse.objects.get()
    assert response.customer == customer
    assert response.answers.count() == 5


def test_the_link_for_everybody_takes_one_response_a_browser(client: Client, person: Person) -> None:
    survey = make_open(person("voc-analyst"))
    url = reverse("voc:portal-survey", args=[survey.code])
    assert send(client, url, q1="5").status_code == 200
    assert COOKIE in client.cookies
    assert send(client, url, q1="1").status_code == 200
    assert SurveyResponse.objects.count() == 1
    assert SurveyResponse.objects.get().customer is None


def test_links_that_lead_nowhere_and_surveys_that_ended_are_told_kindly(client: Client, person: Person) -> None:
    analyst = person("voc-analyst")
    draft, private = make_draft(analyst), make_open(analyst, is_for_everybody=False)
    for token in ("nothing", "A" * 26, draft.code, private.code):
        assert client.get(reverse("voc:portal-survey", args=[token])).status_code == 404
    survey = make_open(analyst)
    client_page = reverse("voc:portal-survey", args=[survey.code])
    from voc.services.surveys import close_survey

    close_survey(survey_id=survey.pk, by=analyst, now=timezone.now())
    assert client.get(client_page).status_code == 410


def test_a_survey_is_written_in_the_browser(client_as: ClientAs) -> None:
    client = client_as("voc-analyst")
    texts = {"title_th": "ความพึงพอใจ", "title_en": "Satisfaction", "is_for_everybody": "on"}
    assert client.post(reverse("voc:survey-new"), {**texts, "code": "new"}).status_code == 422
    assert client.post(reverse("voc:survey-new"), {**texts, "code": "Mine-1"}).status_code == 302
    survey = Survey.objects.get(code="mine-1")
    add = reverse("voc:question-new", args=[survey.code])
    words = {"text_th": "บ่อยเพียงใด", "text_en": "How often?", "is_required": "on"}
    assert client.post(add, {**words, "kind": "choice", "options_text": "ทุกวัน"}).status_code == 422
    assert client.post(add, {**words, "kind": "need"}).status_code == 422
    assert client.post(add, {**words, "kind": "choice", "options_text": "ทุกวัน | Daily\nนาน ๆ ที"}).status_code == 302
    assert survey.questions.get().options == [
        {"code": "a", "th": "ทุกวัน", "en": "Daily"},
        {"code": "b", "th": "นาน ๆ ที", "en": ""},
    ]
    client.post(reverse("voc:survey-open", args=[survey.code]))
    survey.refresh_from_db()
    assert survey.is_open
    assert client.post(add, {**words, "kind": "csat"}).status_code == 422  # frozen, said on the page
    client.post(reverse("voc:survey-invite", args=[survey.code]))
    assert Job.objects.filter(kind="voc.invite").count() == 1


def test_a_stale_save_of_texts_shows_both_sides(client_as: ClientAs) -> None:
    client = client_as("voc-analyst")
    survey = make_draft(client.user)  # type: ignore[attr-defined]
    url = reverse("voc:survey-edit", args=[survey.code])
    client.post(url, {"version": "1", "title_th": "ของเขา"})
    late = client.post(url, {"version": "1", "title_th": "ของฉัน"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "ของเขา" in page
    assert "ของฉัน" in page
    assert client.post(url, {"version": "2", "title_th": "ของฉัน"}).status_code == 302


def test_one_key_corrects_a_label_without_a_new_page(client_as: ClientAs) -> None:
    client, voice = client_as("voc-analyst"), make_voice()
    page = client.get(reverse("voc:staff-list")).content.decode()
    assert [f'data-row-key="{key}"' in page for key in "1234"] == [True] * 4
    url = reverse("voc:voice-label", args=[voice.public_id])
    piece = client.post(url, {"field": "sentiment", "value": "neg"}, headers={"HX-Request": "true"})
    assert piece.content.decode().strip().startswith("<li")
    assert 'value="neg" data-row-key="3" aria-pressed="true"' in " ".join(piece.content.decode().split())
    voice.refresh_from_db()
    assert (voice.sentiment, Label.objects.count()) == ("neg", 1)
    assert client.post(url, {"field": "sentiment", "value": "angry"}).status_code == 422
    reply = client.post(url, {"field": "sentiment", "value": "pos", "back": "//evil.example/"})
    assert reply.url == reverse("voc:voice", args=[voice.public_id])


def test_a_voice_out_of_sight_is_not_there(client_as: ClientAs) -> None:
    from tests.complaints.factories import make_desk
    from voc.services.voices import gather_voices

    client = client_as("voc-analyst")
    make_desk().file(complained_about=client.user)  # type: ignore[attr-defined]
    gather_voices(now=timezone.now())
    voice = Voice.objects.get()
    assert client.get(reverse("voc:voice", args=[voice.public_id])).status_code == 404
    url = reverse("voc:voice-label", args=[voice.public_id])
    assert client.post(url, {"field": "kind", "value": "praise"}).status_code == 404


@pytest.mark.parametrize(
    "query", ["?since=xx", "?sentiment=angry", "?after=%00", "?q=%25_", "?segment=none", "?topic=x"]
)
def test_filters_that_mean_nothing_are_ignored(client_as: ClientAs, query: str) -> None:
    assert client_as("voc-analyst").get(reverse("voc:staff-list") + query).status_code == 200


def test_lists_and_results_cost_the_same_at_any_size(client_as: ClientAs) -> None:
    client = client_as("voc-analyst")
    analyst = client.user  # type: ignore[attr-defined]
    survey = make_open(analyst, (Kind.CSAT, Kind.NPS, Kind.CHOICE))
    add_question(make_draft(analyst), analyst)
    pages = ["staff-list", "surveys", "feedback", "models", "imports"]
    urls = [reverse(f"voc:{name}") for name in pages] + [reverse("voc:survey-detail", args=[survey.code])]
    make_voice("หนึ่ง")
    _answered(survey, analyst, 6)
    before = [statements(client, url) for url in urls]
    for number in range(4):
        make_voice(f"เสียง {number}")
        make_open(analyst)
    _answered(survey, analyst, 6)
    assert [statements(client, url) for url in urls] == before
    assert before[0] <= 12


def _answered(survey: Survey, analyst: User, count: int) -> None:
    for _n in range(count):
        answer(survey, 5, 9, {"choice": "a"}, invitation=make_invitation(survey, analyst))


def test_files_are_brought_in_the_browser(client_as: ClientAs) -> None:
    client = client_as("voc-analyst")
    file = SimpleUploadedFile("a.csv", "text,date\nลิฟต์ช้า,1/11/2568\n,1/11/2568\n".encode())
    assert client.post(reverse("voc:imports"), {"file": file, "channel": ""}).status_code == 422
    file.seek(0)
    reply = client.post(reverse("voc:imports"), {"file": file, "channel": "phone"})
    row = VoiceImport.objects.get()
    assert reply.url == reverse("voc:import", args=[row.public_id])
    assert client.get(reply.url).status_code == 200
    issues = b"".join(client.get(reverse("voc:import-issues", args=[row.public_id])).streaming_content).decode()
    assert issues.count("\n") == 2
    labels = SimpleUploadedFile("l.csv", "text,label\nดี,pos\nแย่,angry\n".encode())
    assert client.post(reverse("voc:models"), {"file": labels, "task": "sentiment"}).status_code == 302
    kept = LabelledSet.objects.get()
    issues = b"".join(client.get(reverse("voc:set-issues", args=[kept.public_id])).streaming_content).decode()
    assert "angry" in issues


def test_the_api_gives_feedback_and_surveys(client_as: ClientAs) -> None:
    client = client_as("voc-analyst")
    make_voice("ดี", 5)
    survey = make_open(client.user)  # type: ignore[attr-defined]
    answer(survey, 5)
    feedback = client.get("/api/v1/feedback/").json()["results"]
    assert [row["rating"] for row in feedback] == [5]
    assert client.get(f"/api/v1/feedback/{feedback[0]['id']}/").json()["comment"] == "ดี"
    body = client.get(f"/api/v1/surveys/{survey.code}/").json()
    assert (body["responses"], body["questions"][0]["kind"]) == (1, "csat")


def test_a_customer_s_page_search_and_references_show_voices(client_as: ClientAs, person: Person) -> None:
    from foundation.core.references import resolve
    from foundation.core.search import search_all

    client = client_as("voc-analyst")
    analyst = client.user  # type: ignore[attr-defined]
    voice, customer = make_voice("ประตูหมุนเสียงดัง"), make_person()
    Voice.objects.filter(pk=voice.pk).update(customer=customer)
    page = client.get(reverse("customers:staff-detail", args=[customer.public_id])).content.decode()
    assert "ประตูหมุนเสียงดัง" in page
    assert any(hit.title == "ประตูหมุนเสียงดัง" for _source, hits in search_all(analyst, "ประตูหมุน") for hit in hits)
    assert resolve(analyst, "voice", voice.public_id) is not None
    assert resolve(person("board-secretary"), "voice", voice.public_id) is None


def test_a_voice_s_page_leads_to_its_customer_and_source(client_as: ClientAs, person: Person) -> None:
    survey = make_open(person("voc-analyst", "writer"), (Kind.OPEN,))
    customer = make_person()
    answer(survey, {"text": "ขอที่จอดรถ"}, invitation=make_invitation(survey, survey.drafted_by, customer=customer))
    from voc.services.voices import gather_voices

    gather_voices(now=timezone.now())
    page = client_as("voc-analyst").get(reverse("voc:voice", args=[Voice.objects.get().public_id])).content.decode()
    assert reverse("customers:staff-detail", args=[customer.public_id]) in page
    assert survey.get_absolute_url() in page
