"""Demo of relationships over two fiscal years: contracts, opportunities, programmes, support needs.

It stands on the demo's customers, products, segments and complaints, and is told through the services.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from customers.enums import Party, Relation
from customers.models import Customer, Touchpoint
from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from products.models import Product
from relationships import services
from relationships.demo_texts import ACTIVITIES, CROSS, NEEDS, PROGRAMMES, UPSELLS, ProgrammeText
from relationships.enums import Effect, HoldingKind, HoldingStatus, LossReason, OpportunityKind
from relationships.models import Holding, Opportunity, Programme
from segmentation.selectors import segments_in_force

SEED = 2569
YEAR = relativedelta(years=1)
DAY = dt.timedelta(days=1)
KEPT = 0.9  # so many contracts of a hundred are renewed
BUILDINGS = ("A", "B")
REASONS = (LossReason.PRICE, LossReason.SMALLER, LossReason.SPACE, LossReason.COMPETITOR, LossReason.OWN_BUILDING)


@dataclass(frozen=True)
class Teller:
    """What every part of the story needs."""

    now: dt.datetime
    officer: User
    strategist: User
    chance: Random

    @property
    def today(self) -> dt.date:
        """The present day."""
        return timezone.localdate(self.now)

    def at(self, day: dt.date) -> dt.datetime:
        """An hour at the desk on that day, but never one to come."""
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(10, 20)))
        return min(moment, self.now)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Everything once; nothing where there are contracts already."""
    if Holding.objects.exists():
        return
    teller = Teller(now, people["customer-officer"], people["strategist"], Random(SEED))  # noqa: S311  no secret
    products = {product.code: product for product in Product.objects.all()}
    organisations = Customer.objects.visible_to(teller.officer).filter(party=Party.ORGANISATION, erased_at=None)
    _contracts(teller, list(organisations.filter(relation=Relation.CURRENT).order_by("pk")), products)
    _opportunities(teller, products)
    _chances_with_others(teller, list(organisations.exclude(relation=Relation.CURRENT).order_by("pk")), products)
    _programmes(teller)
    _needs(teller)


def _contracts(teller: Teller, customers: Sequence[Customer], products: Mapping[str, Product]) -> None:
    """A lease from the first day as a customer, renewed year by year; one in ten ends instead."""
    for index, customer in enumerate(customers):
        product = products["office-space" if customer.kind == "agency" else "shop-space"]
        starts = customer.relation_since
        area = Decimal(teller.chance.randrange(40, 900, 20))
        values = {
            "kind": HoldingKind.LEASE,
            "product": product,
            "subject": product.name_th,
            "building": BUILDINGS[index % 2],
            "space": f"{index // 20 + 1}-{index % 20 + 1:02d}",
            "area": area,
            "yearly_value": area * 12 * teller.chance.randrange(350, 700, 10),
            "starts_on": starts,
            "ends_on": starts + YEAR - DAY,
        }
        holding = services.record_holding(customer=customer, values=values, by=teller.officer, now=teller.at(starts))
        _follow(teller, holding)


def _follow(teller: Teller, holding: Holding) -> None:
    """What became of a contract at each of its last days that are past."""
    while holding.ends_on < teller.today:
        if teller.chance.random() > KEPT:
            services.end_holding(
                holding_id=holding.pk,
                on=holding.ends_on,
                reason=teller.chance.choice(REASONS),
                note="",
                by=teller.officer,
                now=teller.at(holding.ends_on + DAY),
            )
            return
        holding = services.renew_holding(
            holding_id=holding.pk,
            ends_on=holding.ends_on + YEAR,
            by=teller.officer,
            now=teller.at(holding.ends_on - 20 * DAY),
        )


def _opportunities(teller: Teller, products: Mapping[str, Product]) -> None:
    """Up-selling and cross-selling with those who have a contract: most won, some lost, the newest open."""
    running = list(Holding.objects.filter(status=HoldingStatus.RUNNING).select_related("customer").order_by("pk"))
    begun = FiscalQuarter(fiscal_year_of(teller.now) - 2, 1).period.start.date()
    for index, holding in enumerate(running):
        for kind, text in (
            (OpportunityKind.UPSELL, UPSELLS[index % len(UPSELLS)]),
            (OpportunityKind.CROSS, CROSS[index % len(CROSS)]),
        ):
            if teller.chance.random() > 0.45:
                continue
            first = max(holding.starts_on, begun)
            opened = first + DAY * teller.chance.randrange(max(1, (teller.today - first).days))
            values = {
                "kind": kind,
                "title": text.title,
                "product": products[text.product],
                "holding": holding if kind == OpportunityKind.UPSELL else None,
                "value": Decimal(teller.chance.randrange(24, 480, 12) * 1000),
                "probability": teller.chance.choice((20, 40, 60, 80)),
            }
            _deal(teller, holding.customer, values, opened)


def _chances_with_others(teller: Teller, customers: Sequence[Customer], products: Mapping[str, Product]) -> None:
    """Possible and former customers, and some who are with a competitor: chances that are still open, or lost."""
    for index, customer in enumerate(customers):
        if index % 3 == 2:
            continue
        kind = OpportunityKind.WINBACK if customer.relation == Relation.FORMER else OpportunityKind.NEW
        opened = max(customer.relation_since, teller.today - DAY * teller.chance.randrange(20, 300))
        values = {
            "kind": kind,
            "title": products["office-space"].name_th,
            "product": products["office-space"],
            "value": Decimal(teller.chance.randrange(120, 1500, 60) * 1000),
            "probability": 30,
        }
        _deal(teller, customer, values, opened, may_win=False)


def _deal(
    teller: Teller, customer: Customer, values: Mapping[str, object], opened: dt.date, *, may_win: bool = True
) -> None:
    """One opportunity from the day it was seen: a step every two weeks as long as the weeks are past."""
    opportunity = services.open_opportunity(customer=customer, values=values, by=teller.officer, now=teller.at(opened))
    steps = (services.qualify_opportunity, services.make_offer)
    day = opened
    for step in steps:
        day += 14 * DAY
        if day >= teller.today:
            _plan_next(teller, opportunity)
            return
        step(opportunity_id=opportunity.pk, by=teller.officer, now=teller.at(day))
    day += 14 * DAY
    if day >= teller.today:
        _plan_next(teller, opportunity)
    elif may_win and teller.chance.random() < 0.7:
        terms = {"starts_on": day, "ends_on": day + YEAR - DAY}
        services.win_opportunity(opportunity_id=opportunity.pk, values=terms, by=teller.officer, now=teller.at(day))
    else:
        reason = teller.chance.choice(REASONS)
        services.lose_opportunity(
            opportunity_id=opportunity.pk, reason=reason, note="", by=teller.officer, now=teller.at(day)
        )


def _plan_next(teller: Teller, opportunity: Opportunity) -> None:
    opportunity.refresh_from_db()
    services.update_opportunity(
        opportunity_id=opportunity.pk,
        shown_version=opportunity.version,
        values={"next_step": "นัดหมายพบลูกค้า", "next_step_on": teller.today + DAY * teller.chance.randrange(-2, 25)},
        by=teller.officer,
        now=teller.now,
    )


def _programmes(teller: Teller) -> None:
    """One closed with its lesson, one running, one being planned, for the largest segments in use."""
    segments = segments_in_force()
    if not segments:
        return
    year = fiscal_year_of(teller.now)
    spans = (
        (FiscalQuarter(year - 1, 2).period.start.date(), FiscalQuarter(year - 1, 3).period.end.date() - DAY),
        (FiscalQuarter(year - 1, 4).period.start.date(), FiscalQuarter(year, 2).period.end.date() - DAY),
        (FiscalQuarter(year, 3).period.start.date(), FiscalQuarter(year, 4).period.end.date() - DAY),
    )
    for index, (text, (starts, ends)) in enumerate(zip(PROGRAMMES, spans, strict=True)):
        planned = min(starts - 20 * DAY, teller.today - 5 * DAY)
        values = {
            "name": text.name,
            "objective": text.objective,
            "segment": segments[index % len(segments)],
            "budget": text.budget,
            "starts_on": starts,
            "ends_on": ends,
        }
        programme = services.create_programme(values=values, by=teller.strategist, now=teller.at(planned))
        services.add_measure(
            programme_id=programme.pk,
            metric_key=text.metric,
            target=text.target,
            by=teller.strategist,
            now=teller.at(planned),
        )
        _run(teller, programme, text, planned)


def _run(teller: Teller, programme: Programme, text: ProgrammeText, planned: dt.date) -> None:
    if programme.starts_on > teller.today:
        return
    by = teller.strategist
    services.draw_members(programme_id=programme.pk, as_of=planned, by=by, now=teller.at(planned))
    services.start_programme(programme_id=programme.pk, by=by, now=teller.at(programme.starts_on))
    for index, title in enumerate(ACTIVITIES):
        due = programme.starts_on + DAY * 30 * (index + 1)
        activity = services.add_activity(
            programme_id=programme.pk,
            values={"title": title, "due_on": due},
            by=by,
            now=teller.at(programme.starts_on),
        )
        if due < teller.today:
            services.complete_activity(activity_id=activity.pk, outcome="ทำตามแผน", by=by, now=teller.at(due))
    if programme.ends_on >= teller.today:
        return
    evaluated = teller.at(programme.ends_on + 12 * DAY)
    services.evaluate_programme(
        programme_id=programme.pk,
        effect=Effect.PARTLY,
        comparison="ลูกค้ารายอื่นทั้งหมดในเดือนเดียวกัน",
        evaluation=text.evaluation,
        spent=text.budget * Decimal("0.86"),
        by=by,
        now=evaluated,
    )
    services.close_programme(programme_id=programme.pk, lesson=text.lesson, by=by, now=evaluated)


def _needs(teller: Teller) -> None:
    """Two needs of every segment, met by the touchpoints that are meant for them; the last one is met by none yet."""
    touchpoints = list(Touchpoint.objects.filter(closed_on__isnull=True).order_by("pk"))
    segments = segments_in_force()
    for index, segment in enumerate(segments):
        for offset in range(2):
            text = NEEDS[(2 * index + offset) % len(NEEDS)]
            is_last = index == len(segments) - 1 and offset == 1
            values = {
                "segment": segment,
                "title": text.title,
                "detail": "",
                "importance": text.importance,
                "source": text.source,
                "touchpoints": [] if is_last else touchpoints[(index + offset) % 3 :: 4][:3],
            }
            services.record_need(values=values, by=teller.officer, now=teller.now - DAY * (60 - index))
