"""Two fiscal years of what came of listening: the plan, insights, announcements, "you said, we did"."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from random import Random
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import Complaint
from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.models import Job, Notification, OutboxMessage, OutboxState
from foundation.core.references import resolve
from foundation.core.thai.text import search_form
from foundation.privacy.selectors import notice_in_force
from foundation.privacy.services import record_consents
from segmentation.selectors import segments_in_force
from voc import insight_demo_texts as texts
from voc.models import Announcement, DoneEntry, Insight, Voice
from voc.services import announcements, done, insights, plan, sending
from voc.tasks import SEND

SEED = 34
FAILED_IN_A_HUNDRED = 3
AGREED_IN_A_HUNDRED = 40
MOST_CITED = 3
WHOLE_WAY = frozenset({"closed", "followed_up"})


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where announcements exist already. Needs customers, complaints, `voc-analyst` and `executive`."""
    if Announcement.objects.exists():
        return
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    last_note = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _plan(now, people)
    _consents(now, chance)
    for told in texts.ANNOUNCEMENTS:
        _announcement(told, now, people, chance)
    _in_the_making(now, people)
    for line in texts.INSIGHTS:
        _insight(line, now, people)
    _done(now, people)
    sending.settle()
    open_pages = [row.get_absolute_url() for row in Insight.objects.filter(status="proposed")]
    old = Notification.objects.filter(pk__gt=last_note, read_at__isnull=True).exclude(url__in=open_pages)
    old.exclude(url__contains=_waiting_id()).update(read_at=now)


def _plan(now: dt.datetime, people: Mapping[str, User]) -> None:
    begun = now - dt.timedelta(days=700)
    for channel, thai, english, owner, frequency, groups, stages, done_ago in texts.PLAN:
        facts = {
            "channel": channel,
            "method_th": thai,
            "method_en": english,
            "owner": people[owner],
            "frequency": frequency,
            "groups": list(groups),
            "stages": list(stages),
            "starts_on": begun.date(),
        }
        by = people["voc-analyst"]
        row = plan.save_plan(plan_id=None, shown_version=None, facts=facts, by=by, now=begun)
        when = now - dt.timedelta(days=done_ago)
        plan.listened(plan_id=row.pk, on=timezone.localdate(when), by=by, now=when)


def _consents(now: dt.datetime, chance: Random) -> None:
    """Some customers have agreed to be sent news."""
    notice = notice_in_force("enquiry", at=now)
    if notice is None:
        return
    for customer in Customer.objects.exclude(email_hash="").select_related("data_key").order_by("pk"):
        if customer.data_key and chance.randrange(100) < AGREED_IN_A_HUNDRED:
            record_consents(
                purposes={"marketing": True},
                notice=notice,
                subject_kind="customer",
                subject_public_id=customer.public_id,
                channel="counter",
                now=now - dt.timedelta(days=720),
                subject_key=customer.data_key,
            )


def _announcement(told: tuple[Any, ...], now: dt.datetime, people: Mapping[str, User], chance: Random) -> None:
    ago, kind, urgency, audience, channels, title_th, title_en, body_th, body_en, valid, ended = told
    at = _office_hour(now - dt.timedelta(days=ago))
    facts = {
        "kind": kind,
        "urgency": urgency,
        "audience": audience,
        "relations": ["current"] if audience == "relations" else [],
        "channels": list(channels),
        "title_th": title_th,
        "title_en": title_en,
        "body_th": body_th,
        "body_en": body_en,
        "valid_from": at,
        "valid_until": at + dt.timedelta(days=valid),
    }
    row = _published(
        announcements.write_announcement(facts=facts, by=people["voc-analyst"], now=at), at, people, chance
    )
    if ended == "withdrawn":
        why = "กำหนดการเปลี่ยนทั้งหมด จะแจ้งใหม่เมื่อได้ข้อสรุป"
        later = at + dt.timedelta(days=2)
        announcements.withdraw_announcement(announcement_id=row.pk, reason=why, by=people["executive"], now=later)
    elif ended == "corrected":
        later = at + dt.timedelta(days=3)
        new = announcements.correct_announcement(announcement_id=row.pk, by=people["voc-analyst"], now=later)
        changed_th, changed_en, new_th, new_en = texts.CORRECTION
        words = {"changed_th": changed_th, "changed_en": changed_en, "body_th": new_th, "body_en": new_en}
        new = announcements.change_announcement(
            announcement_id=new.pk, shown_version=new.version, facts=words, by=people["voc-analyst"], now=later
        )
        _published(new, later, people, chance)
    announcements.keep_the_hours(now=min(now, at + dt.timedelta(days=valid + 1)))


def _published(row: Announcement, at: dt.datetime, people: Mapping[str, User], chance: Random) -> Announcement:
    """Through approval to publishing, and sent as if the mail had gone out then."""
    row = announcements.submit_announcement(announcement_id=row.pk, by=people["voc-analyst"], now=at)
    row = announcements.approve_announcement(
        announcement_id=row.pk, shown_hash=row.content_hash, by=people["executive"], now=at
    )
    if row.published_at is None:
        row = announcements.publish_announcement(announcement_id=row.pk, by=people["voc-analyst"], now=at)
    Job.objects.filter(kind=SEND, key=row.public_id).delete()
    while row.by_email and sending.send_batch(row, now=at):
        pass
    _as_if_sent(row, at, chance)
    return row


def _as_if_sent(row: Announcement, at: dt.datetime, chance: Random) -> None:
    """The messages of the past have gone out; a few did not arrive. None is left for a worker to send."""
    queued = OutboxMessage.objects.filter(announcement_delivery__announcement=row, state=OutboxState.QUEUED)
    keys = list(queued.order_by("pk").values_list("pk", flat=True))
    failed = [pk for pk in keys if chance.randrange(100) < FAILED_IN_A_HUNDRED]
    done_at = {"finished_at": at + dt.timedelta(minutes=4)}
    OutboxMessage.objects.filter(pk__in=failed).update(state=OutboxState.FAILED, error="550", **done_at)
    blank = {"recipient": None, "subject": None, "body": None}
    sent = OutboxMessage.objects.filter(pk__in=set(keys) - set(failed))
    sent.update(state=OutboxState.SENT, **blank, **done_at)


def _in_the_making(now: dt.datetime, people: Mapping[str, User]) -> None:
    """One waits for approval, one is a draft."""
    common = {"kind": "safety", "urgency": "normal", "audience": "everyone", "channels": ["portal", "email"]}
    begins = _office_hour(now + dt.timedelta(days=5))
    for words, ago in ((texts.WAITING, 1), (texts.DRAFTED, 0)):
        at = now - dt.timedelta(days=ago, hours=2)
        named = dict(zip(("title_th", "title_en", "body_th", "body_en"), words, strict=True))
        facts = {**common, **named, "valid_from": begins, "valid_until": begins + dt.timedelta(days=40)}
        row = announcements.write_announcement(facts=facts, by=people["voc-analyst"], now=at)
        if words is texts.WAITING:
            announcements.submit_announcement(announcement_id=row.pk, by=people["voc-analyst"], now=at)


def _insight(line: tuple[Any, ...], now: dt.datetime, people: Mapping[str, User]) -> None:
    ago, need, title, heard, decision, reason, outcome, state, words = line
    at = _office_hour(now - dt.timedelta(days=ago))
    analyst, executive = people["voc-analyst"], people["executive"]
    segments = [segment.public_id for segment in segments_in_force(at)[:2]]
    facts = {
        "title": title,
        "heard": heard,
        "need_code": need if resolve(analyst, "need", need) else "",
        "segments": segments,
        "owner": people["product-manager"] if state == "overdue" else analyst,
        "heard_since": timezone.localdate(at - dt.timedelta(days=18 + ago % 23)),
    }
    row = insights.write_insight(facts=facts, sources=_sources(need, words, at, analyst), by=analyst, now=at)
    if state == "draft":
        return
    insights.propose_insight(insight_id=row.pk, by=analyst, now=at + dt.timedelta(days=1))
    if state == "proposed":
        return
    decided_at = at + dt.timedelta(days=8 + ago % 25)
    days = {"overdue": max(ago - 8 - ago % 25 - 8, 1), "decided": 90}.get(state, 60)
    follow_up_on = None if decision == "wont" else timezone.localdate(decided_at + dt.timedelta(days=days))
    insights.decide_insight(
        insight_id=row.pk, decision=decision, reason=reason, follow_up_on=follow_up_on, by=executive, now=decided_at
    )
    if state in WHOLE_WAY and outcome:
        told_at = decided_at + dt.timedelta(days=52)
        insights.follow_up_insight(insight_id=row.pk, outcome=outcome, by=analyst, now=told_at)
        if state == "closed":
            insights.close_insight(insight_id=row.pk, by=analyst, now=told_at + dt.timedelta(days=3))


def _sources(need: str, words: Iterable[str], at: dt.datetime, by: User) -> list[tuple[str, str]]:
    """The need, where a survey has asked about it, and the latest complaints and voices that speak of the matter."""
    cited = [("need", need)] if resolve(by, "need", need) else []
    told = reduce(or_, (Q(subject__contains=word) | Q(description__contains=word) for word in words))
    said = reduce(or_, (Q(search_text__contains=search_form(word)) for word in words))
    complaints = Complaint.objects.visible_to(by).filter(told, received_at__lt=at).order_by("-received_at")
    voices = Voice.objects.visible_to(by).filter(said, occurred_at__lt=at, complaint__isnull=True)
    found: dict[str, QuerySet[Any]] = {"complaint": complaints, "voice": voices.order_by("-occurred_at", "-pk")}
    return cited + [(kind, row.public_id) for kind, rows in found.items() for row in rows[:MOST_CITED]]


def _done(now: dt.datetime, people: Mapping[str, User]) -> None:
    sources = list(Insight.objects.filter(status__in=WHOLE_WAY).exclude(decision="wont").order_by("pk"))
    analyst, executive = people["voc-analyst"], people["executive"]
    for i, (ago, *words) in enumerate(texts.DONE):
        at = _office_hour(now - dt.timedelta(days=ago))
        row = done.submit_done(entry_id=_entry(words, at, analyst, sources[i : i + 1]).pk, by=analyst, now=at)
        done.publish_done(entry_id=row.pk, shown_version=row.version, by=executive, now=at + dt.timedelta(days=1))
    waiting = _entry(list(texts.DONE_WAITING), now - dt.timedelta(days=2), analyst, [])
    done.submit_done(entry_id=waiting.pk, by=analyst, now=now - dt.timedelta(days=2))


def _entry(words: list[str], at: dt.datetime, by: User, source: list[Insight]) -> DoneEntry:
    facts: dict[str, object] = dict(zip(("said_th", "said_en", "did_th", "did_en"), words, strict=True))
    facts["since"] = timezone.localdate(at - dt.timedelta(days=5))
    if source:
        facts |= {"source_kind": "insight", "source_id": source[0].public_id}
    return done.write_done(facts=facts, by=by, now=at)


def _waiting_id() -> str:
    """The address of the announcement that waits for approval: its note stays unread."""
    return Announcement.objects.filter(status="submitted").values_list("public_id", flat=True).first() or "-"


def _office_hour(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment).replace(hour=9, minute=40, second=0, microsecond=0)
