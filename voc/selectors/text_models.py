"""The text models in use, loaded once a process and only when their file is the one that was trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import structlog
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from foundation.core.text import BrokenModel, Guess, LinearModel, load
from voc.enums.voice import TextTask
from voc.models import ModelVersion, Topic

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Labeller:
    """The models in use, by task; and topics by every name that a labelled file may call them."""

    models: dict[str, LinearModel]
    topics: dict[str, Topic]

    def guess(self, texts: Sequence[str]) -> dict[str, list[Guess]]:
        """The guesses of each task, in the order of the texts."""
        return {task: model.classify(texts) for task, model in self.models.items()}


def labeller_in_use() -> Labeller | None:
    """The models in use; None when there is none, or none whose file can be trusted."""
    models = {}
    for row in ModelVersion.objects.filter(is_in_use=True):
        try:
            models[row.task] = loaded(row.artefact, row.sha256)
        except (BrokenModel, OSError) as error:
            log.error("text_model_refused", model=row.public_id, reason=str(error))
    return Labeller(models, topics_by_name()) if models else None


@lru_cache(maxsize=4)
def loaded(artefact: str, sha256: str) -> LinearModel:
    """The model of a stored file. Raises BrokenModel when its bytes have changed, OSError when it is gone."""
    with default_storage.open(artefact) as file:
        return load(file.read(), sha256=sha256)


def topics_by_name() -> dict[str, Topic]:
    """Topics by code and by every alias."""
    topics = list(Topic.objects.filter(is_active=True))
    names = {alias.casefold(): topic for topic in topics for alias in topic.aliases}
    return names | {topic.code: topic for topic in topics}


def known_labels(task: str) -> set[str]:
    """The labels that a file for this task may use."""
    if task == TextTask.SENTIMENT:
        return {"pos", "neu", "neg", "q"}
    return set(topics_by_name())


def models_page() -> QuerySet[ModelVersion]:
    """Every training, newest first."""
    return ModelVersion.objects.select_related("trained_by").order_by("-id")
