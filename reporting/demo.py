"""Demo of the closing provisions: four quarters reported, duties, attestations, two reviews, the record of verdicts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting import services
from reporting.demo_reviews import build_reviews
from reporting.enums import ReportKind
from reporting.models import Attestation, ClauseVerdict, Deadline, Snapshot

JUDGEMENT = "ตอบข้อร้องเรียนได้ทันมากขึ้น แต่งานซ่อมอาคารยังเป็นเรื่องที่ลูกค้าร้องมากที่สุด"
REQUESTS = "เห็นชอบให้ทบทวนมาตรฐานงานซ่อมอาคารในกฎบัตรบริการ\nรับทราบผลการจำแนกกลุ่มลูกค้า ประจำปี"
QUARTERS = 4
DAY = timedelta(days=1)
REPORTED_AFTER = (24 * DAY, 31 * DAY, 27 * DAY, 22 * DAY)  # days after each quarter's end, oldest first

# rule, who, days ago, for how many days, statement, document cited
ATTESTATIONS = (
    (
        "reporting.disclosure_is_adequate",
        "executive",
        *(40, 300),
        "ตรวจหน้าเผยแพร่ข้อมูลต่อลูกค้าทุกหน้ากับรายการที่คณะกรรมการกำหนด ครบและเป็นปัจจุบัน",
        "บันทึก ธพส. ที่ 118/2569 เรื่องผลตรวจการเปิดเผยข้อมูล",
    ),
    (
        "reporting.resources_are_adequate",
        "policy-administrator",
        *(430, 360),
        "เทียบกรอบอัตรากำลังและงบประมาณกับแผนปฏิบัติการแล้ว เพียงพอสำหรับปีที่แผนครอบคลุม",
        "รายงานทบทวนอัตรากำลังฝ่ายลูกค้าและตลาด",
    ),
    (
        "reporting.information_is_clear",
        "executive",
        *(75, 180),
        "อ่านประกาศถึงลูกค้าย้อนหลังหกเดือนร่วมกับผู้แทนผู้เช่าสามราย ไม่พบข้อความที่ตีความได้สองทาง",
        "รายงานการอ่านประกาศร่วมกับผู้เช่า ครั้งที่ 2",
    ),
    (
        "reporting.service_culture",
        "policy-administrator",
        *(120, 300),
        "ดูผลอบรมบริการของทุกหน่วยงานและสุ่มสังเกตจุดบริการสี่แห่ง",
        "ทะเบียนผู้ผ่านการอบรมบริการ",
    ),
)


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Everything once; what is there already stays."""
    _duties(now, people)
    _attestations(now, people)
    build_reviews(now, people)
    _verdicts(now)
    _reports(now, people)
    _voices(now, people)


def _duties(now: datetime, people: Mapping[str, User]) -> None:
    """The calendar counts from the start of the last whole fiscal year."""
    begins = timezone.localdate(FiscalQuarter(fiscal_quarter_of(now).year_be - 1, 1).period.start) - 60 * DAY
    for deadline in Deadline.objects.filter(starts_on__gt=begins):
        services.save_deadline(
            deadline_id=deadline.pk,
            shown_version=deadline.version,
            facts={"starts_on": begins},
            by=people["policy-administrator"],
            now=now,
        )


def _attestations(now: datetime, people: Mapping[str, User]) -> None:
    """Two that count, one that has expired, one that was withdrawn."""
    if Attestation.objects.exists():
        return
    for rule, who, ago, lasting, statement, document in ATTESTATIONS:
        at = now - ago * DAY
        attestation = services.attest(
            rule_key=rule,
            statement=statement,
            expires_on=timezone.localdate(at) + lasting * DAY,
            cited=[{"label": document, "url": ""}],
            by=people[who],
            now=at,
        )
    services.withdraw_attestation(
        attestation_id=attestation.pk,
        reason="พบภายหลังว่าสองหน่วยงานยังไม่ได้อบรม ขอให้ตรวจใหม่",
        by=people["executive"],
        now=now - 30 * DAY,
    )


def _verdicts(now: datetime) -> None:
    """The rules asked as of the last thirteen month ends and the last week."""
    if ClauseVerdict.objects.exists():
        return
    moments = [now - ago * DAY for ago in (*range(390, 29, -30), *range(7, -1, -1))]
    for moment in moments:
        services.keep_verdicts(now=moment)


def _reports(now: datetime, people: Mapping[str, User]) -> None:
    """The last four ended quarters, each made some weeks after its end; the newest with words of the strategist."""
    quarters = [fiscal_quarter_of(now).previous()]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].previous())
    for quarter, after in zip(quarters, REPORTED_AFTER, strict=True):
        report = services.report_of(quarter)
        if Snapshot.objects.filter(report=report).exists():
            continue
        made = min(quarter.period.end + after, now)
        if quarter == quarters[-1]:
            services.write_preface(
                report_id=report.pk,
                judgement=JUDGEMENT,
                requests=REQUESTS,
                shown_version=report.version,
                by=people["strategist"],
                now=made,
            )
        snapshot = services.freeze(report_id=report.pk, by=people["strategist"], now=made)
        services.print_snapshot(snapshot_id=snapshot.pk, now=made)


def _voices(now: datetime, people: Mapping[str, User]) -> None:
    """The quarterly reports of customers' voices, for the same quarters."""
    quarter = fiscal_quarter_of(now)
    for _step in range(QUARTERS):
        quarter = quarter.previous()
        report = services.report_of(quarter, kind=ReportKind.VOC)
        if not Snapshot.objects.filter(report=report).exists():
            snapshot = services.freeze(report_id=report.pk, by=people["strategist"], now=now)
            services.print_snapshot(snapshot_id=snapshot.pk, now=now)
