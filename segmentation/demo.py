"""Three studies on the demo customers: one that was replaced, one in use since the last fiscal year began, one waiting
for a decision."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.append_only import writable_history
from foundation.core.models import Job
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from foundation.governance.services import assess_risk
from segmentation import demo_markets, services
from segmentation.models import Membership, ProfileIssue, Run, Segment, Study
from segmentation.selectors import SEGMENT_KIND, decisions_on, run_in_force

DESIGN: dict[str, Any] = {
    "purpose": "กำหนดผู้ดูแล รอบการเยี่ยม และข้อเสนอให้เหมาะกับลูกค้าแต่ละกลุ่ม",
    "relations": ["current"],
    "parties": ["organisation"],
    "features": ["rent_month", "meeting_year", "parking"],
    "transformation": "log_z",
    "k_min": 3,
    "k_max": 6,
    "seed": 2569,
    "resamples": 60,
}
# The first attempt knew only what was rented.
EARLIEST: dict[str, Any] = {
    "features": ["rent_month", "parking"],
    "k_min": 2,
    "k_max": 4,
    "seed": 2568,
    "resamples": 20,
}
# The review adds how often customers are in touch, and leaves the number open.
REVIEW: dict[str, Any] = {"features": [*DESIGN["features"], "interactions_365d"], "k_min": 2, "k_max": 7, "seed": 2570}
GROUNDS = {
    "measurable": "นับจำนวนราย ค่าเช่า และที่จอดรถของแต่ละกลุ่มได้จากทะเบียนลูกค้าทุกเดือน",
    "substantial": "กลุ่มที่เล็กที่สุดยังมีมากกว่าหนึ่งในยี่สิบของลูกค้า และมีค่าเช่ามากพอสำหรับผู้ดูแลประจำ",
    "accessible": "หน่วยงานราชการมีผู้ประสานงานประจำราย ร้านค้าและบริษัทติดต่อผ่าน LINE และการเดินเยี่ยมรายโซน",
    "differentiable": "หน่วยงานใหญ่ต้องการแผนบำรุงรักษาล่วงหน้าและห้องประชุม ร้านค้าต้องการซ่อมเร็วและคนเดินมาก",
    "actionable": "ฝ่ายบริหารพื้นที่จัดผู้ดูแลประจำรายสำหรับกลุ่มใหญ่ และช่างประจำโซนสำหรับกลุ่มร้านค้า เริ่มไตรมาสถัดไป",
}
LARGE = ("ผู้เช่ารายใหญ่และหน่วยงานราชการ", "Large tenants and agencies")
MEDIUM = ("ผู้เช่าขนาดกลาง", "Medium tenants")
SMALL = ("ร้านค้าและบริษัทขนาดเล็ก", "Small shops and companies")
EARLIEST_REASON = "เริ่มแบ่งลูกค้าจากตัวเลขแทนการแบ่งตามอาคาร เพื่อทดลองจัดผู้ดูแลประจำราย"
REASON = "ใช้จัดสรรผู้ดูแลลูกค้าและรอบการเยี่ยมของปีงบประมาณนี้ แทนการแบ่งด้วยค่าเช่าและที่จอดรถเพียงสองตัวเลข"


TARGET_REASON = "รายได้ค่าเช่าส่วนใหญ่มาจากกลุ่มนี้ และมีความต้องการใช้พื้นที่กับห้องประชุมต่อเนื่อง ควรมีแผนดูแลเฉพาะ"
NO_TARGET_REASON = "ดูแลด้วยบริการมาตรฐานไปก่อน จนกว่าจะมีข้อมูลความต้องการของกลุ่มนี้มากพอ"
RISK = {
    "title": "ลูกค้ารายใหญ่ย้ายออกเมื่อครบสัญญา",
    "likelihood": 2,
    "impact": 5,
    "residual_likelihood": 1,
    "residual_impact": 5,
    "direct_effect": "รายได้ค่าเช่าลดลงทันที และพื้นที่ขนาดใหญ่ว่างพร้อมกัน",
    "indirect_effect": "ร้านค้าในอาคารมีผู้ใช้บริการน้อยลง",
    "treatment": "reduce",
    "treatment_note": "เริ่มหารือเรื่องต่อสัญญาล่วงหน้าหนึ่งปี และมีผู้ดูแลประจำราย",
}


STRATEGY = {
    "objective": "รักษาผู้เช่ารายใหญ่ให้ต่อสัญญาไม่น้อยกว่าร้อยละ 90 และเพิ่มการใช้ห้องประชุมภายในสองปี",
    "value_offered": "พื้นที่ที่พร้อมใช้งานตลอดเวลา แผนบำรุงรักษาที่รู้ล่วงหน้า และผู้ดูแลประจำรายที่ติดต่อได้ทันที",
    "approach": "จัดผู้ดูแลประจำราย ประชุมร่วมทุกไตรมาส และเสนอบริการห้องประชุมกับที่จอดรถรวมในสัญญาเดียว",
}
PROFILE = {
    "edition": "outside",
    "recipient": "หน่วยงานผู้เช่าพื้นที่และผู้ถือหุ้น",
    "purpose": "ประกอบการหารือแผนการให้บริการประจำปีกับหน่วยงานผู้เช่า",
    "needs_th": "พื้นที่ทำงานต่อเนื่องที่ไม่สะดุด แผนบำรุงรักษาที่รู้ล่วงหน้า และห้องประชุมที่จองได้แน่นอน",
    "needs_en": "Working space without interruption, maintenance known in advance, reliable meeting rooms.",
    "offer_th": "ผู้ดูแลประจำรายที่ติดต่อได้ทันที แผนบำรุงรักษาประจำปีร่วมกัน และห้องประชุมกับที่จอดรถในสัญญาเดียว",
    "offer_en": "A named contact, a yearly maintenance plan made together, meeting rooms and parking in one contract.",
}
# Title, days from now until it is due, whether it is done.
STEPS = (
    ("แต่งตั้งผู้ดูแลประจำรายให้ครบทุกหน่วยงาน", -120, True),
    ("จัดทำแผนบำรุงรักษาประจำปีร่วมกับผู้เช่า", -20, True),
    ("หารือเรื่องต่อสัญญากับผู้เช่าที่จะครบกำหนดในปีหน้า", 45, False),
    ("เสนอชุดบริการห้องประชุมและที่จอดรถรวมในสัญญา", 120, False),
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """What is there already stays. Needs the analyst, strategist, executive and customer officer, and customers."""
    demo_markets.build(now, people["strategist"])
    if not Study.objects.exists():
        _studies(now, people)
    if not ProfileIssue.objects.exists():
        _give_out(people["customer-officer"], now - dt.timedelta(days=60))


def _studies(now: dt.datetime, people: Mapping[str, User]) -> None:
    analyst, executive = people["voc-analyst"], people["executive"]
    year = fiscal_year_of(now) - 1
    _earliest(year - 1, analyst, executive)
    begun = FiscalQuarter(year, 1).period.start
    first, run = _calculated(f"การจำแนกลูกค้า ปีงบประมาณ {year}", analyst, begun + dt.timedelta(days=9, hours=10))
    _name(run, analyst, begun + dt.timedelta(days=10, hours=9))
    _adopt(first, run, REASON, executive, begun + dt.timedelta(days=16, hours=14))
    _decide_targets(run, people["strategist"], begun + dt.timedelta(days=30, hours=10))
    _plan(run, people["strategist"], now)
    _calculated(f"ทบทวนการจำแนกลูกค้า ปีงบประมาณ {year + 1}", analyst, now - dt.timedelta(days=4), **REVIEW)


def _earliest(year: int, analyst: User, executive: User) -> None:
    """A study of the year before, so that customers have a segment they belonged to earlier."""
    begun = FiscalQuarter(year, 2).period.start
    study, run = _calculated(f"การจำแนกลูกค้า ปีงบประมาณ {year}", analyst, begun + dt.timedelta(days=7), **EARLIEST)
    _name(run, analyst, begun + dt.timedelta(days=8))
    _adopt(study, run, EARLIEST_REASON, executive, begun + dt.timedelta(days=14))


def _adopt(study: Study, run: Run, reason: str, executive: User, at: dt.datetime) -> None:
    """Into use, with the times in segments written down as a worker would."""
    services.adopt_study(study_id=study.pk, run_id=run.pk, reason=reason, validity=GROUNDS, by=executive, now=at)
    job_runner.run(services.ask_to_keep_periods(study, by=executive).pk)


def _decide_targets(run: Run, strategist: User, at: dt.datetime) -> None:
    """The highest rents are a target with an assessed risk, the lowest are none, the rest are left open."""
    by_rent = sorted(run.segments.all(), key=lambda segment: -segment.traits[0]["typical"])
    for segment, is_target, reason in ((by_rent[0], True, TARGET_REASON), (by_rent[-1], False, NO_TARGET_REASON)):
        services.decide_target(
            segment_id=segment.pk, is_target=is_target, reason=reason, shown_number=0, by=strategist, now=at
        )
    assess_risk(
        subject=(SEGMENT_KIND, by_rent[0].public_id),
        facts={**RISK, "owner": strategist, "review_on": (at + dt.timedelta(days=365)).date()},
        by=strategist,
        now=at,
    )


def _plan(run: Run, strategist: User, now: dt.datetime) -> None:
    """The strategy of the target segment with its steps: some done, some to come."""
    segment_id = run.segments.filter(target_decisions__is_target=True).values_list("pk", flat=True)[0]
    at = now - dt.timedelta(days=150)
    services.write_strategy(segment_id=segment_id, shown_version=0, values=STRATEGY, by=strategist, now=at)
    for title, days, is_done in STEPS:
        due = now + dt.timedelta(days=days)
        values = {"title": title, "owner": strategist, "due_on": due.date()}
        step = services.add_step(segment_id=segment_id, values=values, by=strategist, now=at)
        if is_done:
            services.set_done(step_id=step.pk, is_done=True, by=strategist, now=due - dt.timedelta(days=3))


def _give_out(officer: User, at: dt.datetime) -> None:
    """The profile of the target segment, as told outside."""
    run = run_in_force()
    targets = [key for key, decision in decisions_on(run).items() if decision.is_target] if run else []
    for segment in Segment.objects.filter(pk__in=targets[:1]):
        services.issue_profile(segment_public_id=segment.public_id, values=PROFILE, by=officer, now=at)


def _name(run: Run, analyst: User, at: dt.datetime) -> None:
    """Names as people would give them, by falling rent; between the ends only a single segment gets one."""
    by_rent = sorted(run.segments.all(), key=lambda segment: -segment.traits[0]["typical"])
    given = {by_rent[0]: LARGE, by_rent[-1]: SMALL} | ({by_rent[1]: MEDIUM} if len(by_rent) == 3 else {})
    for segment, (name_th, name_en) in given.items():
        services.rename_segment(
            segment_id=segment.pk, shown_version=segment.version, name_th=name_th, name_en=name_en, by=analyst, now=at
        )


def _calculated(name: str, analyst: User, at: dt.datetime, **changes: Any) -> tuple[Study, Run]:
    """A study with its result, both dated back to `at`. Raises RuntimeError when the calculation gives no result."""
    study = services.create_study(values={**DESIGN, "name": name, **changes}, by=analyst, now=at)
    job = services.start_run(study_id=study.pk, by=analyst, now=at)
    job_runner.run(job.pk)
    run = study.runs.first()
    if run is None:
        raise RuntimeError(Job.objects.get(pk=job.pk).error_message)
    ended = at + dt.timedelta(seconds=41)
    with writable_history():
        Run.objects.filter(pk=run.pk).update(created_at=ended)
        Membership.objects.filter(run=run).update(assigned_at=ended)
    Job.objects.filter(pk=job.pk).update(created_at=at, started_at=at, finished_at=ended)
    return study, run
