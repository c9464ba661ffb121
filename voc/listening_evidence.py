"""Evidence for policy clauses 3.1 and 3.2: customers are heard, through several channels, along their whole life."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.enums import Relation
from customers.models import Touchpoint
from customers.selectors import stages
from foundation.core.evidence import Evidence, Finding, Link, Verdict
from voc.enums.voice import VoiceChannel
from voc.models import Answer, Feedback, Voice

QUARTER, YEAR = timedelta(days=92), timedelta(days=365)
ENOUGH_CHANNELS = 3


def _heard(at: datetime) -> Finding:
    links = (Link(_("Voices"), reverse("voc:staff-list")),)
    lately = Voice.objects.filter(occurred_at__gte=at - QUARTER, occurred_at__lte=at)
    newest = lately.order_by("-occurred_at").values_list("occurred_at", flat=True).first()
    channels = sorted(set(lately.order_by().values_list("channel", flat=True).distinct()))
    if not channels:
        return Finding(Verdict.RED, _("Within the last three months no voice of a customer was gathered."), links)
    named = ", ".join(str(VoiceChannel(channel).label) for channel in channels)
    if len(channels) < ENOUGH_CHANNELS:
        sentence = _("Within the last three months customers were heard only by: %(channels)s.")
        return Finding(Verdict.AMBER, sentence % {"channels": named}, links, newest)
    silent = _silent_relations(at)
    if silent:
        sentence = _("Within the last year nothing was heard from: %(relations)s.") % {"relations": ", ".join(silent)}
        return Finding(Verdict.AMBER, sentence, links, newest)
    sentence = _("Customers in every relation to us were heard; within the last three months by: %(channels)s.")
    return Finding(Verdict.GREEN, sentence % {"channels": named}, links, newest)


def _silent_relations(at: datetime) -> list[str]:
    heard = set(
        Voice.objects.filter(occurred_at__gte=at - YEAR, occurred_at__lte=at, customer__isnull=False)
        .order_by()
        .values_list("customer__relation", flat=True)
        .distinct()
    )
    return [str(label) for value, label in Relation.choices if value not in heard]


HEARD = Evidence(
    key="voc.heard",
    clause="3.1",
    title=gettext_lazy("Customers of every kind are heard, through several channels"),
    rule=gettext_lazy(
        "Green: voices of the last three months from at least three channels, and of the last year from possible, "
        "current, former and competitors' customers. Amber: fewer channels, or a relation is silent. Red: no voice in "
        "three months."
    ),
    find=_heard,
)


def _measured(at: datetime) -> Finding:
    links = (Link(_("Ten-second forms"), reverse("voc:feedback")), Link(_("Surveys"), reverse("voc:surveys")))
    since = Q(given_at__gte=at - YEAR, given_at__lte=at)
    newest = Feedback.objects.filter(since).order_by("-given_at").values_list("given_at", flat=True).first()
    rated = Feedback.objects.filter(since, touchpoint=OuterRef("pk"))
    asked = Answer.objects.filter(
        question__kind="csat",
        response__survey__touchpoint=OuterRef("pk"),
        response__submitted_at__gte=at - YEAR,
        response__submitted_at__lte=at,
    )
    in_use = Touchpoint.objects.in_use_on(timezone.localdate(at))
    if not in_use.exists():
        return Finding(Verdict.RED, _("No touchpoint is in use, so satisfaction is asked nowhere."), links)
    places = in_use.filter(Exists(rated) | Exists(asked))
    if not places.exists():
        return Finding(Verdict.RED, _("Within the last year satisfaction was measured at no touchpoint."), links)
    covered = set(places.order_by().values_list("stages", flat=True))
    holes = [stage.name for stage in stages(at) if stage.pk not in covered]
    if holes:
        sentence = _("No satisfaction was measured within the last year in the stages: %(stages)s.")
        return Finding(Verdict.AMBER, sentence % {"stages": ", ".join(holes)}, links, newest)
    return Finding(Verdict.GREEN, _("Satisfaction was measured in every stage within the last year."), links, newest)


MEASURED = Evidence(
    key="voc.measured",
    clause="3.2",
    title=gettext_lazy("Satisfaction is measured along the whole life of the customer"),
    rule=gettext_lazy(
        "Green: every stage has a touchpoint in use at which satisfaction was rated within the last year, by the "
        "ten-second form or a survey. Amber: a stage has none. Red: nothing was measured."
    ),
    find=_measured,
)
RULES = (HEARD, MEASURED)
