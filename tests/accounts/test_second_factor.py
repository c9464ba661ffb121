"""The second factor: demanded of the roles that need it, not got round, each code once."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from foundation.accounts import services
from foundation.accounts.adapters import open_secret, reseal_secrets, seal_secret
from foundation.accounts.roles import SHIPPED_ROLES
from foundation.core.errors import NotAllowed
from foundation.core.keyring import WrongKey, keyring
from foundation.core.models import OutboxMessage
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse"
STRICT = sorted(role.key for role in SHIPPED_ROLES if role.needs_second_factor)


def code_now(step: int = 0, secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def enrol(user) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal_secret(SECRET)})


def password_in(user) -> Client:
    """A browser in which the person has typed name and password."""
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


@pytest.mark.parametrize("role", STRICT)
@pytest.mark.parametrize("url", ["/staff/", "/staff/search", "/accounts/profile/", "/accounts/sessions/", "/admin/"])
def test_without_it_only_enrolment_is_reached(person, role, url):
    client = password_in(person(role))
    assert client.get(url).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_api_says_so_too(person):
    response = password_in(person("board-member")).get(reverse("reporting:api-metrics"))
    assert (response.status_code, response.headers["Content-Type"]) == (403, "application/json")


def test_other_roles_go_on_without(person):
    assert password_in(person("complaint-officer")).get("/staff/").status_code == 200


def test_enrolling_opens_the_way_and_shows_recovery_codes(person, django_capture_on_commit_callbacks):
    user = person("board-member", email="board@example.org")
    client = password_in(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret=secret)})
    assert OutboxMessage.objects.get().template == "second_factor_on"
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/staff/").status_code == 200
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10


def test_a_wrong_first_code_does_not_enrol(person):
    user = person("board-member")
    client = password_in(user)
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()


def test_password_and_code_sign_in(person):
    user = person("board-member")
    enrol(user)
    client = password_in(user)
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200


def test_a_code_works_once(person):
    user = person("board-member")
    enrol(user)
    code = code_now()
    assert password_in(user).post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    for typed in (code, f"{code[:3]} {code[3:]}"):
        assert password_in(user).post(reverse("mfa_authenticate"), {"code": typed}).status_code == 200


@pytest.mark.parametrize(("step", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(person, step, fits):
    user = person("board-member")
    enrol(user)
    response = password_in(user).post(reverse("mfa_authenticate"), {"code": code_now(step)})
    assert response.status_code == (302 if fits else 200)


def test_codes_cannot_be_guessed_on_and_on(person):
    user = person("board-member")
    enrol(user)
    client = password_in(user)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_signs_in_once(person):
    user = person("board-member", email="board@example.org")
    first = password_in(user)
    secret = first.get(reverse("mfa_activate_totp")).context["form"].secret
    first.post(reverse("mfa_activate_totp"), {"code": code_now(secret=secret)})
    spare = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    assert password_in(user).post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    assert password_in(user).post(reverse("mfa_authenticate"), {"code": spare}).status_code == 200


def test_a_password_reset_does_not_skip_it(person):
    user = person("board-member", email="board@example.org")
    enrol(user)
    services.send_password_letter(user=user)
    from tests.accounts.test_sign_in import letter_link

    client, words = Client(), {"password1": "ม้า แบตเตอรี่ ลวดเย็บ", "password2": "ม้า แบตเตอรี่ ลวดเย็บ"}
    client.post(client.get(letter_link()).headers["Location"], words)
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/", {"login": user.username, "password": words["password1"]})
    assert client.get("/staff/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_session_from_before_enrolment_must_show_a_code(person):
    user = person("board-member")
    old = Client()
    sign_in(old, user, second_factor=False)
    enrol(user)
    response = old.get("/staff/")
    assert response.headers["Location"] == f"{reverse('mfa_reauthenticate')}?next=/staff/"
    assert old.post(response.headers["Location"], {"code": code_now(), "next": "/staff/"}).status_code == 302
    assert old.get("/staff/").status_code == 200


def test_a_role_given_later_demands_it_on_the_next_request(person):
    from foundation.accounts.models import Role

    user = person("complaint-officer")
    client = password_in(user)
    assert client.get("/staff/").status_code == 200
    user.roles.add(Role.objects.get(key="board-member"))
    assert client.get("/staff/").headers["Location"] == reverse("mfa_activate_totp")


def test_who_needs_it_cannot_switch_it_off(person):
    user = person("board-member")
    enrol(user)
    client = password_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user).exists()


def test_who_does_not_need_it_can(person):
    user = person("complaint-officer")
    enrol(user)
    client = password_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


def test_another_administrator_resets_a_lost_one(person):
    user, administrator = person("board-member"), person("system-administrator")
    enrol(user)
    services.reset_second_factor(user=user, by=administrator)
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("role", ["board-member", "complaint-officer", "auditor"])
def test_nobody_else_resets_it(person, role):
    user = person("board-secretary")
    enrol(user)
    with pytest.raises(NotAllowed):
        services.reset_second_factor(user=user, by=person(role))
    assert Authenticator.objects.filter(user=user).exists()


def test_nobody_resets_the_own(person):
    administrator = person("system-administrator")
    with pytest.raises(NotAllowed):
        services.reset_second_factor(user=administrator, by=administrator)


def test_secrets_are_sealed_and_follow_the_rotation(person, settings):
    from tests.core.test_sealing import draw

    settings.FIELD_KEYS = old = draw("a")
    enrol(person("board-member"))
    assert SECRET not in str(Authenticator.objects.get().data)
    settings.FIELD_KEYS = f"{draw('b')},{old}"
    assert reseal_secrets(10) == 1
    assert reseal_secrets(10) == 0
    settings.FIELD_KEYS = settings.FIELD_KEYS.split(",")[0]
    assert open_secret(Authenticator.objects.get().data["secret"]) == SECRET
    assert keyring().current_id == "b"
    settings.FIELD_KEYS = draw("b")
    with pytest.raises(WrongKey):
        open_secret(Authenticator.objects.get().data["secret"])
