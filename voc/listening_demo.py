"""Two fiscal years of listening: ratings at touchpoints, three surveys, a file of voices, models that label them."""

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.utils import timezone

from customers.models import Customer, Touchpoint
from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from foundation.privacy.models import Consent
from foundation.privacy.selectors import notice_in_force
from foundation.privacy.services import record_consents
from voc.demo_labels import labelled
from voc.demo_voices import COMMENTS, FILE_ROWS
from voc.enums.voice import LabelField, TextTask
from voc.listening_demo_surveys import three_surveys
from voc.models import Feedback, Voice
from voc.selectors.invitations import PURPOSE
from voc.services.feedback import give_feedback
from voc.services.imports import import_voices
from voc.services.labelled_files import add_labelled_set
from voc.services.labels import correct_label, label_batch
from voc.services.training import train, use_model
from voc.services.voices import gather_voices

SEED = 31
RATINGS = 620
SET_NAME = "ประโยคตัวอย่างที่แต่งขึ้นสำหรับการสาธิต"


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where feedback exists already. Needs touchpoints, customers and `voc-analyst` among the people."""
    if Feedback.objects.exists():
        return
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    analyst = people["voc-analyst"]
    begun = FiscalQuarter(fiscal_year_of(now) - 1, 1).period.start
    _ratings(chance, begun, now)
    _agreed(chance, begun, people["customer-officer"])
    three_surveys(chance, begun, now, analyst)
    _file(chance, begun, now, analyst)
    _models(now, analyst)
    gather_voices(now=now)
    _heard_of_every_relation(chance, now)
    while label_batch(now=now):
        pass
    _corrections(chance, now, analyst)


def _ratings(chance: Random, begun: dt.datetime, now: dt.datetime) -> None:
    """Most people tap and say nothing; one in four writes a word. Service grows a little better over the two years."""
    places = list(Touchpoint.objects.prefetch_related("stages").order_by("pk"))
    taps = Random(SEED + 1)  # noqa: S311  demonstration data, no secret
    span = (now - begun).total_seconds()
    for number in range(RATINGS):
        at = begun + dt.timedelta(seconds=chance.uniform(0, span))
        place = chance.choice(places)
        if not Touchpoint.objects.in_use_on(timezone.localdate(at)).filter(pk=place.pk).exists():
            continue
        later = (at - begun).total_seconds() / span
        rating, comment = chance.choices((5, 4, 3, 2, 1), weights=(34 + 12 * later, 36, 16, 9, 5 - 2 * later))[0], ""
        if chance.random() < 0.26 and place.channel in COMMENTS:
            rating, comment = chance.choice(COMMENTS[place.channel])
        served = list(place.stages.all())
        give_feedback(
            touchpoint=place,
            stage=taps.choice(served) if taps.random() < 0.8 else None,
            rating=rating,
            comment=comment,
            category=chance.choice(("", "", "staff", "speed", "place", "information", "price")),
            language="th",
            notice=notice_in_force("survey", at=at),
            form_key=f"demo-{number}",
            now=at,
        )


def _agreed(chance: Random, begun: dt.datetime, officer: User) -> None:
    """Two of three customers agreed at the counter that we may ask them."""
    notice = notice_in_force("survey")
    if notice is None or Consent.objects.filter(subject_kind="customer", purpose__key=PURPOSE).exists():
        return
    for customer in Customer.objects.filter(erased_at__isnull=True).select_related("data_key").order_by("pk"):
        if customer.data_key and chance.random() < 0.68:
            record_consents(
                purposes={PURPOSE: True},
                notice=notice,
                subject_kind="customer",
                subject_public_id=customer.public_id,
                channel="counter",
                now=begun + dt.timedelta(days=chance.randrange(60)),
                by=officer,
                subject_key=customer.data_key,
            )


def _file(chance: Random, begun: dt.datetime, now: dt.datetime, analyst: User) -> None:
    """Once a half-year the telephone centre hands a file over; one row has no date."""
    with TemporaryDirectory() as folder:
        for number in range(4):
            first = begun + dt.timedelta(days=180 * number)
            path = Path(folder) / f"voices-{number + 1}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["วันที่", "ช่องทาง", "ข้อความ"])
                for channel, words in FILE_ROWS:
                    day = timezone.localdate(first + dt.timedelta(days=chance.randrange(170)))
                    writer.writerow([f"{day.day}/{day.month}/{day.year + 543}", channel, words])
                writer.writerow(["", "phone", "ไม่ได้จดวันที่ไว้"])
            handed = min(first + dt.timedelta(days=178), now)
            import_voices(path=path, name=path.name, by=analyst, now=handed)


def _models(now: dt.datetime, analyst: User) -> None:
    """Small models from sentences of our own, trained at once: some seconds."""
    with TemporaryDirectory() as folder:
        for task in TextTask.values:
            path = Path(folder) / f"{task}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("text", "label"), *labelled(task)])
            when = now - dt.timedelta(days=20)
            add_labelled_set(path=path, name=SET_NAME, task=task, by=analyst, now=when)
            model = train(task=task, by=analyst, now=when)
            use_model(model_id=model.pk, by=analyst, now=when)


def _heard_of_every_relation(chance: Random, now: dt.datetime) -> None:
    """Some voices of the files were known by name: former and competitors' customers among them."""
    lately = Voice.objects.filter(voice_import__isnull=False, occurred_at__gte=now - dt.timedelta(days=300))
    voices = list(lately.order_by("pk"))
    chance.shuffle(voices)
    for relation in ("former", "competitor", "prospect"):
        customers = list(Customer.objects.filter(relation=relation, erased_at__isnull=True).order_by("pk")[:3])
        for customer in customers:
            if voices:
                Voice.objects.filter(pk=voices.pop().pk).update(customer=customer)


def _corrections(chance: Random, now: dt.datetime, analyst: User) -> None:
    """The analyst looked at the most doubtful ones of the last months and put some right."""
    doubtful = Voice.objects.doubtful().exclude(complaint__isnull=False).order_by("confidence", "pk")[:24]
    for place, voice in enumerate(doubtful):
        value = voice.sentiment if chance.random() < 0.6 else chance.choice(("neg", "pos", "neu"))
        at = now - dt.timedelta(hours=48 - place)
        correct_label(voice_id=voice.pk, field=LabelField.SENTIMENT, value=value, by=analyst, now=at)
