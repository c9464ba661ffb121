"""What `governance/fill.html` needs: a page that is one form."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

Crumbs = list[tuple[str, str]]


def fill(form: forms.Form, title: str, submit: str, crumbs: Crumbs) -> dict[str, Any]:
    """The context of the page; "Cancel" leads to the last crumb."""
    return {"form": form, "title": title, "submit": submit, "crumbs": crumbs, "back": crumbs[-1][0]}


def board_crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way from the board's page."""
    return [(reverse("governance:staff-board"), _("Board")), *more]
