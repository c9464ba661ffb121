"""Training a text model from labelled files and people's corrections; taking it into use."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.file_store import keep_if_committed
from voc import training
from voc.models import Label, LabelledSet, LabelledText, ModelVersion, Voice
from voc.selectors.text_models import loaded

SEED = 25650912
FOLDER = "text-models"
Step = Callable[[int, int], None]


def training_material(task: str) -> tuple[list[str], list[str], list[dict[str, Any]]]:
    """Every labelled text of a task, people's corrections of our own voices last so that they win; and the sources."""
    texts, labels, sources = [], [], []
    for kept in LabelledSet.objects.filter(task=task).order_by("pk"):
        rows = list(LabelledText.objects.filter(labelled_set=kept).order_by("pk").values_list("text", "label"))
        texts += [text for text, _label in rows]
        labels += [label for _text, label in rows]
        sources.append({"name": kept.name, "n": len(rows)})
    newest = Label.objects.filter(field=task).order_by("voice_id", "-at", "-id").distinct("voice_id")
    own = list(newest.values_list("voice__text", "value"))
    if own:
        texts += [text for text, _value in own]
        labels += [value for _text, value in own]
        sources.append({"name": "corrections", "n": len(own)})
    return texts, labels, sources


def train(*, task: str, by: User | None, now: datetime, step: Step = lambda done, total: None) -> ModelVersion:
    """Train, judge on the held-out fifth, keep file and figures. The model is not yet in use.

    Raises NotAllowed; Refused when there is too little to learn from.
    """
    if by is not None and not by.can(Permission.VOC_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))
    texts, labels, sources = training_material(task)
    texts, labels, scarce = training.usable(texts, labels)
    if len(set(labels)) < 2:
        raise Refused(
            _("There is too little to learn from: at least two classes with %(n)s texts each are needed.")
            % {"n": training.FEWEST_A_CLASS}
        )
    parts = training.split(texts, labels, seed=SEED)
    step(1, 3)
    model = training.fit(*parts.train, seed=SEED)
    step(2, 3)
    judged = training.judge(model, *parts.test)
    step(3, 3)
    return _kept(task, model.to_bytes(), judged, parts, sources, scarce, by, now)


@transaction.atomic
def use_model(*, model_id: int, by: User | None, now: datetime) -> ModelVersion:
    """Label with this model from now on; voices that no person has looked at are labelled anew.

    Raises NotAllowed, BrokenModel when its file is not the one that was trained.
    """
    if by is not None and not by.can(Permission.VOC_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))
    model = ModelVersion.objects.select_for_update().get(pk=model_id)
    loaded(model.artefact, model.sha256)
    ModelVersion.objects.filter(task=model.task, is_in_use=True).exclude(pk=model.pk).update(is_in_use=False)
    model.is_in_use = True
    model.save(update_fields=["is_in_use"])
    Voice.objects.filter(is_checked=False).update(labelled_at=None)
    return model


@transaction.atomic
def _kept(
    task: str, file: bytes, judged: training.Judged, parts: training.Split, sources: list[dict[str, Any]],
    scarce: dict[str, int], by: User | None, now: datetime,
) -> ModelVersion:  # fmt: skip
    digest = hashlib.sha256(file).hexdigest()
    stored_as = default_storage.save(f"{FOLDER}/{digest}.npz", ContentFile(file))
    keep_if_committed(stored_as)
    last = ModelVersion.objects.filter(task=task).aggregate(last=Max("number"))["last"] or 0
    return ModelVersion.objects.create(
        task=task,
        number=last + 1,
        algorithm=training.ALGORITHM,
        trained_at=now,
        trained_by=by,
        sources=sources,
        n_train=len(parts.train[0]),
        n_test=judged.n,
        seed=SEED,
        accuracy=judged.accuracy,
        macro_f1=judged.macro_f1,
        results={**judged.as_dict(), "left_out": scarce},
        artefact=stored_as,
        sha256=digest,
    )
