"""What administrators edit by hand: people, roles, units and lockouts. No room's work is done here."""

from typing import Any

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from foundation.accounts import services
from foundation.accounts.models import Role, Unit, User
from foundation.accounts.permissions import Permission
from foundation.accounts.roles import SHIPPED_ROLES
from foundation.core.errors import Refused


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """Permissions as a list of duties to tick."""

    permissions = forms.MultipleChoiceField(
        label=_("permissions"), choices=Permission.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Role
        fields = ["key", "title_th", "title_en", "purpose_th", "purpose_en", "permissions", "needs_second_factor"]


@admin.register(Role)
class RoleAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # simple-history is untyped
    """Roles and what they grant; shipped ones can be changed but not deleted."""

    form = RoleForm
    list_display = ["__str__", "key", "needs_second_factor"]
    search_fields = ["key", "title_th", "title_en"]

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        shipped = {role.key for role in SHIPPED_ROLES}
        return super().has_delete_permission(request, obj) and (obj is None or obj.key not in shipped)

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        if change:
            obj.touch()
        super().save_model(request, obj, form, change)


@admin.register(Unit)
class UnitAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # simple-history is untyped
    """Departments."""

    list_display = ["code", "name_th", "name_en", "parent", "head"]
    search_fields = ["code", "name_th", "name_en"]
    fields = ["code", "name_th", "name_en", "parent", "head"]
    autocomplete_fields = ["head"]


class NewPersonForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A new account without a password: the person sets one through the letter that follows."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "unit", "roles", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.instance.set_unusable_password()


@admin.register(User)
class UserAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # simple-history is untyped
    """People who sign in. Accounts are switched off, not deleted: their names stand in the history."""

    list_display = ["username", "first_name", "last_name", "email", "unit", "is_active", "last_login"]
    list_filter = ["is_active", "roles", "unit"]
    list_select_related = ["unit"]
    search_fields = ["username", "first_name", "last_name", "email"]
    actions = ["send_letter", "reset_second_factor", "end_sessions"]
    fields = ["username", "first_name", "last_name", "email", "unit", "roles", "language", "is_active", "last_login"]
    readonly_fields = ["last_login"]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": NewPersonForm, "fields": NewPersonForm.Meta.fields}
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return NewPersonForm.Meta.fields if obj is None else self.fields

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            services.end_sessions(user=obj)
        if not change:
            services.send_password_letter(user=obj)

    @admin.action(description=_("Send a letter for setting a password"))
    def send_letter(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.send_password_letter(user=person)
        self._tell(request, len(people))

    @admin.action(description=_("Reset the second factor"))
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        try:
            for person in people:
                services.reset_second_factor(user=person, by=request.user)  # type: ignore[arg-type]  # an administrator
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self._tell(request, len(people))

    @admin.action(description=_("Sign out everywhere"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.end_sessions(user=person)
        self._tell(request, len(people))

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext("Done for %(count)d person.", "Done for %(count)d people.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS)


class LockoutAdmin(AccessAttemptAdmin):  # type: ignore[misc]  # axes is untyped
    """Lockouts after wrong passwords: deleting one lets the person try again at once."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.unregister(AccessAttempt)
admin.site.register(AccessAttempt, LockoutAdmin)
