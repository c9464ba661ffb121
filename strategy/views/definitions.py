"""What customer and market mean: in force, in draft, before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from strategy import compare, selectors, services
from strategy.completeness import missing_of
from strategy.content import DEFINITION_TEXTS
from strategy.enums import OPEN, Term
from strategy.forms import DefinitionForm, EnforceForm, ReasonForm
from strategy.lifecycle import PATH
from strategy.models import Definition
from strategy.views.plans import steps


@require_GET
@requires(Permission.STRATEGY_VIEW)
def definition_list(request: HttpRequest) -> HttpResponse:
    """Both terms as they are in force, and every edition."""
    day = timezone.localdate()
    rows = list(selectors.definitions())
    open_terms = {row.term for row in rows if row.status in OPEN}
    context = {
        "terms": [(term, selectors.definition_in_force(term, day), term in open_terms) for term in Term],
        "editions": rows,
        "may_edit": signed_in(request).can(Permission.STRATEGY_EDIT),
    }
    return render(request, "strategy/definitions.html", context)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def start(request: HttpRequest, term: str) -> HttpResponse:
    """Begin the next edition of a definition."""
    if term not in Term.values:
        raise Http404
    try:
        draft = services.start_definition(term=term, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("strategy:staff-definitions")
    return redirect("strategy:staff-definition-edit", public_id=draft.public_id)


@require_GET
@requires(Permission.STRATEGY_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One edition with its next step."""
    return definition_page(request, definition_of(public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_EDIT)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the words of a draft. A stale save shows both sides and loses neither."""
    row = definition_of(public_id)
    initial = {name: getattr(row, name) for name in ("version", *DEFINITION_TEXTS)}
    form = DefinitionForm(request.POST or None, initial=initial, term=row.term)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_definition(
                definition=row,
                shown_version=form.cleaned_data["version"],
                texts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row.refresh_from_db()
            stale = stale_context(form, row)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The texts are saved."))
            return redirect(row)
    context = {"definition": row, "form": form, **stale}
    return form_page(request, "strategy/definition_edit.html", context)


def definition_of(public_id: str) -> Definition:
    """The edition with what its page shows. Raises Http404."""
    return get_object_or_404(selectors.definitions(), public_id=public_id)


def definition_page(request: HttpRequest, row: Definition, **forms: Any) -> HttpResponse:
    """The page of an edition, with the form that was refused, if one was."""
    user = signed_in(request)
    before = Definition.objects.filter(term=row.term, edition=row.edition - 1).first()
    context = {
        "definition": row,
        "path": [(status, status.label, status == row.status) for status in PATH],
        "missing": bool(missing_of(row)) if row.is_draft else False,
        "moves": steps(user, row),
        "before": before,
        "changes": compare.definition_changes(before, row) if before else [],
        "may_edit": row.is_draft and user.can(Permission.STRATEGY_EDIT),
        "may_see_resolutions": user.can(Permission.RESOLUTION_VIEW),
        "enforce_form": EnforceForm(initial={"effective_on": timezone.localdate()}),
        "take_back_form": ReasonForm(),
        **forms,
    }
    return form_page(request, "strategy/definition.html", context)
