"""Import in the browser: upload, columns, check, import, result."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.enums import ImportState
from customers.forms import ColumnsForm, UndoImportForm, UploadForm, add_refusal
from customers.importing.columns import CATEGORY, NUMBER, SKIP, ColumnMap, confirmed
from customers.importing.issues import counted_issues, csv_of_issues, kept_by, said, same_file_before
from customers.importing.rows import shown_cell
from customers.lifecycle import IMPORT_MOVES
from customers.models import Feed, ImportRun
from customers.services import imports, undoing
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from foundation.core.pages import keyset_page
from foundation.core.uploads import upload_limit

SHOWN_ISSUES = 20


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_IMPORT)
@upload_limit(imports.MAX_BYTES)
def import_list(request: HttpRequest) -> HttpResponseBase:
    """Past imports, and the way to a new one."""
    user = signed_in(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = imports.open_import(
                file=upload, name=upload.name, by=user, now=timezone.now(), source=form.cleaned_data["source"]
            )
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("customers:import", run.public_id)
    runs = ImportRun.objects.workable_by(user).select_related("by", "job")
    page = keyset_page(runs, order=("-pk",), cursor=request.GET.get("after", ""), size=20)
    context = {"form": form, "page": page}
    return render(request, "customers/import_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_IMPORT)
def import_detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One import: confirm the columns, see what the check found, see what came of it."""
    run = _run(request, public_id)
    form = ColumnsForm(request.POST or None, header=run.header, initial=_initial(run))
    if request.method == "POST" and form.is_valid():
        try:
            imports.confirm_columns(
                run_id=run.pk, mapping=_mapping(form, run), source=form.cleaned_data["source"],
                by=signed_in(request), now=timezone.now(),
            )  # fmt: skip
            imports.start_check(run_id=run.pk, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("customers:import", run.public_id)
    context = _context(run, form, UndoImportForm(), signed_in(request))
    return render(request, "customers/import.html", context, status=422 if form.errors else 200)


def _context(run: ImportRun, form: ColumnsForm, undo: UndoImportForm, user: User) -> dict[str, Any]:
    state = run.standing
    found = state in {ImportState.CHECKED, ImportState.IMPORTED, ImportState.UNDONE}
    kept, kept_count = kept_by(run, user, limit=SHOWN_ISSUES) if run.undone_at else ([], 0)
    return {
        "undo": undo,
        "feeds": Feed.objects.filter(is_active=True) if state != ImportState.UPLOADED else (),
        "may_undo": state in IMPORT_MOVES["undo"].sources,
        "kept": kept,
        "kept_count": kept_count,
        "removed": run.counts.get("removed", 0),
        "restored": run.counts.get("restored", 0),
        "twin": same_file_before(run, user) if state in {ImportState.UPLOADED, ImportState.CHECKED} else None,
        "run": run,
        "job": run.job,
        "form": form,
        "state": state.value,
        "columns": list(zip(form.columns(), zip(*_sample(run), strict=False), strict=False)),
        "may_start": bool(run.stored_name) and state in IMPORT_MOVES["import"].sources,
        "issues": [said(issue) for issue in run.issues.order_by("line", "id")[:SHOWN_ISSUES]] if found else [],
        "issue_kinds": counted_issues(run) if found else [],
        "new": run.counts.get("new", 0),
        "changed": run.counts.get("changed", 0),
        "unchanged": run.counts.get("unchanged", 0),
        "refused": run.counts.get("refused", 0),
        "good": run.counts.get("new", 0) + run.counts.get("changed", 0),
    }


def _sample(run: ImportRun) -> list[list[str]]:
    """The first rows, as wide as the header, personal data masked; nothing once the copy is gone."""
    if not run.stored_name:
        return [[""] * len(run.header)]
    columns = ColumnMap.from_json(run.mapping).columns
    return [
        [shown_cell(columns.get(position, SKIP), cell) for position, cell in enumerate(row)]
        for row in imports.sample_of(run)
    ]


@require_POST
@requires(Permission.CUSTOMER_IMPORT)
def import_start(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Write the good lines."""
    return _do(request, public_id, imports.start_import)


@require_POST
@requires(Permission.CUSTOMER_IMPORT)
def import_drop(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Delete the uploaded copy."""
    return _do(request, public_id, imports.drop_upload)


@require_POST
@requires(Permission.CUSTOMER_IMPORT)
def import_undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take the whole import back."""
    run, user = _run(request, public_id), signed_in(request)
    form = UndoImportForm(request.POST)
    if form.is_valid():
        try:
            undoing.start_undo(run_id=run.pk, reason=form.cleaned_data["reason"], by=user, now=timezone.now())
        except Incomplete as refusal:
            add_refusal(form, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("customers:import", run.public_id)
    columns = ColumnsForm(header=run.header, initial=_initial(run))
    return render(request, "customers/import.html", _context(run, columns, form, user), status=422)


def _do(request: HttpRequest, public_id: str, service: Any) -> HttpResponseBase:
    run = _run(request, public_id)
    try:
        service(run_id=run.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("customers:import", run.public_id)


@require_GET
@requires(Permission.CUSTOMER_IMPORT)
def import_issues(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Everything that was wrong, as a CSV that a spreadsheet opens."""
    run = _run(request, public_id)
    response = StreamingHttpResponse(csv_of_issues(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-errors-{run.public_id}.csv"'
    return response


def _run(request: HttpRequest, public_id: str) -> ImportRun:
    """An import on which the person may work. Raises Http404 for any other."""
    rows = ImportRun.objects.workable_by(signed_in(request)).select_related("by", "job", "unit", "undone_by")
    return get_object_or_404(rows, public_id=public_id)


def _initial(run: ImportRun) -> dict[str, Any]:
    mapping = ColumnMap.from_json(run.mapping)
    columns = {
        f"column_{position}": f"{target.partition(':')[0]}:" if target.startswith((NUMBER, CATEGORY)) else target
        for position, target in mapping.columns.items()
    }
    return {
        **columns,
        "source": run.source,
        "party": mapping.constants.get("party", ""),
        "relation": mapping.constants.get("relation", ""),
        "key_from_line": mapping.key_from_line,
    }


def _mapping(form: ColumnsForm, run: ImportRun) -> ColumnMap:
    """The confirmed mapping; what the form doesn't ask (presets) stays."""
    return confirmed(
        ColumnMap.from_json(run.mapping),
        run.header,
        {position: form.cleaned_data[f"column_{position}"] for position in range(len(run.header))},
        constants={name: form.cleaned_data[name] for name in ("party", "relation")},
        key_from_line=form.cleaned_data["key_from_line"],
    )
