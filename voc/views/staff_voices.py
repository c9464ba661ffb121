"""The one list of voices: read, filter, put labels right with one key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete
from voc.enums.voice import Sentiment, VoiceKind
from voc.filters import VoiceFilter
from voc.models import Topic, Voice
from voc.selectors.voices import labels_of, narrowed, voices_page
from voc.services.labels import correct_label
from voc.tabs import tabs


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
        **_choices(),
    }
    return render(request, "voc/voice.html", context)


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
        "topic", "touchpoint", "customer", "complaint", "answer__response__survey", "feedback", "voice_import"
    )
    return get_object_or_404(rows, public_id=public_id)


def _choices() -> dict[str, object]:
    return {
        "sentiments": [(str(place), *pair) for place, pair in enumerate(Sentiment.choices, start=1)],
        "kinds": VoiceKind.choices,
        "topics": list(Topic.objects.filter(is_active=True)),
    }
