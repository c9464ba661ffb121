"""What is filled in about partners, and by them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.spreadsheet import pasted_cells
from foundation.core.thai.dates import parse_date
from service_charter.models import Standard
from service_charter.partner_rules import MOST_ROWS
from service_charter.services.partner_reports import BadRows, Told

COLUMNS = 5
BIGGEST_FILE = 200_000
# As many errors of a table as a person corrects at one time.
MOST_ERRORS = 20


class PartnerForm(RefusableForm):
    """The facts of a partner. The code is asked for once, because reports are told under it."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Small Latin letters, digits and hyphens.")
    )
    name_th = ThaiTextField(label=gettext_lazy("Name in Thai"), max_length=160)
    name_en = ThaiTextField(label=gettext_lazy("Name in English"), max_length=160)
    email = forms.EmailField(
        label=gettext_lazy("Mailbox of the office"),
        required=False,
        help_text=gettext_lazy("Links for signing and reporting go there. A mailbox of the office, not of a person."),
    )
    standard_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Promises it keeps for us"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, promises: Sequence[Standard], stored: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(standard.code, f"{standard.number}. {standard.promise}") for standard in promises]
        known = {code for code, _label in choices}
        # What an earlier version promised stays visible until somebody takes it off.
        choices += [(code, code) for code in stored if code not in known]
        self.fields["standard_codes"].choices = choices  # type: ignore[attr-defined]


class AskForm(RefusableForm):
    """The period of which a report is asked for."""

    first_day = ThaiDateField(label=gettext_lazy("First day of the period"))
    last_day = ThaiDateField(label=gettext_lazy("Last day of the period"))


class PartnerReportForm(RefusableForm):
    """A report: totals promise by promise, or single cases as a table. `rows` holds what was told once it is valid."""

    table = forms.CharField(
        label=gettext_lazy("Cases one by one"),
        required=False,
        max_length=BIGGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy(
            "Pasted from a spreadsheet: code of the promise, your reference, day, cases, kept. At most 500 rows."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the same as a CSV file"),
        required=False,
        validators=[FileExtensionValidator(["csv", "txt"])],
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )
    visit = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Mapping[str, "UploadedFile[Any]"] | None = None,
        *,
        promises: Sequence[Standard],
        days: tuple[dt.date, dt.date],
        visit: str,
    ) -> None:
        self.promises, self.days = promises, days
        self.rows: list[Told] = []
        self._fields_of_rows: list[str] = []
        self._unread = ""
        if data is not None:
            data = data.copy()
            self._unread = _take_in(data, files or {})
        super().__init__(data, files, initial={"visit": visit})  # type: ignore[arg-type]
        for standard in promises:
            for part, label in (("n", gettext_lazy("Cases")), ("kept", gettext_lazy("Kept in time"))):
                self.fields[f"{part}-{standard.code}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}),
                )

    @property
    def totals(self) -> list[tuple[Standard, Any, Any]]:
        """Each promise with its two fields."""
        return [(row, self[f"n-{row.code}"], self[f"kept-{row.code}"]) for row in self.promises]

    def clean(self) -> dict[str, Any]:
        """Read the rows. Whoever gives both a total and single cases of a promise would count them twice."""
        cleaned = super().clean() or {}
        if self._unread:
            self.add_error("file", self._unread)
        for standard in self.promises:
            self._read_total(standard, cleaned)
        summed = {row.code for row in self.rows}
        self._read_table(str(cleaned.get("table") or ""))
        if twice := summed & {row.code for row in self.rows[len(summed) :]}:
            words = _("Give either the total or the single cases of a promise, not both: %(codes)s.")
            self.add_error("table", words % {"codes": ", ".join(sorted(twice))})
        if not self.rows and not self.errors:
            self.add_error(None, _("Please fill in the cases of at least one promise."))
        return cleaned

    def refuse_rows(self, refusal: BadRows) -> None:
        """Show what is wrong beside the field or line that it came from."""
        self.add_error(None, refusal.message)
        for place in sorted(refusal.rows)[:MOST_ERRORS]:
            field = self._fields_of_rows[place]
            for message in refusal.rows[place].values():
                if field.startswith("table"):
                    self.add_error("table", _line(int(field.partition(":")[2]), message))
                else:
                    self.add_error(field, message)

    def _read_total(self, standard: Standard, cleaned: dict[str, Any]) -> None:
        n, kept = cleaned.get(f"n-{standard.code}"), cleaned.get(f"kept-{standard.code}")
        if n is None and kept is None:
            return
        if n is None or kept is None:
            field = f"{'n' if n is None else 'kept'}-{standard.code}"
            if field not in self.errors:
                self.add_error(field, _("Please fill in both numbers."))
        elif n == 0 and kept == 0:
            return
        else:
            first, last = self.days
            reference = f"{first:%Y%m%d}-{last:%Y%m%d}:{standard.code}"
            self.rows.append(Told(standard.code, reference, last, n, kept))
            self._fields_of_rows.append(f"n-{standard.code}")

    def _read_table(self, text: str) -> None:
        errors = []
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > MOST_ROWS + 1:
            self.add_error("table", _("A report has at most %(n)s rows. Please send several.") % {"n": MOST_ROWS})
            return
        for place, (number, line) in enumerate(lines):
            cells = pasted_cells(line)
            if place == 0 and not any(character.isdigit() for cell in cells[2:] for character in cell):
                continue  # the heads of the columns
            try:
                self.rows.append(_told(cells))
            except ValueError as error:
                errors.append(_line(number, str(error)))
            else:
                self._fields_of_rows.append(f"table:{number}")
        if errors:
            self.add_error("table", [ValidationError(error) for error in errors[:MOST_ERRORS]])


def _take_in(data: QueryDict, files: Mapping[str, "UploadedFile[Any]"]) -> str:
    """Put the text of the file into the table, where it can be seen and corrected; words if it can't be read."""
    file = files.get("file")
    if file is None:
        return ""
    if (file.size or 0) > BIGGEST_FILE:
        return _("The file is too big. A report has at most %(n)s rows.") % {"n": MOST_ROWS}
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _("The file can't be read. Please save it as CSV UTF-8.")
    data["table"] = "\n".join(part for part in (data.get("table", "").strip(), text.replace("\x00", "")) if part)
    return ""


def _told(cells: Sequence[str]) -> Told:
    """Raises ValueError with words for the person."""
    if len(cells) != COLUMNS:
        raise ValueError(
            _("a row has five columns: code of the promise, your reference, day, cases, kept; here are %(n)s.")
            % {"n": len(cells)}
        )
    code, reference, day, n, kept = cells
    try:
        numbers = (int(n), int(kept))
    except ValueError as error:
        raise ValueError(_("cases and kept are whole numbers.")) from error
    return Told(code.lower(), reference, parse_date(day[:100]).date, *numbers)


def _line(number: int, words: str) -> str:
    return _("Row %(number)s: %(words)s") % {"number": number, "words": words}
