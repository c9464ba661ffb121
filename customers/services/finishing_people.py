"""Finishing the contact persons of an import: who is there already is recognised, who is new gets a key."""

from collections.abc import Iterator, Mapping, Sequence

from customers import derived
from customers.importing import staging
from customers.importing.sealing import key_lines, numbered_keys
from customers.models import ContactPerson
from customers.services.contacts import refresh_found_by
from foundation.core.copying import copy_cells, copy_line
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id
from foundation.core.models import DataKey
from foundation.core.thai.text import search_form

Told = Mapping[str, str]  # name, role, phone, email, as far as the line fills them
_SEALED: dict[str, EncryptedTextField] = {
    name: ContactPerson._meta.get_field(name)  # type: ignore[misc]
    for name in ("name", "phone", "email")
}


class PeopleFinisher:
    """Makes the finished contact persons of one import."""

    def __init__(self) -> None:
        self._pattern = copy_cells(ContactPerson(customer_id=0))

    def finish(self, *, new: Sequence[tuple[int, Told]], known: Sequence[tuple[int, Told]]) -> None:
        """Add what the lines tell to the finished rows: of customers who come with this file, and of those who were
        there before. One statement reads the people of the latter, however many lines there are."""
        there = _people_of([customer_id for customer_id, _told in known])
        added = [(customer_id, told, True) for customer_id, told in new]
        changed: dict[int, ContactPerson] = {}
        met: dict[int, int] = {}
        for customer_id, told in known:
            rows = there.get(customer_id, [])
            speaking = [row for row in rows if row.ended_on is None]
            versions = sum(row.version for row in rows)
            same = meant(told, speaking)
            if same is None:
                added.append((customer_id, told, not any(row.is_main for row in speaking)))
            elif not _overwrite(same, told):
                continue
            elif same.pk not in changed:
                changed[same.pk] = same.touch()
            met.setdefault(customer_id, versions)
        if not added and not changed:
            return
        keys = numbered_keys(len(added))
        people = [*self._new(added, keys), *("\t".join(copy_cells(row).values()) for row in changed.values())]
        staging.add_ready_people(people=people, keys=key_lines(keys), met=met.items())

    def _new(self, added: Sequence[tuple[int, Told, bool]], keys: Sequence[DataKey]) -> Iterator[str]:
        ids = staging.take_ids(ContactPerson, len(added))
        for pk, key, (customer_id, told, is_main) in zip(ids, keys, added, strict=True):
            sealed = {name: field.seal(told[name], key) for name, field in _SEALED.items() if name in told}
            yield copy_line(
                self._pattern,
                {
                    "id": pk,
                    "public_id": new_public_id(),
                    "customer_id": customer_id,
                    "data_key_id": key.pk,
                    "role": told.get("role", ""),
                    "is_main": is_main,
                    **derived.reached_by(told.get("phone"), told.get("email")),
                    **sealed,
                },
            )


def meant(told: Told, people: Sequence[ContactPerson]) -> ContactPerson | None:
    """Whom a line means: who has its telephone, its e-mail or its name; of several, who has most of these.

    Where as much speaks for two, the name counts more: an office's telephone is shared, a name hardly ever.
    """
    name = search_form(told["name"])
    ways = {"phone_hash": derived.phone_hash(told.get("phone")), "email_hash": derived.email_hash(told.get("email"))}

    def agreement(row: ContactPerson) -> tuple[int, bool]:
        named = search_form(row.name or "") == name
        return named + sum(bool(value) and getattr(row, column) == value for column, value in ways.items()), named

    best = max(people, key=agreement, default=None)
    return best if best is not None and agreement(best)[0] else None


def _overwrite(row: ContactPerson, told: Told) -> bool:
    """Give the person the file's values; whether anything differed. Blank cells are not in `told`."""
    differing = {name: value for name, value in told.items() if value != (getattr(row, name) or "")}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        refresh_found_by(row)
    return bool(differing)


def _people_of(customers: Sequence[int]) -> dict[int, list[ContactPerson]]:
    """The contact persons of customers, the main one first; those who no longer speak for them too."""
    found: dict[int, list[ContactPerson]] = {}
    if customers:
        rows = ContactPerson.objects.filter(customer_id__in=customers).select_related("data_key")
        for row in rows.order_by("-is_main", "pk"):
            found.setdefault(row.customer_id, []).append(row)
    return found
