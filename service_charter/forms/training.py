"""What is filled in about training: courses, competences, who attended, one by one or as a list."""

from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.spreadsheet import pasted_cells
from foundation.core.thai.dates import parse_date
from service_charter.enums import CourseKind
from service_charter.models import Course
from service_charter.services.training import Attended, BadLines
from service_charter.training_rules import MOST_ROWS

BIGGEST_FILE = 200_000
MOST_ERRORS = 20
COLUMNS = range(3, 6)


class CourseForm(RefusableForm):
    """A course."""

    title_th = ThaiTextField(label=_("Name in Thai"), max_length=200)
    title_en = ThaiTextField(label=_("Name in English"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters and hyphens; it stands in lists."))
    kind = forms.ChoiceField(label=_("Kind"), choices=CourseKind.choices)
    hours = forms.DecimalField(label=_("Hours"), min_value=Decimal("0.5"), max_value=999, decimal_places=1)
    valid_months = forms.IntegerField(
        label=_("Good for how many months"), min_value=1, max_value=240, required=False,
        help_text=_("Leave empty where it need not be renewed."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Still offered"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CompetenceForm(RefusableForm):
    """A competence, the courses that give it and the roles that need it."""

    title_th = ThaiTextField(label=_("Name in Thai"), max_length=200)
    title_en = ThaiTextField(label=_("Name in English"), max_length=200)
    code = forms.SlugField(label=_("Code"), max_length=40)
    courses = forms.ModelMultipleChoiceField(
        Course.objects.none(), label=_("Courses that give it (any one of them)"), widget=forms.CheckboxSelectMultiple
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(), label=_("Roles that need it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["courses"]).queryset = Course.objects.order_by("-is_active", "code")
        cast(Any, self.fields["roles"]).queryset = Role.objects.order_by("key")


class AttendanceForm(RefusableForm):
    """A member of staff attended a course."""

    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"), empty_label=_("Choose the course"))
    held_on = ThaiDateField(label=_("Last day of the course"))
    hours = forms.DecimalField(
        label=_("Hours attended"), min_value=Decimal("0.5"), max_value=999, decimal_places=1, required=False,
        help_text=_("Leave empty for those of the course."),
    )  # fmt: skip
    valid_until = ThaiDateField(
        label=_("Good until"), required=False, help_text=_("Leave empty to follow from the course.")
    )
    note = ThaiTextField(label=_("Note"), max_length=300, required=False)
    certificate = forms.FileField(label=_("Certificate"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["course"]).queryset = Course.objects.filter(is_active=True).order_by("code")


class CertificateForm(RefusableForm):
    """A certificate as file."""

    upload = forms.FileField(label=_("Certificate"))


class WithdrawForm(RefusableForm):
    """Why a record was wrong."""

    reason = ThaiTextField(label=_("What was wrong"), max_length=400, multiline=True, rows=2)


class ListForm(RefusableForm):
    """Many attendances at once: pasted or as CSV file, a line each."""

    table = forms.CharField(
        label=_("Lines"), required=False, widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
        help_text=_("Sign-in name or e-mail; code of the course; day; hours and last good day may follow."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a CSV file"), required=False, validators=[FileExtensionValidator(["csv", "txt"])],
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Reads the lines; `lines` holds them, `places` the line each came from."""
        cleaned: dict[str, Any] = super().clean() or {}
        text = str(cleaned.get("table") or "")
        if cleaned.get("file"):
            text = self._read(cleaned["file"])
        self.lines: list[Attended] = []
        self.places: list[int] = []
        rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(rows) > MOST_ROWS:
            self.add_error("table", _now("A list has at most %(n)s lines. Please send several.") % {"n": MOST_ROWS})
            return cleaned
        errors = []
        for place, (number, line) in enumerate(rows):
            cells = pasted_cells(line)
            if place == 0 and not any(character.isdigit() for cell in cells[2:] for character in cell):
                continue  # the heads of the columns
            try:
                self.lines.append(_attended(cells))
            except ValueError as error:
                errors.append(_line(number, str(error)))
            else:
                self.places.append(number)
        for words in errors[:MOST_ERRORS]:
            self.add_error("table", words)
        if not self.lines and not self.errors:
            self.add_error("table", _now("Please paste some lines, or choose a file."))
        return cleaned

    def refuse_lines(self, refusal: BadLines) -> None:
        """Show what is wrong with which line."""
        self.add_error(None, refusal.message)
        for place in sorted(refusal.lines)[:MOST_ERRORS]:
            self.add_error("table", _line(self.places[place], refusal.lines[place]))

    def _read(self, file: Any) -> str:
        if (file.size or 0) > BIGGEST_FILE:
            self.add_error("file", _now("A list has at most %(n)s lines. Please send several.") % {"n": MOST_ROWS})
            return ""
        raw: bytes = file.read()
        try:
            return raw.decode("utf-8-sig").replace("\x00", "")
        except UnicodeDecodeError:
            return raw.decode("cp874", errors="replace").replace("\x00", "")


def _attended(cells: list[str]) -> Attended:
    """Raises ValueError with words for the person."""
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) not in COLUMNS:
        raise ValueError(_now("a line has three to five columns; here are %(n)s.") % {"n": len(cells)})
    who, course, day, hours, until = (*cells, "", "")[:5]
    try:
        number = Decimal(hours) if hours else None
    except InvalidOperation as error:
        raise ValueError(_now("the hours are a number.")) from error
    if number is not None and not Decimal("0.5") <= number <= 999:
        raise ValueError(_now("the hours are a number."))
    last = parse_date(until[:100]).date if until else None
    return Attended(who[:150], course.lower()[:40], parse_date(day[:100]).date, number, last)


def _line(number: int, words: str) -> str:
    return _now("Line %(number)s: %(words)s") % {"number": number, "words": words}
