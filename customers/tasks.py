"""Background jobs of the register: doorways to services, safe to run twice."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind

CHECK = "customers.check_import"
IMPORT = "customers.import"


@job_kind(CHECK, title=_("Check a file of customers"), queue="long", permission=Permission.CUSTOMER_IMPORT)
def check_import(context: JobContext) -> dict[str, Any] | None:
    """Read and judge every line of a file, writing no customer."""
    from customers.services.intake import check_file  # leaf

    return check_file(context)


@job_kind(IMPORT, title=_("Import customers"), queue="long", permission=Permission.CUSTOMER_IMPORT)
def run_import(context: JobContext) -> dict[str, Any] | None:
    """Read a file and write its good lines, all of them or none."""
    from customers.services.intake import import_file  # leaf

    return import_file(context)
