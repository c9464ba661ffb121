"""Addresses of the composition root."""

from foundation.accounts.permissions import Permission as P
from tests.access import Row

ROWS = [
    Row("home", None),
    Row("accessibility", None),
    Row("favicon", None, is_page=False),
    Row("favicon-ico", None, ok=301),
    Row("manifest", None, is_page=False),
    Row("robots", None, is_page=False),
    Row("security-txt", None, ok=404),  # the settings of the suite name no contact
    Row("healthz", None, is_page=False),
    Row("readyz", None, is_page=False),
    Row("metrics", None, is_page=False),
    Row("language", None, method="post", data={"language": "en"}, ok=302),
    Row("staff-home", (P.STAFF,)),
    Row("search", (P.STAFF,)),
    Row("styleguide", (P.ADMINISTER,)),
]
