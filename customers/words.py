"""What is wrong with a value, in words. Rules raise codes (BadValue); every door says them with these sentences."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What parts several words in one cell of a file.
SEPARATORS = re.compile(r"[,;|\n]")

SENTENCES: dict[str, str | Promise] = {
    "required": _("This is needed."),
    "too_long": _("Longer than %(max)s characters."),
    "not_digits": _("Only digits, blanks and dashes belong into this number."),
    "not_13_digits": _("The number must have 13 digits."),
    "check_digit": _(
        "The check digit does not fit: digit 13 is computed from digits 1 to 12. Please compare with the card or paper."
    ),
    "not_a_person": _("Numbers that begin with 0 or 9 belong to organisations; a person's number begins with 1 to 8."),
    "a_person": _("A tax number of an organisation begins with 0 or 9. This is a person's number: record a person."),
    "branch": _("A branch number has up to 5 digits; 00000 is the head office."),
    "phone": _("Not a telephone number, for example 081 234 5678, 02 123 4567, +66 81 234 5678 or 1111."),
    "email": _("Not an e-mail address, for example name@example.com."),
    "postcode": _("A postcode has 5 digits."),
    "no_province": _("No province has this name."),
    "no_district": _("No district has this name."),
    "no_subdistrict": _("No subdistrict has this name."),
    "district_elsewhere": _("That province has no district of this name; there is one in: %(places)s."),
    "subdistrict_elsewhere": _("No subdistrict of this name lies there; there is one in: %(places)s."),
    "postcode_elsewhere": _("This postcode does not belong to that place; the place has %(codes)s."),
    "postcode_other_place": _("This postcode does not belong to the place on record. Please write the new place too."),
    "place_several": _(
        "%(n)s places bear this name, in: %(provinces)s. Please add district, province or postcode, or choose one."
    ),
    "no_place": _("No place has this code."),
    "date": _("Not a date that can be read, for example 22/11/2569 or 2026-11-22."),
    "future": _("This date lies in the future."),
    "past": _("This day is past."),
    "before_relation": _("Earlier than the present relation, which began on %(date)s."),
    "choice": _("Not one of: %(choices)s."),
    "number": _("Not a number, for example 1250 or 1,250.50."),
    "unit": _("No unit has this code."),
    "owner": _("No colleague who looks after customers has this user name, e-mail or full name."),
    "tag": _("Not on the list of tags: %(tags)s. An administrator can add it."),
    "many_values": _("At most %(max)s values."),
    "range_empty": _("The end lies before the beginning."),
    "field_gone": _("This field is not asked any more."),
    "field_party": _("This field is asked of the other kind of customer: person or organisation."),
    "choice_twice": _("“%(name)s” stands in the list twice."),
    "many_choices": _("A list has at most %(max)s choices."),
    "many_tags": _("A customer bears at most %(max)s tags."),
    "taken": _("This number already belongs to customer %(number)s."),
    "taken_hidden": _("This number already belongs to another customer."),
    "wrong_party": _(
        "This belongs to the other kind of record: people have national numbers, organisations tax numbers."
    ),
    "contact_without_name": _(
        "A position, telephone or e-mail of a contact person stands in this row without a name. Please add the name, or"
        " clear these cells."
    ),
    "limited_without_unit": _("Choose the unit that keeps the record to itself."),
    "no_key": _("The line has neither a key of the source nor an identity number, so it can't be recognised again."),
    "cells": _("The line has %(found)s cells instead of %(expected)s."),
    "unreadable": _("The line can't be read; a quotation mark may be missing: %(detail)s"),
    "key_twice": _("The same key stands in line %(first)s already; that line counts."),
    "identifier_twice": _("The same identity number stands in line %(first)s already; that line counts."),
    "key_conflict": _("The key belongs to one customer, the identity number to another (%(number)s)."),
    "other_key": _("The identity number belongs to %(number)s, who has another key in this source."),
    "other_party": _("The record is about a person where the line is about an organisation, or the other way round."),
    "not_visible": _("The customer belongs to a unit that keeps its records to itself."),
    "erased": _("The person asked to be forgotten; the line is not taken in again."),
}


# Why undoing an import leaves a customer as it is.
KEPT: dict[str, str | Promise] = {
    "changed_since": _("Somebody changed the record since, or a later import did."),
    "hanging": _("Something hangs on the record: %(what)s."),
    "joined": _("The record was joined with another one."),
    "erased": _("The person asked to be forgotten."),
    "number_taken": _("The former identity number belongs to %(number)s now."),
    "contact_changed": _("Somebody changed its contact person since, or a later import did."),
    "contact_stays": _("The record is as it was before; its contact person stays, whom somebody changed since."),
    "contact_used": _("The record is as it was before; its contact person stays, on whom something hangs: %(what)s."),
}


# Why a bulk action, or undoing it, leaves a customer as it is.
BULK_LEFT: dict[str, str | Promise] = {
    "changed_since": _("Somebody changed the record since."),
    "erased": _("The person asked to be forgotten."),
    "joined": _("The record was joined with another one."),
    "limited": _("Only its unit may see the record: please change it by itself."),
    "too_early": _("The present relation began later than that day."),
    "many_tags": _("The customer bears as many tags as there may be."),
    "gone": _("You may not see the record any more."),
}


class BadValue(ValueError):
    """A value breaks a rule. `code` names the sentence, `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def say(code: str, params: dict[str, Any] | None = None) -> str:
    """The sentence of a code in the reader's language."""
    return str(SENTENCES[code]) % (params or {})
