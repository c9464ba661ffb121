"""The list of tags: administrators add, rename and retire them; nobody deletes one that history names."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from customers.models import Customer, Tag
from customers.models.tag import LONGEST_CODE, MOST_TAGS
from customers.words import SEPARATORS, BadValue, say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise_line, search_form

LONGEST_NAME = 60
RESERVED = frozenset({"new"})  # an address of ours


@transaction.atomic
def add_tag(*, name_th: str, name_en: str, by: User, now: datetime) -> Tag:
    """Add a tag; its code is made from the English name. Raises NotAllowed, Incomplete."""
    _demand(by)
    tag = Tag(created_at=now)
    _name(tag, name_th, name_en)
    tag.code = _free_code(tag.name_en)
    return _store(tag, by, now)


@transaction.atomic
def change_tag(
    *, tag_id: int, shown_version: int, name_th: str, name_en: str, is_retired: bool, by: User, now: datetime
) -> Tag:
    """Rename, retire or take up again; the code stays. Raises NotAllowed, StaleVersion, Incomplete."""
    _demand(by)
    tag = locked(Tag.objects.all(), pk=tag_id, shown_version=shown_version)
    _name(tag, name_th, name_en)
    tag.is_retired = is_retired
    return _store(tag, by, now)


def read_tags(customer: Customer, codes: Iterable[str]) -> list[str]:
    """The codes as a record keeps them: known ones, once each, in order. Retired ones only where they stand already.

    Raises BadValue.
    """
    asked = sorted(set(codes))
    new = set(asked) - set(customer.tags)
    known = set(Tag.objects.filter(code__in=new, is_retired=False).values_list("code", flat=True)) if new else set()
    if unknown := sorted(new - known):
        raise BadValue("tag", tags=", ".join(unknown))
    if len(asked) > MOST_TAGS:
        raise BadValue("many_tags", max=MOST_TAGS)
    return asked


def words_for_tags(tags: Iterable[Tag]) -> Mapping[str, str]:
    """Codes of tags by every word that files use for them, folded: names in both languages, and the code."""
    found: dict[str, str] = {}
    for tag in tags:
        for word in (tag.name_th, tag.name_en, tag.code):
            found[search_form(word)] = tag.code
    return found


def _name(tag: Tag, name_th: str, name_en: str) -> None:
    tag.name_th, tag.name_en = normalise_line(name_th), normalise_line(name_en)
    wrong: dict[str, str] = {}
    for field in ("name_th", "name_en"):
        name = getattr(tag, field)
        if not name or not search_form(name):
            wrong[field] = say("required")
        elif len(name) > LONGEST_NAME:
            wrong[field] = say("too_long", {"max": LONGEST_NAME})
        elif SEPARATORS.search(name):
            wrong[field] = _("A comma, semicolon or bar parts several tags in files; please name the tag without.")
    if wrong:
        raise Incomplete(_("Some facts are missing."), missing=wrong)
    tag.folded_th, tag.folded_en = search_form(tag.name_th), search_form(tag.name_en)
    for field, folded in (("name_th", tag.folded_th), ("name_en", tag.folded_en)):
        rows = Tag.objects.filter(Q(folded_th=folded) | Q(folded_en=folded)).exclude(pk=tag.pk)
        if other := rows.first():
            wrong[field] = _("There is a tag of this name: %(name)s.") % {"name": other.name}
    if wrong:
        raise Incomplete(_("Some values can't be taken as they are."), missing=wrong)


def _free_code(name_en: str) -> str:
    stem = slugify(name_en)[: LONGEST_CODE - 5].strip("-") or "tag"
    taken = {*Tag.objects.filter(code__startswith=stem).values_list("code", flat=True), *RESERVED}
    return next(code for n in range(1, 9999) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _store(tag: Tag, by: User, now: datetime) -> Tag:
    try:
        with transaction.atomic():
            signed(tag, by=by, now=now).save()
    except IntegrityError as error:
        message = _("Somebody added a tag of this name just now.")
        raise Incomplete(message, missing={"name_th": message}) from error
    return tag


def _demand(by: User) -> None:
    if not by.can(Permission.ADMINISTER):
        raise NotAllowed(_("Only administrators keep the list of tags."))
