"""Designing what customers may ask for: kinds, and their forms in versions. What was published never changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from service_charter.enums import FieldKind
from service_charter.models import RequestField, RequestForm, RequestKind
from service_charter.models.request_kinds import KEY
from service_charter.selectors.request_kinds import linkable_standards

KIND_FIELDS = ("unit", "standard_code", "rank")
TEXT_FIELDS = ("title_th", "title_en", "description_th", "description_en")
QUESTION_FIELDS = (*("kind", "label_th", "label_en", "hint_th", "hint_en", "choices_th", "choices_en", "is_required"),)
QUESTION_LIMIT = 30


@transaction.atomic
def save_kind(
    *, kind_id: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime, shown_version: int | None = None
) -> RequestKind:
    """Begin a kind, or change who answers it and which promise it runs under; the title stands in its form.

    `facts` needs `code`, `title_th` and `title_en` for a new one. Raises NotAllowed, Incomplete, StaleVersion.
    """
    _demand_designer(by)
    _demand_standard(facts.get("standard_code", ""), now)
    if kind_id is None:
        if facts["code"] == "new" or RequestKind.objects.filter(code=facts["code"]).exists():
            raise Incomplete(_("Some facts are missing."), missing={"code": _("This code is taken.")})
        kind = RequestKind(code=facts["code"], created_at=now)
    else:
        kind = locked(RequestKind.objects.all(), pk=kind_id, shown_version=shown_version)
    for name in KIND_FIELDS:
        setattr(kind, name, facts[name])
    signed(kind, by=by, now=now).save()
    if kind_id is None:
        RequestForm.objects.create(kind=kind, number=1, title_th=facts["title_th"], title_en=facts["title_en"])
    return kind


@transaction.atomic
def offer_kind(*, kind_id: int, is_offered: bool, by: User, now: dt.datetime) -> RequestKind:
    """Show a kind on the portal, or take it off. Requests that came in stay. Raises NotAllowed, IllegalMove."""
    _demand_designer(by)
    kind = locked(RequestKind.objects.all(), pk=kind_id)
    if is_offered and not kind.forms.filter(published_at__isnull=False).exists():
        raise IllegalMove(_("Publish the form first; then customers can use it."))
    kind.is_offered = is_offered
    signed(kind, by=by, now=now).save()
    return kind


@transaction.atomic
def start_form(*, kind_id: int, by: User, now: dt.datetime) -> RequestForm:
    """The draft of a kind's form: the one that is there, or a copy of the latest version. Raises NotAllowed."""
    _demand_designer(by)
    kind = locked(RequestKind.objects.all(), pk=kind_id)
    latest = kind.forms.order_by("-number").first()
    if latest and latest.published_at is None:
        return latest
    texts = {name: getattr(latest, name) for name in TEXT_FIELDS} if latest else {}
    draft = RequestForm.objects.create(kind=kind, number=latest.number + 1 if latest else 1, created_at=now, **texts)
    for question in latest.questions.all() if latest else ():
        facts = {name: getattr(question, name) for name in QUESTION_FIELDS}
        RequestField.objects.create(form=draft, number=question.number, key=question.key, **facts)
    return draft


@transaction.atomic
def save_form_texts(
    *, form_id: int, texts: Mapping[str, str], by: User, now: dt.datetime, shown_version: int
) -> RequestForm:
    """Title and description of a draft. Raises NotAllowed, IllegalMove when published, StaleVersion."""
    form = _draft(form_id, by, shown_version=shown_version)
    for name in TEXT_FIELDS:
        setattr(form, name, texts[name])
    form.save()
    return form


@transaction.atomic
def save_question(
    *, form_id: int, question_id: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> RequestField:
    """Add a question to a draft, or change one. Raises NotAllowed, IllegalMove when published, Incomplete."""
    form = _draft(form_id, by)
    question = form.questions.get(pk=question_id) if question_id else RequestField(form=form)
    if question_id is None:
        if form.questions.count() >= QUESTION_LIMIT:
            message = _("A form has at most %(limit)s questions.") % {"limit": QUESTION_LIMIT}
            raise Incomplete(message, missing={"label_th": message})
        question.number = (form.questions.aggregate(last=Max("number"))["last"] or 0) + 1
        question.key = _free_key(form)
    for name in QUESTION_FIELDS:
        setattr(question, name, facts[name])
    _demand_choices(question)
    question.save()
    form.save()
    return question


@transaction.atomic
def remove_question(*, form_id: int, question_id: int, by: User, now: dt.datetime) -> None:
    """Take a question out of a draft. Raises NotAllowed, IllegalMove when published."""
    form = _draft(form_id, by)
    form.questions.filter(pk=question_id).delete()
    form.save()


@transaction.atomic
def raise_question(*, form_id: int, question_id: int, by: User, now: dt.datetime) -> None:
    """Move a question of a draft one place up. Raises NotAllowed, IllegalMove when published."""
    form = _draft(form_id, by)
    questions = list(form.questions.order_by("number"))
    place = next((place for place, question in enumerate(questions) if question.pk == question_id), 0)
    if place:
        above, own = questions[place - 1], questions[place]
        above.number, own.number = own.number, above.number
        above.save(update_fields=["number"])
        own.save(update_fields=["number"])
    form.save()


@transaction.atomic
def publish_form(*, form_id: int, by: User, now: dt.datetime) -> RequestForm:
    """Make a draft the form that customers see. Forms that are being filled in keep the version they began with.

    Raises NotAllowed, IllegalMove when it is published already, Incomplete without a question or a language.
    """
    form = _draft(form_id, by)
    lacking = [question.label for question in form.questions.all() if not question.label_en]
    if not form.questions.exists():
        raise Incomplete(_("The form has no question yet."))
    if not form.title_en or lacking:
        raise Incomplete(_("Something is missing in English: %(what)s") % {"what": ", ".join(lacking) or _("title")})
    form.published_at, form.published_by = now, by
    form.save()
    return form


def _draft(form_id: int, by: User, *, shown_version: int | None = None) -> RequestForm:
    _demand_designer(by)
    form = locked(RequestForm.objects.all(), pk=form_id, shown_version=shown_version)
    if form.published_at is not None:
        raise IllegalMove(_("This version is published and stays as customers saw it. Begin a new version."))
    return form


def _free_key(form: RequestForm) -> str:
    """A key that no version of this kind has used, so that answers of one question are never read as another's."""
    used = RequestField.objects.filter(form__kind=form.kind_id).values_list("key", flat=True)
    number = 1 + max((int(key[1:]) for key in used if key[1:].isdecimal()), default=0)
    key = f"q{number}"
    assert KEY.match(key)  # noqa: S101
    return key


def _demand_choices(question: RequestField) -> None:
    thai, english = question.choices_th.splitlines(), question.choices_en.splitlines()
    if question.kind != FieldKind.CHOICE:
        question.choices_th = question.choices_en = ""
    elif len(thai) < 2:
        message = _("Please give at least two choices, one a line.")
        raise Incomplete(message, missing={"choices_th": message})
    elif len(thai) != len(english):
        message = _("Please give as many choices in English as in Thai, in the same order.")
        raise Incomplete(message, missing={"choices_en": message})


def _demand_standard(code: str, now: dt.datetime) -> None:
    if code and code not in {standard.code for standard in linkable_standards(at=now)}:
        message = _("This promise is not in force. Only a standard that the board has approved can set a clock.")
        raise Incomplete(message, missing={"standard_code": message})


def _demand_designer(by: User) -> None:
    if not by.can(Permission.REQUEST_DESIGN):
        raise NotAllowed(_("Your role does not include designing service requests."))
