"""The text models: how good they are, from what they learned, training the next one."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.jobs import enqueue
from foundation.core.models import Job
from foundation.core.spreadsheet import csv_lines
from foundation.core.text import BrokenModel
from foundation.core.uploads import upload_limit
from voc.enums.voice import TextTask
from voc.forms.files import LabelledFileForm
from voc.models import LabelledSet, ModelVersion
from voc.selectors.quality import label_quality
from voc.selectors.text_models import models_page
from voc.services.imports import MAX_BYTES
from voc.services.labelled_files import add_labelled_set
from voc.services.training import use_model
from voc.tabs import tabs
from voc.tasks import GATHER, TRAIN


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_VIEW)
@upload_limit(MAX_BYTES)
def model_list(request: HttpRequest) -> HttpResponse:
    """Every model with its figures; bringing labelled files and training, for editors."""
    user = signed_in(request)
    may_edit = user.can(Permission.VOC_EDIT)
    form = LabelledFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and may_edit and form.is_valid():
        try:
            kept = _add(form, request)
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            words = _("%(name)s is kept: %(n)s rows can be learned from, %(refused)s were not accepted.")
            said = {"name": kept.name, "n": kept.texts.count(), "refused": kept.refused}
            messages.success(request, words % said)
            return redirect("voc:models")
    jobs = Job.objects.filter(kind=TRAIN).order_by("-id")[:1]
    context = {
        "tabs": tabs("models"),
        "models": models_page()[:30],
        "sets": LabelledSet.objects.select_related("brought_by").order_by("-id")[:20],
        "quality": label_quality(),
        "tasks": TextTask.choices,
        "form": form,
        "may_edit": may_edit,
        "job": next((job for job in jobs if not job.is_final), None),
    }
    return render(request, "voc/models.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.VOC_VIEW)
def model_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One training: its figures on texts it had not seen."""
    model = get_object_or_404(ModelVersion.objects.select_related("trained_by"), public_id=public_id)
    classes = model.results["classes"]
    context = {
        "model": model,
        "low": 100 * model.results["interval"][0],
        "high": 100 * model.results["interval"][1],
        "accuracy": 100 * model.accuracy,
        "macro_f1": 100 * model.macro_f1,
        "classes": classes,
        "confusion": list(zip(classes, model.results["confusion"], strict=True)),
        "may_edit": signed_in(request).can(Permission.VOC_EDIT),
    }
    return render(request, "voc/model.html", context)


@require_POST
@requires(Permission.VOC_EDIT)
def train(request: HttpRequest) -> HttpResponse:
    """Train the next model in the background."""
    task = request.POST.get("task", "")
    if task in TextTask.values:
        enqueue(TRAIN, params={"task": task}, by=signed_in(request), key=task)
        messages.success(request, _("The training has begun. It stands here when it is done."))
    return redirect("voc:models")


@require_POST
@requires(Permission.VOC_EDIT)
def use(request: HttpRequest, public_id: str) -> HttpResponse:
    """Label with this model from now on."""
    model = get_object_or_404(ModelVersion, public_id=public_id)
    try:
        use_model(model_id=model.pk, by=signed_in(request), now=timezone.now())
    except (BrokenModel, OSError):
        messages.error(request, _("The file of this model is gone or was changed; please train anew."))
    else:
        enqueue(GATHER, params={}, by=signed_in(request), key="relabel")
        messages.success(request, _("In use. Voices nobody has checked are labelled anew."))
    return redirect("voc:model", public_id)


@require_GET
@requires(Permission.VOC_EDIT)
def set_issues(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rows of a labelled file that were not accepted, as CSV."""
    kept = get_object_or_404(LabelledSet, public_id=public_id)
    rows = ([issue["row"], issue["value"], issue["reason"]] for issue in kept.issues)
    response = StreamingHttpResponse(
        csv_lines([_("Row"), _("Class"), _("What is wrong")], rows), content_type="text/csv"
    )
    response["Content-Disposition"] = f'attachment; filename="labels-{kept.public_id}.csv"'
    return response


def _add(form: LabelledFileForm, request: HttpRequest) -> LabelledSet:
    upload = form.cleaned_data["file"]
    with NamedTemporaryFile(suffix=".csv") as copy:
        path = copied(upload, copy)
        return add_labelled_set(
            path=path, name=upload.name, task=form.cleaned_data["task"], by=signed_in(request), now=timezone.now()
        )


def copied(upload: object, copy: IO[bytes]) -> Path:
    """The upload as a file on disk, for readers that go over it several times."""
    for chunk in upload.chunks():  # type: ignore[attr-defined]  # Django's UploadedFile
        copy.write(chunk)
    copy.flush()
    return Path(copy.name)
