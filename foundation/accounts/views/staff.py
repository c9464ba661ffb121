"""The page about oneself, and enrolling a second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
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


class Enrol(ActivateTOTPView):  # type: ignore[misc]  # allauth is untyped
    """allauth's page for a new second factor; who has just typed its first code is not asked for another."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        user = signed_in(self.request)
        enrolled = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, user, "mfa", id=enrolled.pk, type=enrolled.type)
        return response
