"""The page about oneself."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.accounts import services
from foundation.accounts.access import signed_in
from foundation.accounts.forms import LanguageForm


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, in which language, and how I sign in. Everyone who signs in has one."""
    user = signed_in(request)
    form = LanguageForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        response = redirect("accounts:profile")
        services.set_language(user=user, language=form.cleaned_data["language"], response=response)
        messages.success(request, _("Saved."))
        return response
    shown = {
        "form": form,
        "roles": user.roles.all(),
        "has_second_factor": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "sessions": UserSession.objects.filter(user=user).count(),
    }
    return render(request, "accounts/profile.html", shown)
