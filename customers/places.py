"""The place in a customer's address: what was written becomes one code, if its parts agree. One owner for all doors.

Policy 1.1: a customer is found, cut and written to by province, district, subdistrict and postcode.
"""

from collections.abc import Mapping
from typing import Any

from customers.words import BadValue
from foundation.core.thai.places import BadPlace, Place, place, read_place

PARTS = ("subdistrict", "district", "province")


def settle(values: Mapping[str, Any], *, stored_place: str = "", stored_postcode: str = "") -> dict[str, Any]:
    """`values` with `place` (a code) and `postcode` in the place of what was written of subdistrict, district and
    province. What says nothing of the place comes back as it is.

    A place that has one postcode brings it along; a postcode on record that does not fit a new place gives way.
    Raises BadValue with the `target` that doesn't fit.
    """
    settled = dict(values)
    told = {name: text for name in PARTS if (text := settled.pop(name, "") or "")}
    code = settled.get("place") or ""
    postcode = settled.get("postcode") or ""
    try:
        if code or told:
            if code:
                told = {}
            found, postcode = _fitting(code, told, postcode, may_give_way=postcode == stored_postcode)
            if not postcode and stored_postcode in found.postcodes:
                postcode = stored_postcode
            settled |= {"place": found.code, "postcode": postcode}
        elif stored_place and postcode and "place" not in settled and not _belongs(postcode, stored_place):
            raise BadPlace("postcode", "postcode_other_place")
    except BadPlace as error:
        raise BadValue(error.code, target=error.field, **error.params) from error
    return settled


def agrees(code: str, postcode: str) -> bool:
    """Whether a stored place and a postcode may stand in one address."""
    return not code or not postcode or _belongs(postcode, code)


def _fitting(code: str, told: Mapping[str, str], postcode: str, *, may_give_way: bool) -> tuple[Place, str]:
    if code:
        found = place(code)
        if found is None:
            raise BadPlace("place", "no_place")
        if postcode and not _belongs(postcode, code):
            if not may_give_way:
                raise BadPlace("postcode", "postcode_elsewhere", codes=", ".join(found.postcodes[:4]))
            postcode = ""
    else:
        try:
            found = read_place(**told, postcode=postcode)
        except BadPlace:
            if not (postcode and may_give_way):
                raise
            found, postcode = read_place(**told), ""
    only = found.postcodes[0] if len(found.postcodes) == 1 else ""
    return found, postcode or only


def _belongs(postcode: str, code: str) -> bool:
    """An abolished place has no postcodes of its own any more: nothing is held against it."""
    found = place(code)
    return found is None or not found.postcodes or postcode in found.postcodes
