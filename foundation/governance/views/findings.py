"""Findings of audits: written by the auditor, answered by the unit, closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.access import requires as whoever_sees_it
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.stale import stale_context
from foundation.governance import rules, selectors, services
from foundation.governance.clauses import outline
from foundation.governance.enums import FINDING_KIND, FindingState
from foundation.governance.forms.audits import FindingAnswerForm, FindingForm, FindingNoteForm
from foundation.governance.models import Audit, AuditFinding
from foundation.governance.views.audit_plans import audit_crumbs
from foundation.governance.views.filling import fill
from foundation.governance.views.stepping import step_taken

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., AuditFinding]]] = {
    "answer": (FindingAnswerForm, services.answer_finding),
    "return": (FindingNoteForm, services.return_finding),
    "close": (FindingNoteForm, services.close_finding),
}


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_CONDUCT)
def finding_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down a finding."""
    rows = selectors.audits().visible_to(signed_in(request))
    return _form(request, get_object_or_404(rows, public_id=public_id), None)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_CONDUCT)
def finding_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mend a finding until the report is out."""
    row = _seen(request, public_id)
    return _form(request, row.audit, row)


@require_GET
@whoever_sees_it()
def finding(request: HttpRequest, public_id: str) -> HttpResponse:
    """One finding, with answer and actions."""
    return _page(request, _seen(request, public_id))


@require_POST
@whoever_sees_it()
def finding_step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Answer, ask again, close."""
    if name not in STEPS:
        raise Http404
    row = _seen(request, public_id)
    kind, service = STEPS[name]
    form = kind(request.POST)
    if step_taken(request, form, service, finding_id=row.pk):
        return redirect(row)
    return _page(request, row, {name: form})


def _seen(request: HttpRequest, public_id: str) -> AuditFinding:
    rows = selectors.findings().visible_to(signed_in(request))
    found: AuditFinding = get_object_or_404(rows, public_id=public_id)
    return found


def _page(request: HttpRequest, row: AuditFinding, forms: dict[str, RefusableForm] | None = None) -> HttpResponse:
    user, given = signed_in(request), forms or {}
    is_auditor = rules.may_conduct(user, row.audit)
    may_answer = rules.may_answer_finding(user, row)
    waits = row.state == FindingState.ANSWERED and is_auditor
    cited = [(record, references.resolve(user, record.kind, record.record_id)) for record in row.records.all()]
    context = {
        "finding": row,
        "clause": outline(row.clause),
        "cited": cited,
        "actions": selectors.actions_of_finding(row),
        "source_kind": FINDING_KIND,
        "may_add": rules.may_add_action(user, row),
        "may_edit": is_auditor and row.audit.is_under_way,
        "answer_form": given.get("answer", FindingAnswerForm(initial={"answer": row.answer})) if may_answer else None,
        "return_form": given.get("return", FindingNoteForm(auto_id="return_%s")) if waits else None,
        "close_form": given.get("close", FindingNoteForm()) if waits else None,
        "form": next(iter(given.values()), None),
        "today": timezone.localdate(),
        "is_overdue": row.state != FindingState.CLOSED and row.due_on and row.due_on < timezone.localdate(),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
    }
    return form_page(request, "governance/finding.html", context)


def _form(request: HttpRequest, audit: Audit, row: AuditFinding | None) -> HttpResponse:
    user = signed_in(request)
    items = list(selectors.items_of(audit))
    titles = {
        seen.item.pk: seen.record.title if seen.record else _("Record %(place)s") % {"place": seen.item.position}
        for seen in selectors.seen_by(user, items)
    }
    initial: dict[str, Any] = {}
    if row:
        initial = {name: getattr(row, name) for name in ("version", "grade", "clause", "text")}
        cited = {(record.kind, record.record_id) for record in row.records.all()}
        initial["items"] = [each.pk for each in items if (each.kind, each.record_id) in cited]
    elif audit.clause:
        initial["clause"] = audit.clause
    form = FindingForm(request.POST or None, audit=audit, titles=titles, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        shown_version = facts.pop("version")
        try:
            saved = services.save_finding(
                audit_id=audit.pk,
                finding_id=row.pk if row else None,
                shown_version=shown_version,
                by=user,
                now=timezone.now(),
                **facts,
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(AuditFinding, pk=row.pk if row else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The finding is written down."))
            return redirect(saved)
    crumbs = audit_crumbs((audit.get_absolute_url(), audit.label))
    title = _("Mend finding %(label)s") % {"label": row.label} if row else _("Write down a finding")
    return form_page(request, "governance/fill.html", {**fill(form, title, _("Save"), crumbs), **stale})
