"""Forms of signing in, in our words. What they check is allauth's; that a code works once is ours."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.passwords import advice
from foundation.core.ids import ALPHABET

USED_CODE_SECONDS = 240  # longer than a code can be valid, whatever the tolerance


def _ask(field: forms.Field, label: Any, **attributes: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self.fields["login"], _("User name or e-mail address"), autocapitalize="none", spellcheck="false")
        _ask(self.fields["password"], _("Password"))
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the letter goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self.fields["email"], _("Your e-mail address at work"))


class _Twice(forms.Form):
    """A new password typed twice; says so in our words when they differ."""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        first, second = typed.get("password1"), typed.get("password2")
        if "password2" in self.errors and first and first != (second or self.data.get(self.add_prefix("password2"))):
            self.errors["password2"] = self.error_class(
                [str(_("The two passwords differ. Please type the same twice."))]
            )
        return typed


class NewPasswordForm(_Twice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self.fields["password1"], _("New password"))
        _ask(self.fields["password2"], _("New password again"))
        self.fields["password1"].help_text = advice()


class ChangePasswordForm(_Twice, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self.fields["oldpassword"], _("Present password"))
        _ask(self.fields["password1"], _("New password"))
        _ask(self.fields["password2"], _("New password again"))
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = advice()


class _Once(forms.Form):
    """A code that was taken is not taken again, not even within the minute in which it is valid."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self.fields["code"], _("Six-digit code"), inputmode="numeric", autocomplete="one-time-code")

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
        if not cache.add(f"accounts.code.{self.user.pk}.{plain}", 1, timeout=USED_CODE_SECONDS):
            from allauth.mfa.adapter import get_adapter  # reads settings, which load this module

            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Once, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor at sign-in, or a recovery code."""


class CodeAgainForm(_Once, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something sensitive."""


class EnrolForm(_Once, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""


class LanguageForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """In which language pages and letters come."""

    class Meta:
        model = User
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}
        labels = {"language": _("Language of pages and letters")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, name) for code, name in settings.LANGUAGES]  # type: ignore[attr-defined]
