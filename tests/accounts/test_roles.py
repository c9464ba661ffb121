"""Shipped roles: what each may do, as a table, and that an upgrade keeps the administrator's edits."""

import pytest

from foundation.accounts.models import Role, Unit
from foundation.accounts.permissions import EVERYTHING_READABLE, Permission
from foundation.accounts.roles import SHIPPED_ROLES, ship_roles
from foundation.accounts.units import SHIPPED_UNITS, ship_units

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", SHIPPED_ROLES, ids=lambda role: role.key)
def test_shipped_role_grants_exactly_its_permissions(role, person):
    user = person(role.key)
    assert {permission for permission in Permission if user.can(permission)} == role.permissions


def test_upgrade_keeps_the_administrators_edit():
    Role.objects.filter(key="auditor").update(permissions=["staff.enter"], title_th="ผู้สอบบัญชี")
    ship_roles(Role)
    auditor = Role.objects.get(key="auditor")
    assert (auditor.permissions, auditor.title_th) == (["staff.enter"], "ผู้สอบบัญชี")


def test_upgrade_ships_what_is_missing_once():
    Role.objects.filter(key="auditor").delete()
    ship_roles(Role)
    ship_roles(Role)
    assert Role.objects.filter(key="auditor").count() == 1
    assert Role.objects.count() == len(SHIPPED_ROLES)


def test_units_are_shipped_and_kept():
    Unit.objects.filter(code="strategy").update(name_th="กองแผนงาน")
    ship_units(Unit)
    assert Unit.objects.get(code="strategy").name_th == "กองแผนงาน"
    assert Unit.objects.count() == len(SHIPPED_UNITS)


def test_auditor_writes_audits_and_nothing_else():
    auditor = next(role for role in SHIPPED_ROLES if role.key == "auditor")
    assert auditor.permissions == EVERYTHING_READABLE | {Permission.AUDIT_CONDUCT}


def test_second_factor_is_demanded_of_board_privacy_and_administrators():
    demanded = {role.key for role in SHIPPED_ROLES if role.needs_second_factor}
    assert demanded >= {"board-member", "board-secretary", "data-protection-officer", "system-administrator"}


def test_inactive_person_may_nothing(person):
    user = person("system-administrator", is_active=False)
    assert not any(user.can(permission) for permission in Permission)


def test_role_removed_counts_on_the_next_request(person):
    from foundation.accounts.models import User

    user = person("complaint-officer")
    user.roles.clear()
    assert not User.objects.get(pk=user.pk).can(Permission.STAFF)
