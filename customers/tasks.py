"""Background jobs of the register: doorways to services, safe to run twice."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.jobs import JobContext, job_kind
from foundation.core.schedules import schedule

CHECK = "customers.check_import"
IMPORT = "customers.import"
RENEW_SEARCH = "customers.renew_search"
UNDO = "customers.undo_import"
BULK = "customers.bulk_change"
UNDO_BULK = "customers.undo_bulk_change"
FIND_DUPLICATES = "customers.find_duplicates"


def _of_imports(person: Any) -> Q:
    from customers.selectors.work import work_on_imports  # leaf

    return work_on_imports(person)


def _of_bulk_changes(person: Any) -> Q:
    from customers.selectors.work import work_on_bulk_changes  # leaf

    return work_on_bulk_changes(person)


@job_kind(
    CHECK, title=_("Check a file of customers"), queue="long", permission=Permission.CUSTOMER_IMPORT, reach=_of_imports
)
def check_import(context: JobContext) -> dict[str, Any] | None:
    """Read and judge every line of a file, writing no customer."""
    from customers.services.intake import check_file  # leaf

    return check_file(context)


@job_kind(IMPORT, title=_("Import customers"), queue="long", permission=Permission.CUSTOMER_IMPORT, reach=_of_imports)
def run_import(context: JobContext) -> dict[str, Any] | None:
    """Read a file and write its good lines, all of them or none."""
    from customers.services.intake import import_file  # leaf

    return import_file(context)


@job_kind(
    UNDO, title=_("Undo an import of customers"), queue="long", permission=Permission.CUSTOMER_IMPORT, reach=_of_imports
)
def undo_import(context: JobContext) -> dict[str, Any] | None:
    """See `services.undoing`."""
    from customers.services import undoing  # leaf

    return undoing.undo_import(context)


@job_kind(
    BULK, title=_("Change many customers"), queue="long", permission=Permission.CUSTOMER_EDIT, reach=_of_bulk_changes
)
def change_many(context: JobContext) -> dict[str, Any] | None:
    """See `services.bulk`."""
    from customers.services import bulk  # leaf

    return bulk.change_many(context)


@job_kind(
    UNDO_BULK,
    title=_("Undo a change of many customers"),
    queue="long",
    permission=Permission.CUSTOMER_EDIT,
    reach=_of_bulk_changes,
)
def undo_many(context: JobContext) -> dict[str, Any] | None:
    """See `services.bulk_undo`."""
    from customers.services import bulk_undo  # leaf

    return bulk_undo.undo_many(context)


@job_kind(FIND_DUPLICATES, title=_("Search for duplicate customers"), queue="long", permission=Permission.CUSTOMER_EDIT)
def find_duplicates(context: JobContext) -> dict[str, Any] | None:
    """See `services.duplicates.scan_register`."""
    from customers.services.duplicates import scan_register  # leaf

    return scan_register(context, now=timezone.now())


@job_kind("customers.ask_for_duplicates", title=_("Ask for a search for duplicate customers"), atomic=True)
def ask_for_duplicates(context: JobContext) -> dict[str, Any] | None:
    """Every week, at night."""
    from customers.services.duplicates import start_scan  # leaf

    start_scan(by=None, now=timezone.now())
    return None


@job_kind(RENEW_SEARCH, title=_("Renew the words of the search"), queue="long", permission=Permission.CUSTOMER_IMPORT)
def renew_search(context: JobContext) -> dict[str, Any] | None:
    """See `services.name_words.renew`."""
    from customers.services.name_words import renew  # leaf

    return renew(context)


schedule("customers.search", kind=RENEW_SEARCH, when=crontab(hour=2, minute=40))
schedule("customers.duplicates", kind="customers.ask_for_duplicates", when=crontab(hour=3, minute=10, day_of_week=0))


@job_kind("customers.sweep_feeds", title=_("Look into the watched folders"), queue="long")
def sweep_feeds(context: JobContext) -> dict[str, Any] | None:
    """See `services.feed_folder`. A file that was taken in and not moved is known again by its content."""
    from customers.services import feed_folder  # leaf

    return {"files": feed_folder.sweep(now=timezone.now())}


schedule("customers.feeds", kind="customers.sweep_feeds", when=timedelta(minutes=5))


@job_kind("customers.remind", title=_("Remind of follow-ups with customers"), permission=Permission.CUSTOMER_EDIT)
def remind(context: JobContext) -> dict[str, Any]:
    """See `services.follow_ups.remind_follow_ups`."""
    from customers.services.follow_ups import remind_follow_ups  # leaf

    return remind_follow_ups(now=timezone.now())


schedule("customers.remind", kind="customers.remind", when=crontab(hour=7, minute=20))


@job_kind("customers.judge", title=_("Judge how relationships stand"), queue="long")
def judge(context: JobContext) -> dict[str, Any]:
    """See `services.health.judge_relationships`."""
    from customers.services.health import judge_relationships  # leaf

    return judge_relationships(now=timezone.now(), context=context)


schedule("customers.judge", kind="customers.judge", when=crontab(hour=4, minute=5))


@job_kind("customers.come_of_age", title=_("End the notes of people who came of age"))
def come_of_age(context: JobContext) -> dict[str, Any]:
    """See `services.under_age.come_of_age`."""
    from customers.services import under_age  # leaf

    return {"ended": under_age.come_of_age(now=timezone.now())}


schedule("customers.come_of_age", kind="customers.come_of_age", when=crontab(hour=0, minute=20))


@job_kind("customers.fold_contacts", title=_("Fold the counts of contacts"), atomic=True)
def fold_contacts(context: JobContext) -> dict[str, Any]:
    """See `services.contact_counts`."""
    from customers.services.contact_counts import fold_contact_counts  # leaf

    return {"rows": fold_contact_counts()}


schedule("customers.fold_contacts", kind="customers.fold_contacts", when=crontab(hour=1, minute=50))
