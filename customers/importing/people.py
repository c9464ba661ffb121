"""The contact person beside a customer in a row: which columns tell of one, how they are read, what must be told.

Four columns are one person. A telephone without a name says of nobody whose it is: such a row is refused.
"""

from collections.abc import Callable
from typing import Any

from customers import cells
from customers.words import BadValue

# The targets of the columns, and which field of the contact person each fills.
FIELDS = {"contact_name": "name", "contact_role": "role", "contact_phone": "phone", "contact_email": "email"}
NAME = "contact_name"
PERSONAL = frozenset({"contact_name", "contact_phone", "contact_email"})
READERS: dict[str, Callable[[str], Any]] = {
    "contact_name": cells.text(cells.CONTACT_NAME_LENGTH),
    "contact_role": cells.text(cells.CONTACT_ROLE_LENGTH),
    "contact_phone": cells.phone,
    "contact_email": cells.email,
}
TOLD = "contact"  # under this word the person stands among the values of a row


def person_of(values: dict[str, Any]) -> dict[str, str]:
    """What the row tells of a contact person, by fields, taken out of `values`; empty where it tells of nobody.

    Raises BadValue where something is told of a person without a name.
    """
    told = {field: value for target, field in FIELDS.items() if (value := values.pop(target, ""))}
    if told and "name" not in told:
        raise BadValue("contact_without_name", target=NAME)
    return told
