"""Evidence that staff know what the charter promises."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from service_charter.models import QuizAttempt
from service_charter.quiz_rules import ENOUGH
from service_charter.selectors.measurement import summed
from service_charter.selectors.quiz import by_unit, quiz_to_pass


def _passed(at: datetime) -> Finding:
    links = (Link(_("Who has read the charter"), reverse("service_charter:awareness")),)
    quiz = quiz_to_pass(at)
    if quiz is None:
        return Finding(Verdict.RED, _("No quiz is open on the charter that staff are asked to read."), links)
    tally = summed({str(unit): found for unit, found in by_unit(quiz, at).items()})
    facts = {"number": quiz.charter.number, "passed": tally.kept, "asked": tally.n}
    words = _("Version %(number)s: quiz passed by %(passed)s of %(asked)s members of staff.") % facts
    if not tally.kept:
        return Finding(Verdict.RED, words, links)
    verdict = Verdict.GREEN if 100 * tally.kept >= ENOUGH * tally.n else Verdict.AMBER
    last = QuizAttempt.objects.filter(quiz=quiz, passed=True, finished_at__lte=at).order_by("-finished_at").first()
    return Finding(verdict, words, links, last.finished_at if last else None)


QUIZ_PASSED = Evidence(
    key="service_charter.quiz_passed",
    clause="5.2",
    title=gettext_lazy("Staff know what the charter promises"),
    rule=gettext_lazy(
        "Green: at least nine of ten members of staff have passed the quiz on the version published last. Amber: "
        "fewer. Red: nobody has, or no quiz is open."
    ),
    find=_passed,
)
