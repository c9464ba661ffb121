"""The cockpit: all clauses, one clause, and attesting."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.evidence import CLAUSES, Verdict
from foundation.core.files import attachments_of
from reporting import selectors, services
from reporting.drawings import bars
from reporting.forms import AttestForm, ReasonForm
from reporting.models import Attestation
from reporting.selectors.cockpit import ClauseLine, Cockpit, clause_line
from reporting.services.attesting import FILE_OWNER
from reporting.verdicts import JudgedRule


@require_GET
@requires(Permission.POLICY_VIEW)
def cockpit(request: HttpRequest) -> HttpResponse:
    """How many clauses have evidence that they are done, and why."""
    seen = selectors.cockpit(timezone.now())
    only_open = request.GET.get("only") == "open"
    counts = {verdict.value: seen.judgement.count(verdict) for verdict in Verdict}
    context = {
        "cockpit": seen,
        "chapters": seen.chapters(only_open=only_open),
        "only_open": only_open,
        "counts": counts,
        "to_mend": len(CLAUSES) - counts["green"],
        "total": len(CLAUSES),
        "bars": bars(seen.judgement),
        "told": _told(seen),
        "report": selectors.newest_printed() if signed_in(request).can(Permission.REPORT_VIEW) else None,
        "review": selectors.open_review(),
    }
    return render(request, "reporting/cockpit.html", context)


@require_GET
@requires(Permission.POLICY_VIEW)
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause: rules with their findings, figures, attestations, how the verdict turned."""
    return _clause_page(request, _line(clause))


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_ATTEST)
def attest(request: HttpRequest, clause: str, rule: str) -> HttpResponse:
    """Vouch for a rule that needs judgement."""
    line = _line(clause)
    judged = next((each for each in line.judged.rules if each.key == rule and each.needs_judgement), None)
    if judged is None:
        raise Http404
    here = [(label, url) for label, url in line.judged.links if not url.endswith("#attestations")]
    form = AttestForm(request.POST or None, request.FILES or None, links=here)
    if request.method == "POST" and form.is_valid() and _attested(request, judged, form):
        return redirect("reporting:staff-clause", clause=clause)
    status = 422 if form.errors else 200
    return render(request, "reporting/attest.html", {"line": line, "rule": judged, "form": form}, status=status)


@require_POST
@requires(Permission.POLICY_ATTEST)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop an attestation from counting."""
    attestation = get_object_or_404(Attestation, public_id=public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw_attestation(
                attestation_id=attestation.pk,
                reason=form.cleaned_data["reason"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The attestation no longer counts."))
            return redirect("reporting:staff-clause", clause=attestation.clause)
    return _clause_page(request, _line(attestation.clause), withdrawing=(attestation, form))


def _attested(request: HttpRequest, rule: JudgedRule, form: AttestForm) -> bool:
    try:
        services.attest(
            rule_key=rule.key,
            statement=form.cleaned_data["statement"],
            expires_on=form.cleaned_data["expires_on"],
            cited=form.evidence(),
            upload=form.cleaned_data["upload"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Your attestation is kept and counts from now on."))
    return True


def _line(clause: str) -> ClauseLine:
    try:
        return clause_line(clause, timezone.now())
    except KeyError as error:
        raise Http404 from error


def _clause_page(
    request: HttpRequest, line: ClauseLine, *, withdrawing: tuple[Attestation, ReasonForm] | None = None
) -> HttpResponse:
    now = timezone.now()
    attestations = selectors.attestations_of(line.key)
    files = attachments_of(FILE_OWNER, "").none()
    if attestations:
        files = files.model.objects.filter(
            owner_kind=FILE_OWNER, owner_public_id__in=[each.public_id for each in attestations]
        )
    by_owner: dict[str, list[object]] = {}
    for file in files:
        by_owner.setdefault(file.owner_public_id, []).append(file)
    place = CLAUSES.index(line.key)
    context = {
        "line": line,
        "judged_at": selectors.judged_at(now),
        "attestations": [(each, each.counts(now), by_owner.get(each.public_id, [])) for each in attestations],
        "history": selectors.verdict_history(line.key, now),
        "may_attest": signed_in(request).can(Permission.POLICY_ATTEST),
        "may_see_figures": signed_in(request).can(Permission.METRIC_VIEW),
        "withdrawing": withdrawing[0] if withdrawing else None,
        "reason_form": withdrawing[1] if withdrawing else ReasonForm(),
        "before": CLAUSES[place - 1] if place else None,
        "after": CLAUSES[place + 1] if place + 1 < len(CLAUSES) else None,
    }
    return render(request, "reporting/clause.html", context, status=422 if withdrawing else 200)


def _told(seen: Cockpit) -> str:
    """The counts in words, for those who do not see the bars."""
    words = {
        Verdict.GREEN: ngettext("%(n)d clause green", "%(n)d clauses green", seen.judgement.count(Verdict.GREEN)),
        Verdict.AMBER: ngettext("%(n)d clause amber", "%(n)d clauses amber", seen.judgement.count(Verdict.AMBER)),
        Verdict.RED: ngettext("%(n)d clause red", "%(n)d clauses red", seen.judgement.count(Verdict.RED)),
    }
    return ", ".join(text % {"n": seen.judgement.count(verdict)} for verdict, text in words.items())
