"""What is done to a case: steps of the path, messages, assignment, pauses, files. Each answers with the case page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints import rules, selectors, services
from complaints.enums import PauseKind
from complaints.enums_closing import Came
from complaints.forms import staff as forms_
from complaints.forms.moves import MOVE_FORMS
from complaints.lifecycle import MOVES
from complaints.models import Approval, Complaint, Confirmation
from complaints.pausing import allowed_pauses
from complaints.rules import WORKS
from complaints.views import answers
from complaints.views.case import blame, case_page, offer, overtaken, visible_case
from complaints.views.receipt import receipt_context
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.files import attach
from foundation.core.ids import new_tracking_code
from foundation.core.models import Visibility

QUERY_LENGTH = 2000


@requires(*WORKS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: str, move: str) -> HttpResponseBase:
    """Take a step of the path; GET shows its form on a page of its own, for work without script."""
    complaint = visible_case(request, number)
    if move not in MOVE_FORMS:
        raise Http404
    rules.check_may_move(signed_in(request), move, complaint)
    spec = MOVE_FORMS[move]
    if request.method != "POST":
        form = spec.unbound(complaint)
        return render(
            request,
            "complaints/staff/move.html",
            {"complaint": complaint, "form": form, "offer": offer(complaint, move, {move: form}, timezone.now())},
        )
    form = spec.bound(request.POST, complaint)
    if not form.is_valid():
        return case_page(request, complaint, forms={move: form}, status=422)
    try:
        came = spec.act(complaint.pk, form.cleaned_data, signed_in(request), timezone.now())
    except IllegalMove as refusal:
        return overtaken(request, number, refusal)
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={move: form}, status=422)
    messages.success(request, _done(move, came))
    return _onward(request, number)


def _done(move: str, came: object) -> str:
    """What came of the step: it was taken, or waits for a second person."""
    if isinstance(came, Approval):
        return _("It waits for approval. Nothing has happened yet.")
    if isinstance(came, Confirmation) and came.came == Came.OBJECTION:
        return _("Kept as an objection: a manager answers it.")
    return _("Done: %(step)s") % {"step": MOVES[move].label}


@requires(*WORKS)
@require_POST
def reply(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write to the complainant, ask a question that stops the clock, or add an internal note. Sent from beside the
    queue (`queue` is its query), it leads back there."""
    complaint = visible_case(request, number)
    if "insert" in request.POST:
        return _with_answer(request, complaint)
    form = forms_.ReplyForm(request.POST, auto_id="reply-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"reply": form}, status=422)
    came: object = None
    kind, body, now = form.cleaned_data["kind"], form.cleaned_data["body"], timezone.now()
    try:
        if kind == "note":
            services.add_note(complaint_id=complaint.pk, body=body, by=signed_in(request), now=now)
        else:
            pause_for = PauseKind.COMPLAINANT if kind == "question" else ""
            came = services.send_or_ask(
                complaint_id=complaint.pk, body=body, by=signed_in(request), now=now, pause_for=pause_for
            )
    except IllegalMove as refusal:
        form.add_error("kind", refusal.message)
        return case_page(request, complaint, forms={"reply": form}, status=409)
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={"reply": form}, status=422)
    if isinstance(came, Approval):
        messages.success(request, _("It waits for approval. Nothing has happened yet."))
    else:
        messages.success(request, _("Note saved") if kind == "note" else _("Message sent"))
    if query := request.POST.get("queue", "")[:QUERY_LENGTH]:
        return redirect(f"{reverse('complaints:staff-list')}?{QueryDict(query.lstrip('?')).urlencode()}")
    return redirect("complaints:staff-detail", number)


def _with_answer(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """The case page with a canned answer in the reply, unsent: the officer reads and changes it first."""
    user = signed_in(request)
    if not rules.may_work_on(user, complaint):
        raise NotAllowed(_("Your role does not include writing to the complainant."))
    body, kind = answers.with_answer(complaint, request.POST.get("body", ""), request.POST.get("answer", ""), by=user)
    if not kind:
        messages.warning(request, _("Please choose an answer first."))
    initial = {"body": body, "kind": kind or request.POST.get("kind", "message")}
    response = case_page(request, complaint, forms={"reply": forms_.ReplyForm(initial=initial, auto_id="reply-%s")})
    # A reload of the page must not be a second POST.
    response.headers["HX-Push-Url"] = reverse("complaints:staff-detail", args=[complaint.number])
    return response


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponseBase:
    """Name the officer in charge, or hand the case to another unit."""
    complaint = visible_case(request, number)
    form = forms_.AssignForm(request.POST, complaint=complaint, auto_id="assign-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"assign": form}, status=422)
    said = form.cleaned_data
    return _act(
        request,
        complaint,
        "assign",
        form,
        lambda: services.assign(
            complaint_id=complaint.pk,
            by=signed_in(request),
            now=timezone.now(),
            handler=said["handler"],
            unit=said["unit"],
            reason=said["reason"],
        ),
    )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def pause(request: HttpRequest, number: str) -> HttpResponseBase:
    """Stop the clock with a reason."""
    complaint = visible_case(request, number)
    form = forms_.PauseForm(request.POST, kinds=allowed_pauses(complaint), auto_id="pause-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"pause": form}, status=422)
    said = form.cleaned_data
    return _act(
        request,
        complaint,
        "pause",
        form,
        lambda: services.pause(
            complaint_id=complaint.pk,
            kind=said["kind"],
            reason=said["reason"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let the clock run on."""
    complaint = visible_case(request, number)
    return _act(
        request,
        complaint,
        "resume",
        forms.Form(request.POST),
        lambda: services.resume(complaint_id=complaint.pk, by=signed_in(request), now=timezone.now()),
    )


@requires(Permission.COMPLAINT_INVESTIGATE)
@require_POST
def findings(request: HttpRequest, number: str) -> HttpResponseBase:
    """Record what the investigation found."""
    complaint = visible_case(request, number)
    form = forms_.FindingsForm(request.POST, auto_id="findings-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"findings": form}, status=422)
    said = form.cleaned_data
    return _act(
        request,
        complaint,
        "findings",
        form,
        lambda: services.record_findings(
            complaint_id=complaint.pk,
            found=services.Findings(said["findings"], said["root_cause"], said["cause_kind"], said["whys"]),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def reassess(request: HttpRequest, number: str) -> HttpResponseBase:
    """Correct the assessment."""
    complaint = visible_case(request, number)
    form = forms_.AssessmentForm(request.POST, auto_id="reassess-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"reassess": form}, status=422)
    shown = _version(request, complaint)
    return _act(
        request,
        complaint,
        "reassess",
        form,
        lambda: services.reassess(
            complaint_id=complaint.pk,
            assessment=services.Assessment(**form.cleaned_data),
            by=signed_in(request),
            now=timezone.now(),
            shown_version=shown,
        ),
    )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def recourse(request: HttpRequest, number: str) -> HttpResponseBase:
    """Tell the complainant of the ways onward."""
    complaint = visible_case(request, number)
    form = forms_.RecourseForm(request.POST, auto_id="recourse-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"recourse": form}, status=422)
    said = form.cleaned_data
    return _act(
        request,
        complaint,
        "recourse",
        form,
        lambda: services.tell_recourse(
            complaint_id=complaint.pk,
            by=signed_in(request),
            now=timezone.now(),
            internal=said["internal"],
            external=said["external"],
        ),
    )


@requires(*WORKS)
@require_POST
def upload(request: HttpRequest, number: str) -> HttpResponseBase:
    """Add files to the case."""
    complaint = visible_case(request, number)
    if not rules.may_note(signed_in(request), complaint):
        raise NotAllowed(_("Your role does not include files of this complaint."))
    form = forms_.UploadForm(request.POST, request.FILES, auto_id="upload-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"upload": form}, status=422)
    visibility = Visibility.COMPLAINANT if form.cleaned_data["for_complainant"] else Visibility.INTERNAL
    for file in form.cleaned_data["uploads"]:
        try:
            attach(
                owner_kind=selectors.FILE_OWNER,
                owner_public_id=complaint.public_id,
                upload=file,
                by=signed_in(request),
                visibility=visibility,
            )
        except Refused as refusal:
            form.add_error("uploads", f"“{file.name}” {refusal.message}")
    if form.errors:
        return case_page(request, complaint, forms={"upload": form}, status=422)
    messages.success(request, _("Files added"))
    return redirect("complaints:staff-detail", number)


@requires(*WORKS)
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the contact in clear, once, after a reason that is logged."""
    complaint = visible_case(request, number)
    if not rules.may_reveal(signed_in(request), complaint):
        raise NotAllowed(_("You may not see the contact of this complainant."))
    form = forms_.RevealForm(request.POST, auto_id="reveal-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"reveal": form}, status=422)
    try:
        shown = services.reveal_contact(
            complaint_id=complaint.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        )
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={"reveal": form}, status=422)
    response = case_page(request, complaint, revealed=shown)
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def new_code(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give a complainant who stands at the counter another tracking code; it is shown this once."""
    complaint = visible_case(request, number)
    form = forms_.NewCodeForm(request.POST, auto_id="code-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"code": form}, status=422)
    code, now = new_tracking_code(), timezone.now()
    kept = services.reissue_code(
        complaint_id=complaint.pk,
        tracking_code=code,
        by=signed_in(request),
        now=now,
        reason=form.cleaned_data["reason"],
    )
    context = receipt_context(kept.public_id, tracking_code=code, now=now)
    response = render(request, "complaints/staff/receipt.html", context | {"is_anew": True})
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(*WORKS)
@require_POST
def make_idea(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand the matter in as an idea, with a link back to the case; asked twice, the first idea is shown."""
    complaint = visible_case(request, number)
    idea = services.make_idea(complaint_id=complaint.pk, by=signed_in(request), now=timezone.now())
    messages.success(request, _("The idea has the number %(number)s.") % {"number": idea.number})
    return redirect("complaints:staff-detail", number)


def _act(
    request: HttpRequest, complaint: Complaint, name: str, form: forms.Form, act: Callable[[], object]
) -> HttpResponseBase:
    try:
        act()
    except (IllegalMove, StaleVersion) as refusal:
        return overtaken(request, complaint.number, refusal)
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={name: form}, status=422)
    messages.success(request, _("Saved"))
    return _onward(request, complaint.number)


def _onward(request: HttpRequest, number: str) -> HttpResponseBase:
    """The case again, or the queue when it left this person's sight (handed to another unit)."""
    if selectors.case(signed_in(request), number) is None:
        return redirect("complaints:staff-list")
    return redirect("complaints:staff-detail", number)


def _version(request: HttpRequest, complaint: Complaint) -> int:
    shown = request.POST.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else complaint.version
