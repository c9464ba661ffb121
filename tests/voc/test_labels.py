"""Models are trained, judged, stored as numbers and checked by hash; people's labels win and are kept."""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.jobs import enqueue
from foundation.core.text import BrokenModel, LinearModel, load
from tests.customers.factories import NOW
from tests.voc.listening import make_voice
from voc import training
from voc.demo_labels import labelled
from voc.models import Label, LabelledSet, ModelVersion, Topic, Voice
from voc.selectors.quality import label_quality
from voc.selectors.text_models import labeller_in_use
from voc.services.labelled_files import add_labelled_set
from voc.services.labels import correct_label, label_batch
from voc.services.training import train, training_material, use_model
from voc.tasks import GATHER, TRAIN

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *rows])
    return path


def learned(tmp_path: Path, task: str = "sentiment") -> ModelVersion:
    """A small model of our own sentences, in use."""
    add_labelled_set(path=write(tmp_path / f"{task}.csv", labelled(task)), name="own", task=task, by=None, now=NOW)
    return use_model(model_id=train(task=task, by=None, now=NOW).pk, by=None, now=NOW)


def test_a_model_is_better_than_guessing_on_texts_it_has_not_seen(tmp_path: Path) -> None:
    for task, chance in (("sentiment", 0.25), ("topic", 0.1)):
        model = learned(tmp_path, task)
        assert (model.n_train, model.n_test) == (160, 40)
        assert model.accuracy > 1.6 * chance
        assert sum(map(sum, model.results["confusion"])) == 40


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    add_labelled_set(path=write(tmp_path / "a.csv", labelled("topic")), name="a", task="topic", by=None, now=NOW)
    first, second = train(task="topic", by=None, now=NOW), train(task="topic", by=None, now=NOW)
    assert (first.accuracy, first.n_test, second.number) == (second.accuracy, second.n_test, 2)


def test_a_stored_model_scores_as_before_and_its_scores_add_up() -> None:
    texts, labels, _scarce = training.usable(*zip(*labelled("sentiment"), strict=True))
    model = training.fit(texts, labels, seed=1)
    file = model.to_bytes()
    again = load(file, sha256=hashlib.sha256(file).hexdigest())
    assert np.allclose(model.scores(texts[:20]), again.scores(texts[:20]), atol=1e-5)
    assert np.allclose(again.scores(texts[:20]).sum(axis=1), 1)
    assert again.classify([]) == []


def test_two_classes_and_texts_without_known_words_work() -> None:
    pairs = [(text, label) for text, label in labelled("sentiment") if label in ("pos", "neg")]
    model = training.fit([text for text, _l in pairs], [label for _t, label in pairs], seed=1)
    assert set(model.classes) == {"neg", "pos"}
    right = sum(g.label == label for g, (_t, label) in zip(model.classify([t for t, _l in pairs]), pairs, strict=True))
    assert right > 0.9 * len(pairs)
    assert model.classify(["☃"])[0].label in model.classes


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04 no archive", b"\x80\x04cos\nsystem\n(S'true'\ntR."])
def test_a_file_that_is_no_model_is_refused(file: bytes) -> None:
    with pytest.raises(BrokenModel):
        load(file, sha256=hashlib.sha256(file).hexdigest())


def test_a_changed_file_is_never_loaded(tmp_path: Path) -> None:
    model = learned(tmp_path)
    with default_storage.open(model.artefact, "ab") as file:
        file.write(b"x")
    with pytest.raises(BrokenModel):
        load(default_storage.open(model.artefact).read(), sha256=model.sha256)
    from voc.selectors import text_models

    text_models.loaded.cache_clear()
    assert labeller_in_use() is None
    make_voice()
    assert label_batch(now=NOW) == 0


def test_rows_of_unknown_classes_are_refused_with_a_reason(tmp_path: Path) -> None:
    rows = [("ดี", "pos"), ("แย่", "angry"), ("", "neg"), ("กี่โมง", "Q")]
    kept = add_labelled_set(path=write(tmp_path / "a.csv", rows), name="a", task="sentiment", by=None, now=NOW)
    assert (kept.texts.count(), kept.refused) == (2, 2)
    assert [(issue["row"], issue["value"]) for issue in kept.issues] == [(3, "angry"), (4, "")]
    again = add_labelled_set(path=tmp_path / "a.csv", name="b", task="sentiment", by=None, now=NOW)
    assert again == kept


def test_a_file_without_a_usable_row_or_column_is_refused(tmp_path: Path, person: Person) -> None:
    with pytest.raises(Refused, match="angry"):
        add_labelled_set(
            path=write(tmp_path / "a.csv", [("แย่", "angry")]), name="a", task="sentiment", by=None, now=NOW
        )
    (tmp_path / "b.csv").write_text("words,label\nก,pos\n")
    with pytest.raises(Refused):
        add_labelled_set(path=tmp_path / "b.csv", name="b", task="sentiment", by=None, now=NOW)
    with pytest.raises(NotAllowed):
        add_labelled_set(path=tmp_path / "b.csv", name="b", task="sentiment", by=person("auditor"), now=NOW)
    assert not LabelledSet.objects.exists()


def test_too_little_to_learn_from_is_said(tmp_path: Path) -> None:
    add_labelled_set(path=write(tmp_path / "a.csv", [("ดี", "pos")]), name="a", task="sentiment", by=None, now=NOW)
    with pytest.raises(Refused):
        train(task="sentiment", by=None, now=NOW)


def test_names_of_published_classes_become_topics(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,action,object,destination\nจ่ายบิล,enquire,bill,billing and payment\n", encoding="utf-8")
    kept = add_labelled_set(path=path, name="a", task="topic", by=None, now=NOW)
    assert kept.texts.get().label == "payment"


def test_a_person_s_label_wins_is_kept_and_learned_from(tmp_path: Path, person: Person) -> None:
    analyst, voice = person("voc-analyst"), make_voice("ลิฟต์เสียบ่อยมาก")
    model = learned(tmp_path)
    assert label_batch(now=NOW) == 1
    voice.refresh_from_db()
    assert voice.sentiment in {"pos", "neu", "neg", "q"}
    before = voice.sentiment
    said = "neu" if before != "neu" else "pos"
    correct_label(voice_id=voice.pk, field="sentiment", value=said, by=analyst, now=NOW)
    use_model(model_id=model.pk, by=analyst, now=NOW)
    Voice.objects.update(labelled_at=None)
    label_batch(now=NOW)
    voice.refresh_from_db()
    assert (voice.sentiment, voice.fixed, voice.is_checked) == (said, ["sentiment"], True)
    label = Label.objects.get()
    assert (label.before, label.value, label.by, label.corrects) == (before, said, analyst, True)
    assert label_quality().corrected_share == 100
    texts, labels, sources = training_material("sentiment")
    assert (texts[-1], labels[-1], sources[-1]) == (voice.text, said, {"name": "corrections", "n": 1})


def test_labels_only_grow(person: Person) -> None:
    correct_label(voice_id=make_voice().pk, field="kind", value="praise", by=person("voc-analyst"), now=NOW)
    for change in (lambda: Label.objects.update(value="need"), lambda: Label.objects.all().delete()):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("field", "value"), [("sentiment", "angry"), ("topic", "no-such"), ("kind", ""), ("text", "x"), ("", "")]
)
def test_unknown_labels_are_refused(person: Person, field: str, value: str) -> None:
    with pytest.raises(Incomplete):
        correct_label(voice_id=make_voice().pk, field=field, value=value, by=person("voc-analyst"), now=NOW)
    assert not Label.objects.exists()


def test_an_auditor_labels_nothing(person: Person) -> None:
    with pytest.raises(NotAllowed):
        correct_label(voice_id=make_voice().pk, field="sentiment", value="neg", by=person("auditor"), now=NOW)


def test_jobs_train_gather_and_label(tmp_path: Path, person: Person) -> None:
    add_labelled_set(path=write(tmp_path / "a.csv", labelled("topic")), name="a", task="topic", by=None, now=NOW)
    job = enqueue(TRAIN, params={"task": "topic"}, by=person("voc-analyst"))
    job_runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == "succeeded"
    use_model(model_id=ModelVersion.objects.get().pk, by=None, now=NOW)
    voice = make_voice("ที่จอดรถไม่พอ")
    job_runner.run(enqueue(GATHER, params={}, by=None).pk)
    voice.refresh_from_db()
    assert voice.topic == Topic.objects.get(code="parking")
    assert voice.labelled_at is not None


def test_the_database_holds_one_model_in_use_a_task(tmp_path: Path) -> None:
    model = learned(tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(
            task=model.task, number=9, algorithm="x", trained_at=NOW, n_train=1, n_test=1, seed=1, accuracy=0,
            macro_f1=0, artefact="x", sha256="x", is_in_use=True,
        )  # fmt: skip


def test_the_command_judges_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "judge.csv", [*labelled("sentiment"), ("x", "angry")])
    with pytest.raises(CommandError, match="in use"):
        call_command("evaluate_text_model", str(path))
    learned(tmp_path)
    call_command("evaluate_text_model", str(path))
    said = capsys.readouterr().out
    assert "n 200 (rows refused: 1)" in said
    assert "accuracy 0.9" in said
    assert "macro F1" in said
    assert "  q: precision" in said


def test_accuracy_and_macro_f1_against_a_hand_count() -> None:
    model = LinearModel(("a", "b"), ("a", "b"), np.ones(2), np.eye(2) * 9, np.zeros(2))
    judged = training.judge(model, ["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert judged.accuracy == 0.75
    # a: precision 1/2, recall 1 → 2/3; b: precision 1, recall 2/3 → 4/5.
    assert judged.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert judged.confusion == [[1, 0], [1, 2]]
