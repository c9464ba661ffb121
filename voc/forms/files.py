"""Files that people bring: voices, and labelled texts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm
from voc.enums.voice import TextTask
from voc.services.imports import IMPORTABLE, MAX_BYTES


class _FileForm(RefusableForm):
    file = forms.FileField(
        label=_("CSV or Excel file (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"})
    )

    def clean_file(self) -> object:
        """A file over the limit arrives empty with its true size."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Please split it; 20 MB at most."))
        return file


class VoiceFileForm(_FileForm):
    """A file of voices."""

    channel = forms.ChoiceField(
        label=_("Channel of rows that name none"),
        choices=[("", _("Every row names its channel")), *((channel.value, channel.label) for channel in IMPORTABLE)],
        required=False,
    )


class LabelledFileForm(_FileForm):
    """A file of labelled texts."""

    task = forms.ChoiceField(label=_("The labels tell"), choices=TextTask.choices)
