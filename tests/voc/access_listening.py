"""Who may use the addresses of listening."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from tests.access import Row
from tests.customers.factories import NOW, make_touchpoint
from tests.people import someone
from tests.voc import listening as make
from voc.models import LabelledSet, ModelVersion, VoiceImport

RESULTS = {"interval": [0.5, 0.7], "classes": ["neg", "pos"], "confusion": [[1, 0], [0, 1]], "per_class": [],
           "by_score": []}  # fmt: skip
HANDS_OVER = (P.VOC_EDIT, P.COMPLAINT_HANDLE)


def _analyst() -> Any:
    return someone("voc-analyst", "writer-of-surveys")


def a_code() -> Mapping[str, Any]:
    return {"code": make_touchpoint().code}


def a_draft() -> Mapping[str, Any]:
    return {"code": make.make_draft(_analyst()).code}


def an_open() -> Mapping[str, Any]:
    return {"code": make.make_open(_analyst()).code}


def a_link() -> Mapping[str, Any]:
    return {"token": make.make_open(_analyst()).code}


def a_question() -> Mapping[str, Any]:
    survey = make.make_draft(_analyst())
    return {"code": survey.code, "public_id": make.add_question(survey, _analyst()).public_id}


def a_voice() -> Mapping[str, Any]:
    return {"public_id": make.make_voice().public_id}


def an_import() -> Mapping[str, Any]:
    return {"public_id": VoiceImport.objects.create(file_name="a.csv", sha256="0" * 64, brought_at=NOW).public_id}


def a_set() -> Mapping[str, Any]:
    row = LabelledSet.objects.create(task="topic", name="a.csv", sha256="0" * 64, brought_at=NOW)
    return {"public_id": row.public_id}


def a_model() -> Mapping[str, Any]:
    row = ModelVersion.objects.create(
        task="topic", number=1, algorithm="x", trained_at=NOW, n_train=1, n_test=1, seed=1, accuracy=0.6, macro_f1=0.6,
        results=RESULTS, artefact="text-models/none.npz", sha256="0" * 64,
    )  # fmt: skip
    return {"public_id": row.public_id}


def a_feedback() -> Mapping[str, Any]:
    return {"public_id": make.rate().public_id}


VIEW, EDIT = (P.VOC_VIEW,), (P.VOC_EDIT,)
LABEL = {"field": "sentiment", "value": "neg"}

ROWS = [
    Row("voc:portal-feedback", None, make=a_code),
    Row("voc:portal-feedback-thanks", None, make=a_code),
    Row("voc:portal-survey", None, make=a_link),
    Row("voc:staff-list", VIEW),
    Row("voc:voice", VIEW, make=a_voice),
    Row("voc:voice-into-complaint", HANDS_OVER, needs=(P.VOC_VIEW,), make=a_voice),
    Row("voc:voice-into-complaint", HANDS_OVER, needs=(P.VOC_VIEW,), make=a_voice, method="post", ok=422),
    Row("voc:voice-label", EDIT, make=a_voice, method="post", data=LABEL, ok=302),
    Row("voc:feedback", VIEW),
    Row("voc:imports", EDIT),
    Row("voc:import", EDIT, make=an_import),
    Row("voc:import-issues", EDIT, make=an_import, is_page=False),
    Row("voc:models", VIEW),
    Row("voc:model", VIEW, make=a_model),
    Row("voc:model-train", EDIT, method="post", data={"task": "topic"}, ok=302),
    Row("voc:model-use", EDIT, make=a_model, method="post", ok=302),
    Row("voc:set-issues", EDIT, make=a_set, is_page=False),
    Row("voc:surveys", VIEW),
    Row("voc:survey-new", EDIT),
    Row("voc:survey-detail", VIEW, make=an_open),
    Row("voc:survey-edit", EDIT, make=a_draft),
    Row("voc:survey-open", EDIT, make=a_draft, method="post", ok=302),
    Row("voc:survey-close", EDIT, make=an_open, method="post", ok=302),
    Row("voc:survey-invite", EDIT, make=an_open, method="post", ok=302),
    Row("voc:question-new", EDIT, make=a_draft),
    Row("voc:question-edit", EDIT, make=a_question),
    Row("voc:question-up", EDIT, make=a_question, method="post", ok=302),
    Row("voc:question-remove", EDIT, make=a_question, method="post", ok=302),
    Row("voc:api-feedback", VIEW),
    Row("voc:api-feedback-detail", VIEW, make=a_feedback),
    Row("voc:api-surveys", VIEW),
    Row("voc:api-survey", VIEW, make=an_open),
]
