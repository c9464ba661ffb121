"""How the files of a system are read: who imports proposes it from an import, an administrator decides.

Whoever proposes knows the rows; whoever decides sees the names of the columns and what they are taken for, and no row.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.importing.columns import ColumnMap
from customers.models import Feed, ImportRun
from customers.services.feeds import demand_administrator
from customers.services.imports import demand_reach
from customers.words import say
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify


@transaction.atomic
def propose_reading(*, feed_id: int, run_id: int, by: User, now: datetime) -> Feed:
    """Propose that files of a system be read as that import is read; a newer proposal takes the place of an older.

    Raises NotAllowed where the person may not work on the import, and Refused for a feed out of use or a reading that
    no delivery could keep to.
    """
    demand_reach(run_id, by)
    feed = locked(Feed.objects.all(), pk=feed_id)
    if not feed.is_active:
        raise Refused(_("The feed %(feed)s is out of use.") % {"feed": feed.code})
    run = ImportRun.objects.get(pk=run_id)
    mapping = ColumnMap.from_json(run.mapping)
    mapping.check(run.header)
    if mapping.key_from_line:
        raise Refused(
            _("A feed needs a key or an identity number in each row; row numbers change with every delivery.")
        )
    feed.proposed_header, feed.proposed_mapping = run.header, mapping.as_json()
    feed.proposed_by, feed.proposed_at = by, now
    signed(feed, by=by, now=now, reason=_("proposed how its files are read")).save()
    return feed


@transaction.atomic
def accept_reading(*, feed_id: int, shown_version: int, by: User, now: datetime) -> Feed:
    """Read the files of the system from now on as was proposed. Nobody accepts the own proposal.

    Raises NotAllowed, Refused where nothing is proposed, StaleVersion where another proposal came meanwhile.
    """
    feed = _decided(feed_id, shown_version, by)
    feed.header, feed.mapping = feed.proposed_header, feed.proposed_mapping
    _clear(feed)
    signed(feed, by=by, now=now, reason=_("accepted how its files are read")).save()
    return feed


@transaction.atomic
def decline_reading(*, feed_id: int, shown_version: int, reason: str, by: User, now: datetime) -> Feed:
    """Leave the reading as it is, and tell who proposed another why.

    Raises NotAllowed, Incomplete without a reason, Refused where nothing is proposed, StaleVersion.
    """
    if not reason.strip():
        raise Incomplete(say("required"), missing={"reason": say("required")})
    feed = _decided(feed_id, shown_version, by)
    proposer = feed.proposed_by
    _clear(feed)
    signed(feed, by=by, now=now, reason=reason.strip()).save()
    if proposer is not None:
        words = reason.strip()
        notify(
            proposer,
            lambda: _("Your reading of %(feed)s was not taken: %(reason)s") % {"feed": feed.name, "reason": words},
            feed.get_absolute_url(),
        )
    return feed


def _decided(feed_id: int, shown_version: int, by: User) -> Feed:
    demand_administrator(by)
    feed = locked(Feed.objects.select_related("proposed_by"), pk=feed_id, shown_version=shown_version)
    if feed.proposed_at is None:
        raise Refused(_("Nothing is proposed for this feed."))
    if feed.proposed_by_id == by.pk:
        raise NotAllowed(_("You proposed this reading: somebody else decides on it."))
    return feed


def _clear(feed: Feed) -> None:
    feed.proposed_header, feed.proposed_mapping = [], {}
    feed.proposed_by = feed.proposed_at = None
