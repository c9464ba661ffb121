"""Signing in through the pages: names and addresses, lockout, enumeration, `next`, sessions, forgotten passwords."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import adapters, services
from foundation.accounts.models import User
from foundation.core.models import OutboxMessage

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse"
LOGIN = "/accounts/login/"


def try_sign_in(client: Client, login: str, password: str = PASSWORD, address: str = "192.0.2.1", **extra: str):
    return client.post(LOGIN, {"login": login, "password": password, **extra}, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- in -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["officer", "officer@example.org", "Officer@Example.ORG"])
def test_user_name_or_address_signs_in(client, person, login):
    person("complaint-officer", "officer", email="officer@example.org")
    assert try_sign_in(client, login).headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("login", ["officer", "officer@example.org", "nobody", "nobody@example.org", "", "x" * 10_000])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, person, login):
    person("complaint-officer", "officer", email="officer@example.org")
    response = try_sign_in(client, login, "wrong")
    assert response.status_code == 200
    assert not is_signed_in(client)
    if login and len(login) < 255:
        assert response.context["form"].errors == {"__all__": [adapters.WRONG]}


def test_what_was_typed_as_name_is_kept(client, person):
    assert 'value="officer"' in try_sign_in(client, "officer", "wrong").content.decode()


def test_a_switched_off_account_does_not_sign_in(client, person):
    person("complaint-officer", "officer", is_active=False)
    try_sign_in(client, "officer")
    assert not is_signed_in(client)


def test_sign_up_is_closed(client):
    form = {
        "username": "me",
        "email": "me@example.org",
        "password1": "a long passphrase",
        "password2": "a long passphrase",
    }
    client.post("/accounts/signup/", form)
    assert not User.objects.exists()


# --- next -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/staff/search?q=1", "/staff/search?q=1"),
        ("//evil.example", "/staff/"),
        ("https://evil.example/", "/staff/"),
        ("https:evil.example", "/staff/"),
        ("/\\evil.example", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
    ],
)
def test_next_stays_on_the_site(client, person, asked, reached):
    person("complaint-officer", "officer")
    assert try_sign_in(client, "officer", next=asked).headers["Location"] == reached


def test_a_staff_page_asks_to_sign_in_and_comes_back(client, person):
    person("complaint-officer", "officer")
    asked = client.get("/staff/search?q=1")
    assert asked.status_code == 302
    wanted = client.get(asked.headers["Location"]).context["redirect_field_value"]
    assert try_sign_in(client, "officer", next=wanted).headers["Location"] == "/staff/search?q=1"


# --- lockout --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["officer", "officer@example.org", "OFFICER@example.org"])
def test_five_wrong_passwords_lock_the_person_at_that_address_only(person, login):
    person("complaint-officer", "officer", email="officer@example.org")
    person("customer-officer", "neighbour")
    attacker, owner, neighbour = Client(), Client(), Client()
    codes = [try_sign_in(attacker, login, "wrong").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    assert try_sign_in(attacker, login).status_code == 429
    assert not is_signed_in(attacker)
    assert try_sign_in(neighbour, "neighbour").status_code == 302  # the same address
    assert try_sign_in(owner, login, address="198.51.100.7").status_code == 302  # the same person elsewhere


def test_an_unknown_name_is_locked_like_a_known_one(client):
    codes = [try_sign_in(client, "nobody@example.org", "wrong").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]


def test_the_lock_opens_after_a_quarter_of_an_hour(client, person, time_machine):
    person("complaint-officer", "officer")
    for _ in range(5):
        try_sign_in(client, "officer", "wrong")
    now = timezone.now()
    time_machine.move_to(now + timedelta(minutes=14))
    assert try_sign_in(client, "officer").status_code == 429
    time_machine.move_to(now + timedelta(minutes=16))
    assert try_sign_in(client, "officer").status_code == 302


def test_signing_in_forgets_earlier_slips(client, person):
    person("complaint-officer", "officer")
    for _ in range(3):
        for _ in range(4):
            try_sign_in(client, "officer", "wrong")
        assert try_sign_in(client, "officer").status_code == 302
        client.logout()


def test_a_spoofed_address_does_not_get_round_the_lock(client, person):
    person("complaint-officer", "officer")
    codes = [
        client.post(LOGIN, {"login": "officer", "password": "wrong"}, headers={"X-Forwarded-For": f"203.0.113.{n}"})
        for n in range(5)
    ]
    assert codes[-1].status_code == 429


# --- sessions -------------------------------------------------------------------------------------------------------


def test_the_session_is_renewed_at_sign_in(client, person):
    person("complaint-officer", "officer")
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    try_sign_in(client, "officer")
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_takes_a_post(client_as):
    client = client_as("complaint-officer")
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_an_account_switched_off_in_the_admin_is_out_everywhere(client_as, person):
    user, officer, administrator = person("complaint-officer"), Client(), client_as("system-administrator")
    try_sign_in(officer, user.username)
    assert officer.get("/staff/").status_code == 200
    form = {"username": user.username, "roles": [role.pk for role in user.roles.all()], "language": "th"}
    response = administrator.post(reverse("admin:accounts_user_change", args=[user.pk]), form)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert not UserSession.objects.filter(user=user).exists()
    assert officer.get("/staff/").status_code == 302


def test_a_new_password_signs_other_browsers_out(person):
    here, there = Client(), Client()
    person("complaint-officer", "officer")
    for browser in (here, there):
        try_sign_in(browser, "officer")
    form = {"oldpassword": PASSWORD, "password1": "สี่ คำ ที่ ไม่มีใครรู้", "password2": "สี่ คำ ที่ ไม่มีใครรู้"}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/staff/").status_code == 200
    assert there.get("/staff/").status_code == 302


def test_sessions_are_listed_and_ended(person):
    here, there = Client(), Client()
    person("complaint-officer", "officer")
    for browser in (here, there):
        try_sign_in(browser, "officer")
    assert here.get("/accounts/sessions/").context["session_count"] == 2
    here.post("/accounts/sessions/")
    assert there.get("/staff/").status_code == 302
    assert here.get("/staff/").status_code == 200


# --- forgotten passwords --------------------------------------------------------------------------------------------


def ask_for_letter(client: Client, email: str):
    return client.post("/accounts/password/reset/", {"email": email})


def letter_link() -> str:
    body = OutboxMessage.objects.select_related("data_key").get(template="password_reset").body
    return re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", body)[1]


def test_a_letter_goes_to_the_person_and_to_nobody_else(client, person):
    person("complaint-officer", "officer", email="officer@example.org")
    known = ask_for_letter(client, "officer@example.org")
    unknown = ask_for_letter(client, "nobody@example.org")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert OutboxMessage.objects.count() == 1
    assert mail.outbox == []


def test_the_link_sets_a_password_once(client, person):
    person("complaint-officer", "officer", email="officer@example.org")
    ask_for_letter(client, "officer@example.org")
    link = letter_link()
    form = {"password1": "ม้า แบตเตอรี่ ลวดเย็บ", "password2": "ม้า แบตเตอรี่ ลวดเย็บ"}
    assert client.post(client.get(link).headers["Location"], form).status_code == 302
    assert try_sign_in(Client(), "officer", form["password1"]).status_code == 302
    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_a_changed_link_is_refused_kindly(client, person):
    person("complaint-officer", "officer", email="officer@example.org")
    response = client.get("/accounts/password/reset/key/1-abcdef-0123456789/", follow=True)
    assert response.status_code == 200
    assert response.context["token_fail"]


@pytest.mark.parametrize(
    "password", ["short", "password1234", "officer-officer", "Dhanarak2569!", "ธนารักษ์ของเรา2569", "123456789012"]
)
def test_weak_passwords_are_refused(client_as, password):
    client = client_as("complaint-officer", username="officer-officer")
    try_sign_in(client, "officer-officer")
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post("/accounts/password/change/", form)
    assert response.status_code == 200
    assert response.context["form"].errors


def test_two_different_passwords_are_told_apart_in_our_words(client_as):
    client = client_as("complaint-officer")
    form = {"oldpassword": PASSWORD, "password1": "ม้า แบตเตอรี่ ลวดเย็บ", "password2": "ม้า แบตเตอรี่ ลวดเย็น"}
    try_sign_in(client, "complaint-officer")
    client.cookies["django_language"] = "en"
    errors = client.post("/accounts/password/change/", form).context["form"].errors
    assert errors == {"password2": ["The two passwords differ. Please type the same twice."]}


def test_a_new_account_gets_a_letter(client_as):
    administrator = client_as("system-administrator")
    form = {"username": "new", "first_name": "ใหม่", "last_name": "มา", "email": "new@example.org", "language": "th"}
    response = administrator.post(reverse("admin:accounts_user_add"), form)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert not User.objects.get(username="new").has_usable_password()
    link = letter_link()
    words = {"password1": "ม้า แบตเตอรี่ ลวดเย็บ", "password2": "ม้า แบตเตอรี่ ลวดเย็บ"}
    client = Client()
    client.post(client.get(link).headers["Location"], words)
    assert try_sign_in(client, "new", words["password1"]).status_code == 302


# --- tokens of the API ----------------------------------------------------------------------------------------------


def test_tokens_are_kept_as_hashes_and_replaced(person):
    from rest_framework.authtoken.models import Token

    officer = person("complaint-officer")
    first, second = services.new_api_token(user=officer), services.new_api_token(user=officer)
    assert first != second
    stored = Token.objects.get(user=officer).key
    assert stored == services.hash_token(second)
    assert second not in stored
