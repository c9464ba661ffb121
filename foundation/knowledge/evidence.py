"""Evidence that knowledge is kept in digital form, for policy clause 5.2."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.knowledge.models import Article

YEAR = timedelta(days=365)


def _find(at: datetime) -> Finding:
    links = (Link(_("Knowledge"), reverse("knowledge:staff-list")),)
    newest = Article.objects.in_force(at=at).order_by("-published_at").first()
    published_at = newest.published_at if newest else None
    if newest is None or published_at is None:
        return Finding(Verdict.RED, _("No article is published and in force."), links)
    expired = Article.objects.expired(at=at).count()
    if expired:
        sentence = _("%(n)s published articles were not confirmed by their date.") % {"n": expired}
        return Finding(Verdict.AMBER, sentence, links, published_at)
    if published_at < at - YEAR:
        return Finding(Verdict.AMBER, _("Nothing was published within the year."), links, published_at)
    count = Article.objects.in_force(at=at).count()
    return Finding(Verdict.GREEN, _("%(n)s articles and lessons are in force.") % {"n": count}, links, published_at)


KEPT = Evidence(
    key="knowledge.kept",
    clause="5.2",
    title=gettext_lazy("Knowledge is kept, reviewed and found in digital form"),
    rule=gettext_lazy(
        "Green: articles are in force, the newest is no older than a year and none is past its date. "
        "Amber: one is past its date, or nothing is new within the year. Red: no article is in force."
    ),
    find=_find,
)
