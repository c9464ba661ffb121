"""The one list of voices: read, filter, put labels right with one key."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.forms.turning import IntoComplaintForm
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete
from voc.enums.voice import Sentiment, VoiceKind
from voc.filters import VoiceFilter
from voc.models import Topic, Voice
from voc.selectors.voices import labels_of, narrowed, voices_page
from voc.services.labels import correct_label
from voc.services.turning import hand_to_complaints, handled_as
from voc.tabs import tabs

HANDS_OVER = (Permission.VOC_EDIT, Permission.COMPLAINT_HANDLE)


@require_GET
@requires(Permission.VOC_VIEW)
def voice_list(request: HttpRequest) -> HttpResponse:
    """Voices, newest first; each with its labels and, for editors, the keys that correct them."""
    user = signed_in(request)
    asked = VoiceFilter(request.GET, by=user)
    voices = narrowed(Voice.objects.visible_to(user), asked.query)
    context = {
        "tabs": tabs("voices"),
        "asked": asked,
        "page": voices_page(voices, cursor=request.GET.get("after", "")),
        "may_edit": user.can(Permission.VOC_EDIT),
        **_choices(),
    }
    return render(request, "voc/voices.html", context)


@require_GET
@requires(Permission.VOC_VIEW)
def voice_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One voice, where it came from, and what people said of its labels."""
    voice = _voice(request, public_id)
    context = {
        "voice": voice,
        "labels": labels_of(voice),
        "may_edit": signed_in(request).can(Permission.VOC_EDIT),
        "handled": handled_as(voice.public_id) if voice.complaint_id is None else None,
        "may_handle": voice.complaint_id is None and any(signed_in(request).can(each) for each in HANDS_OVER),
        **_choices(),
    }
    return render(request, "voc/voice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VOC_VIEW)
@requires(*HANDS_OVER)
def into_complaint(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let what somebody said be handled as a complaint; who said it is not carried over."""
    voice, status = _voice(request, public_id), 200
    if request.method != "POST":
        form = IntoComplaintForm(initial={"description": voice.text})
    else:
        form, status = IntoComplaintForm(request.POST), 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                done = hand_to_complaints(
                    voice_id=voice.pk,
                    words=said["description"],
                    category=said["category"],
                    reason=said["reason"],
                    by=signed_in(request),
                    now=timezone.now(),
                )
            except Incomplete as refusal:
                form.refuse(refusal)
            except IllegalMove as refusal:
                form.add_error(None, refusal.message)
                status = 409
            else:
                told = _("Saved. Its number as a complaint: %(number)s") % {"number": done.number}
                messages.success(request, told)
                is_seen = Voice.objects.visible_to(signed_in(request)).filter(pk=voice.pk).exists()
                return redirect("voc:voice", public_id) if is_seen else redirect("voc:staff-list")
    return render(request, "voc/into_complaint.html", {"voice": voice, "form": form}, status=status)


@require_POST
@requires(Permission.VOC_EDIT)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set one label. An HTMX request gets the line anew, another one goes back to the page it came from."""
    voice = _voice(request, public_id)
    try:
        correct_label(
            voice_id=voice.pk,
            field=request.POST.get("field", ""),
            value=request.POST.get("value", ""),
            by=signed_in(request),
            now=timezone.now(),
        )
    except Incomplete as refusal:
        return HttpResponse(refusal.message, status=422)
    if "HX-Request" in request.headers:
        context = {"voice": _voice(request, public_id), "may_edit": True, "is_current": True, **_choices()}
        return render(request, "voc/_voice.html", context)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("voc:voice", public_id)


def _voice(request: HttpRequest, public_id: str) -> Voice:
    rows = Voice.objects.visible_to(signed_in(request)).select_related(
        "topic", "touchpoint", "stage", "customer", "complaint", "answer__response__survey", "feedback", "voice_import"
    )
    return get_object_or_404(rows, public_id=public_id)


def _choices() -> dict[str, object]:
    return {
        "sentiments": [(str(place), *pair) for place, pair in enumerate(Sentiment.choices, start=1)],
        "kinds": VoiceKind.choices,
        "topics": list(Topic.objects.filter(is_active=True)),
    }
