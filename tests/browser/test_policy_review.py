"""The annual review of the policy in real browsers, each step by whose duty it is, from opening to acknowledgement."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.core.evidence import CLAUSES
from foundation.governance.models import Proposal
from foundation.governance.services import record_meeting, record_resolution
from reporting import services
from reporting.models import AnnualReview
from tests.fixtures.browser import DESK, PHONE
from tests.fixtures.worker import wait_until
from tests.people import someone
from tests.reporting import factories as f

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ADDED = "รวมทั้งช่องทางออนไลน์"
LAST = CLAUSES[-1]


def the_review() -> AnnualReview:
    """The one review of this site."""
    return AnnualReview.objects.select_related("draft_version").get()


class Desk:
    """The browser of one person at the page of the review."""

    def __init__(self, open_page: Callable[..., Any], axe: Callable[..., None], role: str, **look: Any) -> None:
        self.axe = axe
        self.page = open_page("/staff/policy/reviews/", user=someone(role), **look)

    def see(self, *, scan: bool = True) -> Any:
        """The page of the review as it is now, scanned for accessibility unless told otherwise."""
        self.page.goto(the_review().get_absolute_url())
        if scan:
            self.axe(self.page)
        return self.page

    def step(self, move: str, state: str, **answers: str) -> None:
        """Take the step that the page offers."""
        form = self.see().locator(f"form[action$='/steps/{move}/']")
        for name, answer in answers.items():
            form.locator(f"[name={name}]").fill(answer)
        form.locator("button").click()
        wait_until(lambda: the_review().state == state, 20)

    def offers(self, move: str) -> bool:
        """Whether the page offers the step to this person."""
        return bool(self.see(scan=False).locator(f"form[action$='/steps/{move}/']").count())


def assess_all_but_the_last() -> None:
    """What colleagues have said; the last clause is left to the browser."""
    for clause in CLAUSES[:-1]:
        change = clause == f.CHANGED
        services.assess_clause(
            review_id=the_review().pk,
            clause=clause,
            verdict="change" if change else "keep",
            comment="ให้เพิ่มช่องทางออนไลน์" if change else "",
            shown_version=None,
            by=someone(f.ASSESSOR),
            now=timezone.now(),
        )


def the_board_approves() -> None:
    """The board meets today and approves what lies before it; meetings have journeys of their own."""
    now, secretary = timezone.now(), someone(f.SECRETARY)
    day = timezone.localdate(now)
    meeting = record_meeting(number=12, year_be=day.year + 543, held_on=day, by=secretary, now=now)
    record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.latest("id").pk,
        item="4.2",
        kind="approved",
        remarks="",
        by=secretary,
        now=now,
    )


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_from_opening_to_acknowledgement(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    f.policy_in_force()
    look = {"language": language, "viewport": viewport}
    admin = Desk(open_page, axe, f.ADMIN, **look)
    due = (timezone.localdate() + 30 * f.DAY).isoformat()
    admin.page.fill("form[action$='/reviews/open/'] [name=due_on]", due)
    admin.page.click("form[action$='/reviews/open/'] button")
    wait_until(AnnualReview.objects.exists, 20)
    admin.step("start", "assessing")
    assert not admin.offers("publish")

    assess_all_but_the_last()
    assessor = Desk(open_page, axe, f.ASSESSOR, **look)
    assessor.see().click(f"a[href$='/clauses/{LAST}/'] >> nth=0")
    axe(assessor.page)
    assessor.page.check("main [name=verdict][value=keep]")
    assessor.page.click("main form button.btn--go")
    wait_until(lambda: the_review().assessments.count() == len(CLAUSES), 20)
    assert not assessor.offers("redraft")

    admin.step("redraft", "redrafting")
    admin.see().click(f"a[href$='/draft/{f.CHANGED}/']")
    text = admin.page.locator("main [name=text_th]")
    text.fill(f"{text.input_value()} {ADDED}")
    admin.page.click("main form button.btn--go")
    admin.page.wait_for_selector(f"ins:has-text('{ADDED}')")
    admin.step("submit", "reviewing")

    reviewer = Desk(open_page, axe, f.REVIEWER, **look)
    reviewer.page.goto(f"{the_review().get_absolute_url()}comparison/")
    axe(reviewer.page)
    assert ADDED in " ".join(reviewer.page.locator("main ins").all_inner_texts())
    form = reviewer.see().locator("form[action$='/verdict/']")
    form.locator("[name=passes][value=yes]").check()
    form.locator("button").click()
    wait_until(lambda: the_review().state == "reviewed", 20)

    admin.step("propose", "proposed")
    the_board_approves()
    today = timezone.localdate()
    admin.step("publish", "published", announced_on=today.isoformat())
    admin.step("ask_staff", "acknowledging", acknowledge_by=(today + 9 * f.DAY).isoformat())

    assessor.see().click("form[action$='/acknowledge/'] button")
    draft = the_review().draft_version
    assert draft is not None
    wait_until(lambda: draft.acknowledgements.filter(user=someone(f.ASSESSOR)).exists(), 20)
    portal = open_page("/portal/policy/", **look)
    axe(portal)
    assert ADDED in str(portal.text_content("main"))  # English readers find the Thai text folded away
