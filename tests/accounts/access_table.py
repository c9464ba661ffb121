"""Addresses of signing in, of oneself, and of the administrators."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from tests.access import Prefix, Row


def a_stale_link() -> Mapping[str, Any]:
    return {"uidb36": "1", "key": "abcdef-0123456789"}


ROWS = [
    Row("accounts:profile", ()),
    # Signing in: who is in already is led to the desk.
    Row("account_login", (), ok=302, anonymous=200),
    Row("account_signup", (), ok=302, anonymous=200),
    Row("account_logout", (), ok=200, anonymous=302),
    Row("account_logout", (), method="post", ok=302, anonymous=302),
    Row("account_inactive", None),
    Row("account_reset_password", None),
    Row("account_reset_password_done", None),
    Row("account_reset_password_from_key", None, make=a_stale_link),
    Row("account_reset_password_from_key_done", None),
    Row("account_change_password", ()),
    Row("account_reauthenticate", ()),
    Row("usersessions_list", ()),
    # The second factor: changing it asks for the password once more.
    Row("mfa_index", ()),
    Row("mfa_activate_totp", (), ok=302),
    Row("mfa_deactivate_totp", (), ok=404),
    Row("mfa_authenticate", (), ok=302, anonymous=302),
    Row("mfa_reauthenticate", (), ok=302),
    Row("mfa_view_recovery_codes", (), ok=404),
    Row("mfa_download_recovery_codes", (), ok=404),
    Row("mfa_generate_recovery_codes", (), ok=302),
    Row("admin:index", (P.ADMINISTER,), anonymous=302),  # by way of the admin's own address
    Row("admin:login", (P.ADMINISTER,), ok=302),
    Row("admin:accounts_user_changelist", (P.ADMINISTER,)),
    Row("admin:accounts_user_add", (P.ADMINISTER,)),
    Row("admin:accounts_role_changelist", (P.ADMINISTER,)),
    Row("admin:accounts_unit_changelist", (P.ADMINISTER,)),
    Row("admin:axes_accessattempt_changelist", (P.ADMINISTER,)),
]

PREFIXES = [Prefix("admin:", (P.ADMINISTER,), elsewhere=frozenset(row.name for row in ROWS))]
