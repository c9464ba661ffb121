"""The pages of saved lists, the same for every room: naming one, opening it, changing it, opening with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts import saved_lists as services
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.saved_lists import NAME_LENGTH, Shelf
from foundation.core.errors import Incomplete, NotAllowed, StaleVersion
from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.core.stale import stale_context


class ViewForm(RefusableForm):
    """What a list is called, who sees it, and whether the person's list opens with it."""

    name = ThaiTextField(label=gettext_lazy("Name of the view"), max_length=NAME_LENGTH)
    audience = forms.ChoiceField(label=gettext_lazy("Who else sees it"), widget=forms.RadioSelect)
    opens = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, pages: "SavedListPages", user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = pages.shelf.model._meta.get_field("audience").choices
        audience: Any = self.fields["audience"]
        audience.choices = offered if pages.shelf.may_share(user) else offered[:1]
        audience.initial = offered[0][0]
        opens: Any = self.fields["opens"]
        opens.label = pages.says["opens"]


@dataclass(frozen=True)
class SavedListPages:
    """The pages of one room. `kept` reads what an address asks of the list, `query` writes it, `whole` is the query of
    the list without any; `names` of the addresses are `<namespace>:view…`, and `says` the room's own sentences."""

    shelf: Shelf
    namespace: str
    list_name: str
    kept: Callable[[QueryDict], Any]
    query: Callable[[Any], str]
    whole: str
    says: Mapping[str, str | Promise]

    def url(self, name: str, *args: str) -> str:
        """An address of these pages."""
        return reverse(f"{self.namespace}:{name}", args=args)

    def address_of(self, row: Any) -> str:
        """The list as it was saved."""
        return f"{self.url(self.list_name)}?{self.query(row)}"

    def shown(self, user: User, public_id: str) -> Any:
        """The saved list that an address names, if the person still sees it; None for none."""
        return self.shelf.lists_of(user).filter(public_id=public_id).first() if public_id else None

    def _visible(self, user: User, public_id: str) -> Any:
        row = self.shown(user, public_id)
        if row is None:
            raise Http404
        return row

    def _context(self, **more: Any) -> dict[str, Any]:
        whole = f"{self.url(self.list_name)}?{self.whole}"
        return {"says": self.says, "whole": whole, "views_url": self.url("views"), **more}

    def index(self, request: HttpRequest) -> HttpResponseBase:
        """What the person sees."""
        user, shelf = signed_in(request), self.shelf
        default = shelf.default_of(user)
        rows = [
            {
                "view": row,
                "url": self.address_of(row),
                "edit": self.url("view-edit", row.public_id) if shelf.may_change(user, row) else "",
                "default": self.url("view-default", row.public_id),
                "is_default": row == default,
            }
            for row in shelf.lists_of(user)
        ]
        return render(request, "accounts/saved_lists/list.html", self._context(rows=rows))

    def new(self, request: HttpRequest) -> HttpResponseBase:
        """Name the list that stands in the address."""
        user = signed_in(request)
        form = ViewForm(request.POST or None, pages=self, user=user)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                row = services.save_list(
                    self.shelf, name=said["name"], audience=said["audience"], asked=self.kept(request.GET), by=user,
                    now=timezone.now(),
                )  # fmt: skip
            except (Incomplete, NotAllowed) as refusal:
                form.refuse(refusal)
            else:
                self._open_or_not(user, row, opens=said["opens"])
                messages.success(request, _("Saved."))
                return redirect(self.address_of(row))
        context = self._context(
            form=form,
            has_needle=bool(request.GET.get("q")),
            back=f"{self.url(self.list_name)}?{request.GET.urlencode()}",
        )
        return render(request, "accounts/saved_lists/form.html", context, status=422 if form.errors else 200)

    def open(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """The list as it was saved."""
        return redirect(self.address_of(self._visible(signed_in(request), public_id)))

    def edit(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """Rename it, share it otherwise; with a list in the address, keep that one under the name."""
        user = signed_in(request)
        row = self._visible(user, public_id)
        initial = {
            "name": row.name, "audience": row.audience, "version": row.version,
            "opens": self.shelf.default_of(user) == row,
        }  # fmt: skip
        form = ViewForm(request.POST or None, initial=initial, pages=self, user=user)
        context = self._context(
            form=form, view=row, replaces=bool(request.GET), back=self.address_of(row),
            delete=self.url("view-delete", row.public_id),
        )  # fmt: skip
        status = 200
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                row = services.change_list(
                    self.shelf, view_id=row.pk, shown_version=said["version"] or 0, name=said["name"],
                    audience=said["audience"], by=user, now=timezone.now(),
                    asked=self.kept(request.GET) if request.GET else None,
                )  # fmt: skip
            except StaleVersion:
                row.refresh_from_db()
                context |= stale_context(form, row)
                status = 409
            except (Incomplete, NotAllowed) as refusal:
                form.refuse(refusal)
            else:
                self._open_or_not(user, row, opens=said["opens"])
                messages.success(request, _("Saved."))
                return redirect(self.address_of(row))
        status = 422 if form.errors and status == 200 else status
        return render(request, "accounts/saved_lists/form.html", context, status=status)

    def delete(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """Take the name away; what it lists stays where it is."""
        user = signed_in(request)
        row = self._visible(user, public_id)
        try:
            services.delete_list(self.shelf, view_id=row.pk, by=user, now=timezone.now())
        except NotAllowed as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The view “%(name)s” is gone.") % {"name": row.name})
        return redirect(self.url("views"))

    def default(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """Open the list with it, or, asked again, with the whole."""
        user = signed_in(request)
        row = self._visible(user, public_id)
        self._open_or_not(user, row, opens=self.shelf.default_of(user) != row)
        messages.success(request, _("Saved."))
        return redirect(self.url("views"))

    def _open_or_not(self, user: User, row: Any, *, opens: bool) -> None:
        if opens:
            services.open_with_list(self.shelf, view_id=row.pk, by=user)
        elif self.shelf.default_of(user) == row:
            services.open_with_list(self.shelf, view_id=None, by=user)

    def urls(self, base: str) -> list[URLPattern]:
        """The addresses, under `base`."""
        guard, read, write = requires(*self.shelf.sees), require_GET, require_http_methods(["GET", "POST"])
        return [
            path(base, read(guard(self.index)), name="views"),
            path(f"{base}new/", write(guard(self.new)), name="view-new"),
            path(f"{base}<str:public_id>/", read(guard(self.open)), name="view"),
            path(f"{base}<str:public_id>/edit/", write(guard(self.edit)), name="view-edit"),
            path(f"{base}<str:public_id>/delete/", require_POST(guard(self.delete)), name="view-delete"),
            path(f"{base}<str:public_id>/default/", require_POST(guard(self.default)), name="view-default"),
        ]
