"""What `make check` says of a catalogue."""

import polib
import pytest

from trdcrm.local.translations import catalogue_faults


def catalogue(**entry: object) -> polib.POFile:
    found = polib.POFile()
    found.append(polib.POEntry(**entry))
    return found


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"msgid": "%(n)s days", "msgstr": "%(n)s วัน"}, None),
        ({"msgid": "%(n)s days", "msgstr": "%(count)s วัน"}, "other placeholders"),
        ({"msgid": "a day", "msgid_plural": "%(n)s days", "msgstr_plural": {0: "%(n)s วัน"}}, None),
        ({"msgid": "a day", "msgid_plural": "%(n)s days", "msgstr_plural": {0: "%(count)s วัน"}}, "other placeholders"),
        ({"msgid": "a day", "msgid_plural": "%(n)s days", "msgstr_plural": {0: ""}}, "no Thai"),
        ({"msgid": "Save", "msgstr": ""}, "no Thai"),
        ({"msgid": "Save", "msgstr": "บันทึก", "flags": ["fuzzy"]}, "doubtful Thai"),
    ],
)
def test_each_fault_is_named(entry: dict[str, object], fault: str | None) -> None:
    told = list(catalogue_faults(catalogue(**entry)))
    assert [line.split(":")[0] for line in told] == ([fault] if fault else [])
