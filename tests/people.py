"""People for tests and tables that stand outside fixtures."""

import pytest

from foundation.accounts.models import Role, User
from trdcrm.demo.people import People, make_people


def someone(role: str, username: str = "") -> User:
    """A person of a shipped role, made where missing."""
    user, made = User.objects.get_or_create(username=username or f"table-{role}")
    if made:
        user.roles.add(Role.objects.get(key=role))
    return user


def demo_people(patch: pytest.MonkeyPatch) -> People:
    """The people of the demo, with secrets that mean nothing."""
    patch.setenv("DEMO_PASSWORD", "correct horse")
    patch.setenv("DEMO_TOTP_SECRET", "JBSWY3DPEHPK3PXP")
    return make_people()
