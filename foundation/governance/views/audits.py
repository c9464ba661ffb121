"""Audits: the list, one audit with samples and findings, its steps, and the report on paper."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.access import requires as whoever_sees_it
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page
from foundation.governance import rules, selectors, services
from foundation.governance.audit_pdf import report_pdf
from foundation.governance.enums import AuditState
from foundation.governance.forms.audits import ConclusionForm, ItemForm, NothingForm, SampleForm
from foundation.governance.models import Audit, SampleItem
from foundation.governance.populations import get as population_of
from foundation.governance.views.audit_plans import audit_crumbs
from foundation.governance.views.filling import fill
from foundation.governance.views.stepping import step_taken

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., Audit]]] = {
    "start": (NothingForm, services.start_audit),
    "report": (ConclusionForm, services.report_audit),
    "close": (NothingForm, services.close_audit),
}
SHOWN = (AuditState.UNDER_WAY, AuditState.REPORTED, AuditState.CLOSED)


@require_GET
@requires(Permission.AUDIT_VIEW, Permission.OBSERVATION_ANSWER)
def audit_list(request: HttpRequest) -> HttpResponse:
    """Audits that the person sees, newest first; a state narrows them."""
    user = signed_in(request)
    state = request.GET.get("state", "")
    rows = selectors.audits().visible_to(user)
    if state in SHOWN:
        rows = rows.filter(state=state)
    else:
        state = ""
    sees_all = user.can(Permission.AUDIT_VIEW)
    context = {
        "page": keyset_page(rows, order=["-id"], cursor=request.GET.get("after", "")),
        "tabs": [
            {"label": label, "url": f"?state={value}" if value else "?", "current": value == state}
            for value, label in (("", _("All")), *((str(each), each.label) for each in SHOWN))
        ],
        "plans": selectors.audit_plans()[:5] if sees_all else (),
        "sees_all": sees_all,
        "may_plan": user.can(Permission.AUDIT_PLAN),
    }
    return render(request, "governance/audits.html", context)


@require_GET
@whoever_sees_it()
def audit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One audit, with what it found."""
    return _page(request, _seen(request, public_id))


@require_POST
@requires(Permission.AUDIT_CONDUCT)
def audit_step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Start, report, close."""
    if name not in STEPS:
        raise Http404
    row = _seen(request, public_id)
    kind, service = STEPS[name]
    form = kind(request.POST)
    if step_taken(request, form, service, audit_id=row.pk):
        return redirect(row)
    return _page(request, row, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_CONDUCT)
def sample_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw a sample."""
    row = _seen(request, public_id)
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = services.draw_sample(
                audit_id=row.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = _("%(n)s records are drawn from %(all)s.")
            messages.success(request, words % {"n": drawn.size, "all": drawn.population_count})
            return redirect(row)
    crumbs = audit_crumbs((row.get_absolute_url(), row.label))
    context = fill(form, _("Draw a random sample"), _("Draw the sample"), crumbs)
    context["lead"] = _("The list is drawn once and stays. Who doubts it draws again with the seed.")
    return form_page(request, "governance/fill.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_CONDUCT)
def item(request: HttpRequest, public_id: str, item_id: int) -> HttpResponse:
    """Ask the questions of the checklist about one record."""
    row = _seen(request, public_id)
    looked_at = get_object_or_404(SampleItem.objects.filter(sample__audit=row), pk=item_id)
    kept = {answer.question: (answer.verdict, answer.note) for answer in looked_at.answers.all()}
    form = ItemForm(request.POST or None, questions=row.questions, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_item(item_id=looked_at.pk, answers=form.answers, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            following = selectors.unanswered_items(row).order_by("sample_id", "position").first()
            messages.success(request, _("The answers are kept."))
            if following is None:
                return redirect(row)
            return redirect("governance:staff-audit-item", row.public_id, following.pk)
    [seen] = selectors.seen_by(signed_in(request), [looked_at])
    title = _("Record %(place)s of the sample") % {"place": looked_at.position}
    crumbs = audit_crumbs((row.get_absolute_url(), row.label))
    context = {**fill(form, title, _("Keep the answers"), crumbs), "seen": seen, "audit": row}
    context["may_write"] = rules.may_conduct(signed_in(request), row) and row.is_under_way
    return form_page(request, "governance/audit_item.html", context)


@require_GET
@whoever_sees_it()
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report as PDF, once it is out."""
    row = _seen(request, public_id)
    if not row.is_reported:
        raise Http404
    response = HttpResponse(report_pdf(row, reader=signed_in(request)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="audit-{row.plan.year_be}-{row.number}.pdf"'
    return response


def _seen(request: HttpRequest, public_id: str) -> Audit:
    rows = selectors.audits().visible_to(signed_in(request))
    found: Audit = get_object_or_404(rows, public_id=public_id)
    return found


def _page(request: HttpRequest, row: Audit, form: RefusableForm | None = None) -> HttpResponse:
    user = signed_in(request)
    is_auditor = rules.may_conduct(user, row)
    items = list(selectors.items_of(row)) if user.can(Permission.AUDIT_VIEW) else []
    samples = [
        {
            "row": sample,
            "population": offered.label if (offered := population_of(sample.population)) else sample.population,
            "seen": selectors.seen_by(user, [each for each in items if each.sample_id == sample.pk]),
        }
        for sample in row.samples.select_related("unit", "drawn_by")
        if user.can(Permission.AUDIT_VIEW)
    ]
    context = {
        "audit": row,
        "samples": samples,
        "tallies": selectors.tallies(row) if items or row.is_reported else (),
        "findings": selectors.findings().filter(audit=row).order_by("number"),
        "path": [(value, label, value == row.state) for value, label in AuditState.choices],
        "is_auditor": is_auditor,
        "may_write": is_auditor and row.is_under_way,
        "left": sum(not each.answered for each in items),  # type: ignore[attr-defined]  # counted by items_of
        "form": form,
        "conclusion_form": form if isinstance(form, ConclusionForm) else ConclusionForm(),
        "today": timezone.localdate(),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
        "sees_all": user.can(Permission.AUDIT_VIEW),
    }
    return form_page(request, "governance/audit.html", context)
