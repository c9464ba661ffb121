"""The case page: everything about one complaint, and what can be done next."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, rules_together, rules_words, selectors, services
from complaints.enums import Status
from complaints.forms import staff as forms_
from complaints.forms.authority import AuthorityForm
from complaints.forms.facts import FactsForm
from complaints.forms.moves import MOVE_FORMS
from complaints.letter_pdf import numbered_letters
from complaints.lifecycle import MAIN_MOVE, MOVES
from complaints.models import Complaint
from complaints.pausing import allowed_pauses
from complaints.services import mail
from complaints.views.closing_panels import closing_context
from complaints.views.fair_panels import hearing_context, investigation_context, related_context
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import presence
from foundation.core.errors import Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.stale import stale_context
from products.selectors import idea_of


@requires(*SEES)
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint."""
    return case_page(request, visible_case(request, number))


@requires(Permission.COMPLAINT_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponseBase:
    """Correct subject, category, place and the like; a stale save shows both sides and loses neither."""
    complaint = visible_case(request, number)
    if not rules.may_work_on(signed_in(request), complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if request.method != "POST":
        form = FactsForm(instance=complaint, viewer=signed_in(request))
        return render(request, "complaints/staff/edit.html", {"complaint": complaint, "form": form})
    form = FactsForm(request.POST, instance=visible_case(request, number), viewer=signed_in(request))
    context: dict[str, Any] = {"complaint": complaint, "form": form}
    if form.is_valid():
        try:
            services.correct_facts(
                complaint_id=complaint.pk,
                facts=form.facts(),
                by=signed_in(request),
                now=timezone.now(),
                shown_version=form.cleaned_data["version"],
            )
        except StaleVersion:
            context |= stale_context(form, complaint, fields=FactsForm.Meta.fields)
            return render(request, "complaints/staff/edit.html", context, status=409)
        except Incomplete as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("complaints:staff-detail", number)
    return render(request, "complaints/staff/edit.html", context, status=422)


@requires(*SEES)
@require_POST
def present(request: HttpRequest, number: str) -> HttpResponse:
    """Who else has the case open; the page says every twenty seconds that it still stands open here."""
    complaint = visible_case(request, number)
    others = presence.look(kind="complaint", public_id=complaint.public_id, by=signed_in(request), now=timezone.now())
    return render(request, "complaints/staff/present.html", {"complaint": complaint, "others": others})


def visible_case(request: HttpRequest, number: str) -> Complaint:
    """The case, or 404 for what is not there or not for this person."""
    complaint = selectors.case(signed_in(request), number)
    if complaint is None:
        raise Http404
    return complaint


def overtaken(request: HttpRequest, number: str, refusal: Refused) -> HttpResponse:
    """Someone was faster: the case as it stands now, with who did what."""
    complaint = visible_case(request, number)
    step = selectors.last_step(complaint)
    return case_page(request, complaint, faster=(step, selectors.who(step)) if step else None, status=409)


def case_page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    forms: dict[str, forms.Form] | None = None,
    revealed: dict[str, str] | None = None,
    faster: tuple[Any, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole case page; `forms` are those that were refused, shown again with what was typed."""
    now, user, forms_shown = timezone.now(), signed_in(request), forms or {}
    offered = rules.offered_moves(user, complaint)
    main = MAIN_MOVE.get(Status(complaint.status))
    authority = services.authority_of(complaint)
    files = selectors.files(complaint)
    times = selectors.times_in_matters(complaint)
    conversation = selectors.conversation(complaint, times)
    context: dict[str, Any] = {
        "complaint": complaint,
        "now": now,
        "clocks": selectors.clocks_of(complaint, now=now, explained=True),
        "conversation": conversation,
        "files": files,
        "letters": numbered_letters([moment.item for moment in conversation if moment.kind == "message"]),
        "history": selectors.history(complaint, times),
        "message_count": sum(moment.kind in {"message", "note"} for moment in conversation),
        "next": next_step(complaint, main, user, forms_shown, now) if main else None,
        "others": [offer(complaint, move, forms_shown, now) for move in offered if move != main],
        "may_work": rules.may_work_on(user, complaint),
        "proposals": selectors.proposals(complaint, now=now)
        if rules.may_work_on(user, complaint) and complaint.is_open and complaint.handler_id is None
        else [],
        "pause_kinds": allowed_pauses(complaint),
        "may_change_route": rules.may_change_route(user, complaint),
        "may_note": rules.may_note(user, complaint),
        "may_findings": rules.may_record_findings(user, complaint),
        "may_reveal": rules.may_reveal(user, complaint),
        "authority": authority,
        "authority_form": forms_shown.get("authority")
        or AuthorityForm(initial={"version": authority.version if authority else None}, auto_id="authority-%s"),
        "helps": selectors.helps_of(complaint),
        "lacks": selectors.lacks_of_those_in_charge(complaint, timezone.localdate(now)),
        "contact": revealed or masked(complaint),
        "is_revealed": revealed is not None,
        "faster": faster,
        "answers": selectors.offered_answers() if rules.may_work_on(user, complaint) else [],
        "idea": idea_of("complaint", complaint.public_id),
        "may_make_idea": rules.may_make_idea(user, complaint),
        "may_split": rules_together.may_split(user, complaint),
        "parts": list(complaint.parts.visible_to(user).order_by("pk")),
        "filed_again": list(complaint.filed_again.visible_to(user).order_by("pk")),
        "together": selectors.together(user, complaint),
        "refused_form": next(iter(forms_shown.values()), None),
        **_panels(complaint, forms_shown),
        **closing_context(user, complaint, forms_shown),
        **hearing_context(user, complaint, forms_shown, now),
        **investigation_context(user, complaint),
        **related_context(user, complaint, forms_shown),
    }
    return render(request, "complaints/staff/detail.html", context, status=status)


def _panels(complaint: Complaint, shown: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """The small forms of the page, each as refused or fresh."""
    found = {name: getattr(complaint, name) for name in ("findings", "root_cause", "cause_kind")}
    found["whys"] = "\n".join(complaint.whys)
    fresh: dict[str, Callable[[str], forms.Form]] = {
        "reply": lambda own: forms_.ReplyForm(auto_id=own),
        "assign": lambda own: forms_.AssignForm(complaint=complaint, auto_id=own),
        "route": lambda own: forms_.RouteForm(auto_id=own),
        "investigator": lambda own: forms_.NewInvestigatorForm(complaint=complaint, auto_id=own),
        "pause": lambda own: forms_.PauseForm(kinds=allowed_pauses(complaint), auto_id=own),
        "findings": lambda own: forms_.FindingsForm(initial=found, auto_id=own),
        "reassess": lambda own: forms_.AssessmentForm(initial=forms_.AssessmentForm.stored(complaint), auto_id=own),
        "recourse": lambda own: forms_.RecourseForm(initial=mail.usual_ways(complaint), auto_id=own),
        "upload": lambda own: forms_.UploadForm(auto_id=own),
        "code": lambda own: forms_.NewCodeForm(auto_id=own),
        "reveal": lambda own: forms_.RevealForm(auto_id=own),
    }
    return {f"{name}_form": shown.get(name) or make(f"{name}-%s") for name, make in fresh.items()}


def next_step(complaint: Complaint, move: str, user: Any, shown: dict[str, forms.Form], now: Any) -> dict[str, Any]:
    """The step that carries the case forward: its checks, whether it can be taken now, and its form."""
    shown_offer = offer(complaint, move, shown, now)
    refusal = ""
    try:
        rules.check_may_move(user, move, complaint)
    except NotAllowed as not_allowed:
        refusal = not_allowed.message
    return shown_offer | {"refusal": refusal}


def offer(complaint: Complaint, move: str, shown: dict[str, forms.Form], now: Any) -> dict[str, Any]:
    checks = rules.preconditions(move, complaint, now=now)
    return {
        "name": move,
        "label": MOVES[move].label,
        "checks": [(check.label, is_met) for check, is_met in checks],
        "lacking": sum(not is_met for _check, is_met in checks),
        "form": shown.get(move) or MOVE_FORMS[move].unbound(complaint),
        "is_refused": move in shown,
    }


def masked(complaint: Complaint) -> dict[str, str]:
    """The contact as the page shows it until a reason is given."""
    person = getattr(complaint, "complainant", None)
    if person is None:
        return {}
    return {
        "name": rules_words.masked_name(person.name or ""),
        "phone": rules_words.masked_phone(person.phone or ""),
        "email": rules_words.masked_email(person.email or ""),
    }


def blame(form: forms.BaseForm, refusal: Incomplete) -> None:
    for name, message in (refusal.missing or {"": refusal.message}).items():
        form.add_error(name if name in form.fields else None, message)
