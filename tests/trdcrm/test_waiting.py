"""What waits on "my work": for each kind its role, nobody else, and at a fixed price."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

import tests.complaints.factories as complaint_factories
import tests.reporting.factories as review
import tests.service_charter.reporting_partners as partners
from complaints import services as complaint_services
from complaints.models import Complaint
from complaints.services import record_decision
from foundation.accounts.models import User
from foundation.accounts.roles import SHIPPED_ROLES
from foundation.core.models import Job
from foundation.core.notifications import notify
from foundation.governance.models import BoardMeeting
from foundation.governance.services import record_observation
from foundation.knowledge.services import ask_for_lesson
from foundation.privacy.services import try_rule
from service_charter import services as charter
from service_charter.models import CharterVersion, Competence
from strategy.models import Plan
from tests.accounts.signing_in import sign_in
from tests.complaints.corresponding import make_letter_in
from tests.complaints.factories import make_review
from tests.complaints.helping import make_help
from tests.counting import statements
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import make_follow_up, make_organisation
from tests.customers.feeding import make_proposed_feed, make_refused_delivery
from tests.governance.auditing import make_answered, make_reported, make_under_way, units_as_population
from tests.governance.factories import make_meeting
from tests.governance.records import make_action, make_risk
from tests.governance.routing import make_route
from tests.people import someone
from tests.privacy.retaining import a_draft
from tests.products.factories import complete, make_idea, make_project, open_meeting
from tests.relationships.factories import make_holding, make_opportunity, make_segments, make_started
from tests.segmentation.factories import evaluated_study
from tests.service_charter.breaking import make_breach
from tests.service_charter.culture import make_round
from tests.service_charter.factories import make_draft as make_charter_draft
from tests.service_charter.training import make_competence, make_course
from tests.service_charter.visiting import plan as plan_visit
from tests.strategy.factories import NOW, a_unit, make_approved, make_draft, make_in_force, make_proposed
from tests.voc.announcing import make_done, make_insight, make_submitted
from tests.voc.rating import survey_of
from trdcrm import home
from trdcrm.home import DESKS
from voc.models import Insight
from voc.services import done, insights

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# The first quarter of the year is over, and its reports are being gathered.
LATER = dt.datetime(2027, 1, 8, 10, 0, tzinfo=dt.UTC)


def proposed_insight() -> Insight:
    """An insight of the analyst that waits for a decision."""
    survey_of("parking")
    row = make_insight(someone("voc-analyst"), cited=("need", "parking"), owner=someone("voc-analyst"))
    return insights.propose_insight(insight_id=row.pk, by=someone("voc-analyst"), now=NOW)


def decided_insight() -> None:
    """Decided, its follow-up past."""
    given = {"decision": "do", "reason": "ตรงกัน", "follow_up_on": (NOW + 30 * DAY).date()}
    insights.decide_insight(insight_id=proposed_insight().pk, **given, by=someone("executive"), now=NOW)


def submitted_done() -> None:
    """What we did, waiting for a second person."""
    row = make_done(someone("voc-analyst"))
    done.submit_done(entry_id=row.pk, by=someone("voc-analyst"), now=NOW)


def a_gate() -> None:
    """A gate meeting that asks the executive."""
    open_meeting(complete(make_project(), "business_case"), chair=someone("executive"))


def past_programme() -> None:
    """A programme of the strategist that ended without an evaluation."""
    make_started(make_segments([make_organisation()])[0])


def review_decision() -> None:
    """An open management review whose first decision the manager carries."""
    manager = someone("complaint-manager")
    opened = make_review(manager, now=NOW)
    record_decision(
        review_id=opened.pk, kind="process", what="อบรม", owner=manager, due_on=(NOW + DAY).date(), by=manager, now=NOW
    )


def owed_progress() -> None:
    """An action plan in force whose initiative the customer officer owns and has not reported."""
    owner = someone("customer-officer")
    plan = make_draft(someone("strategist"))
    plan.initiatives.update(owner=owner, owner_unit=a_unit("other"))
    make_in_force(Plan.objects.get(pk=plan.pk), someone("strategist"), someone("board-secretary"))


def lesson_asked() -> None:
    """A lesson that its owner has not written."""
    ask_for_lesson(kind="x", public_id="1", about="โครงการ", owner=someone("product-manager"), by=None, now=NOW)


def proposed_plan() -> None:
    """A plan before the board."""
    make_proposed(make_draft(someone("strategist")), someone("strategist"))


def approved_plan() -> None:
    """A plan that the board approved."""
    make_approved(make_draft(someone("strategist")), someone("strategist"), someone("board-secretary"))


def observed() -> None:
    """What the board asks of the strategist, in the first meeting that there is."""
    secretary = someone("board-secretary")
    meeting = BoardMeeting.objects.first() or make_meeting(secretary)
    given = {"text": "ขอทราบสาเหตุ", "owner_unit": None, "owner": someone("strategist"), "due_on": LATER.date()}
    record_observation(meeting_id=meeting.pk, **given, by=secretary, now=NOW)


def charter_on_its_way() -> None:
    """A charter whose first step is the strategist's."""
    make_route("strategist", kind=charter.CONTENT_KIND)
    owner = someone("charter-owner")
    charter.submit(charter_id=make_charter_draft(owner).pk, by=owner, now=NOW)


def tried_rule() -> None:
    """A rule of retention that the officer drafted and tried."""
    draft = a_draft(now=NOW)
    try_rule(rule_id=draft.pk, by=someone("data-protection-officer"), now=NOW)


def answered_finding() -> None:
    """A finding of the auditor that the unit answered."""
    with units_as_population():
        audit = make_reported(auditor=someone("auditor"))
    make_answered(audit.findings.get())


def asked_approval() -> None:
    """A decision of critical severity that waits for the executive."""
    desk, case = a_case("decided")
    Complaint.objects.filter(pk=case.pk).update(severity=4)
    complaint_services.communicate_or_ask(complaint_id=case.pk, by=desk.officer, now=timezone.now())


def objection() -> None:
    """The complainant says long after the closing that it is not done."""
    _desk, case = a_case("closed")
    later = timezone.now() + 200 * DAY
    complaint_services.hear(complaint_id=case.pk, said="not_done", words="ยังไม่เสร็จ", by=None, now=later)


def a_case(status: str) -> tuple[complaint_factories.Desk, Complaint]:
    """A complaint of the complaint centre in a state."""
    if not CharterVersion.objects.exists():
        complaint_factories.make_charter()
    there = {user.username: user for user in User.objects.filter(username__in=("nopassorn", "wasan", "preeya"))}
    desk = (
        complaint_factories.Desk(there["nopassorn"], there["wasan"], there["preeya"], there["preeya"].unit)
        if there
        else complaint_factories.make_desk()
    )
    return desk, desk.advance(desk.file(), status)


def drawn() -> None:
    """A closed case that was drawn to be looked at again."""
    desk, _case = a_case("received")
    complaint_factories.make_inspection(desk)


def lacking() -> None:
    """The product manager's role needs a competence that nobody has."""
    someone("product-manager")
    if not Competence.objects.exists():
        make_competence(make_course(), roles=("product-manager",))


def asked_how_we_serve() -> None:
    """A round of the service culture index that asks those who are there."""
    make_round(now=LATER - DAY, closes_on=(LATER + 10 * DAY).date())


def told_of_a_complaint() -> None:
    """The customer officer is the one complained about."""
    desk, _case = a_case("received")
    complaint_factories.make_hearing(desk, someone("customer-officer"))


def asked_for_help() -> None:
    """Somebody wants to be called back by the unit of the complaint officer."""
    officer, row = someone("complaint-officer"), make_help()
    officer.unit = row.unit
    officer.save()


# Desk -> (for whom it waits, for whom it does not, how it comes about).
WAITING: dict[str, tuple[str, str, Callable[[], object]]] = {
    "help": ("complaint-officer", "executive", asked_for_help),
    "approvals": ("executive", "complaint-officer", asked_approval),
    "not-done": ("complaint-manager", "complaint-officer", objection),
    "inspections": ("auditor", "complaint-officer", drawn),
    "fairness": ("auditor", "complaint-officer", drawn),
    "letters-in": ("complaint-officer", "voc-analyst", make_letter_in),
    "about-me": ("customer-officer", "voc-analyst", told_of_a_complaint),
    "insights": ("executive", "voc-analyst", proposed_insight),
    "follow-ups": ("voc-analyst", "executive", decided_insight),
    "announcements": ("executive", "voc-analyst", lambda: make_submitted(someone("voc-analyst"))),
    "done": ("executive", "voc-analyst", submitted_done),
    "training": ("complaint-manager", "complaint-officer", lacking),
    "own-training": ("product-manager", "voc-analyst", lacking),
    "culture": ("product-manager", "voc-analyst", asked_how_we_serve),
    "visits": ("voc-analyst", "complaint-officer", lambda: plan_visit(visitor=someone("voc-analyst"))),
    "breaches": ("charter-owner", "complaint-officer", make_breach),
    "routes": ("strategist", "voc-analyst", charter_on_its_way),
    "studies": ("executive", "voc-analyst", evaluated_study),
    "retention": ("executive", "voc-analyst", tried_rule),
    "audits": ("auditor", "voc-analyst", lambda: make_under_way(auditor=someone("auditor"))),
    "findings": ("auditor", "voc-analyst", answered_finding),
    "enquiries": ("customer-officer", "voc-analyst", make_enquiry),
    "customer-follow-ups": ("customer-officer", "voc-analyst", make_follow_up),
    "feeds": ("customer-officer", "voc-analyst", make_refused_delivery),
    "feed-readings": ("system-administrator", "customer-officer", make_proposed_feed),
    "ideas": ("product-manager", "strategist", make_idea),
    "gates": ("executive", "voc-analyst", a_gate),
    "opportunities": (
        "customer-officer",
        "voc-analyst",
        lambda: make_opportunity(next_step="โทรกลับ", next_step_on=(NOW + DAY).date()),
    ),
    "contracts": ("customer-officer", "voc-analyst", lambda: make_holding(owner=someone("customer-officer"))),
    "partner-reports": ("charter-owner", "complaint-manager", partners.asked),
    "programmes": ("strategist", "customer-officer", past_programme),
    "proposals": ("board-secretary", "customer-officer", proposed_plan),
    "plans": ("strategist", "executive", approved_plan),
    "review-decisions": ("complaint-manager", "complaint-officer", review_decision),
    "progress": ("customer-officer", "complaint-officer", owed_progress),
    "observations": ("strategist", "voc-analyst", observed),
    "review": ("strategist", "system-administrator", review.assessing),
    "articles": ("product-manager", "voc-analyst", lesson_asked),
    "actions": ("product-manager", "strategist", lambda: make_action(someone("product-manager"))),
    "risks": (
        "strategist",
        "product-manager",
        lambda: make_risk(owner=someone("strategist"), review_on=(NOW + DAY).date()),
    ),
}
# What other tests make: teams to be recognised, complaints, requests, erasures, the charter, letters; and news.
ELSEWHERE = {
    *("complaints", "requests", "data-requests", "erasures", "charter", "commitments", "undelivered"),
    *("recognition", "report", "jobs", "notes"),
}


def on(user: User, key: str) -> list[str]:
    """Addresses of the lines on a desk of the person."""
    blocks = home.my_work(user, now=LATER).blocks
    return [line.url for block in blocks if block.desk.key == key for line in block.lines]


def test_every_desk_is_tried() -> None:
    assert {desk.key for desk in DESKS} == WAITING.keys() | ELSEWHERE


@pytest.mark.parametrize("key", WAITING)
def test_it_waits_for_its_role_and_for_no_other(key: str, client: Client) -> None:
    role, other, make = WAITING[key]
    assert on(someone(role), key) == []
    make()
    [url] = on(someone(role), key)
    assert on(someone(other), key) == []
    sign_in(client, someone(role))
    assert client.get(url).status_code == 200, "the line leads where the person may go"


def test_more_than_the_lines_are_counted() -> None:
    for _ in range(7):
        proposed_insight()
    [block] = [each for each in home.my_work(someone("executive"), now=LATER).tasks if each.desk.key == "insights"]
    assert (len(block.lines), block.total) == (5, 7)


def test_who_wrote_an_insight_does_not_wait_for_oneself() -> None:
    row = proposed_insight()
    Insight.objects.filter(pk=row.pk).update(drafted_by=someone("executive"))
    assert on(someone("executive"), "insights") == []


@pytest.mark.parametrize("role", [role.key for role in SHIPPED_ROLES if role.key != "auditor"])
def test_an_empty_desk_says_what_will_come(role: str, client: Client) -> None:
    user = someone(role)
    sign_in(client, user)
    html = client.get("/staff/").content.decode()
    quiet = home.my_work(user, now=LATER).quiet
    assert quiet
    for desk in quiet:
        assert f'href="{desk.url.replace("&", "&amp;")}"' in html
        assert client.get(desk.url).status_code == 200, "where it will come, the role may look"


@pytest.mark.parametrize("role", ["executive", "strategist", "product-manager", "voc-analyst", "customer-officer"])
def test_a_full_desk_costs_two_statements_a_kind_at_most(role: str, client: Client) -> None:
    for key, (_role, _other, make) in WAITING.items():
        if key not in {"plans", "proposals", "audits", "fairness"}:  # one plan of a year, one drawing of a month
            make()
    user = someone(role)
    Job.objects.create(kind="core.tidy_files", requested_by=user)
    notify(user, "note", key="n")
    sign_in(client, user)
    kinds = sum(any(user.can(need) for need in desk.needs) for desk in DESKS)
    assert statements(client, "/staff/") <= min(2 * kinds, kinds + 9)
