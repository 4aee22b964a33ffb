"""What the laboratory found."""

from django import forms
from django.utils import timezone

from cases.diagnoses import diagnosis_choices
from cases.models import Case, Lesion, Pathology


class OfWhichCase(forms.ModelChoiceField):
    """Cases of one lesion, by the day they were opened."""

    def label_from_instance(self, case: Case) -> str:
        """The day first: that is what stands on the request to the laboratory."""
        reason = f": {case.reason}" if case.reason else ""
        return f"{timezone.localtime(case.opened_at):%-d %b %Y}{reason} (case {case.pk})"


class HistologyForm(forms.Form):
    """Enters a histology. What does not fit together is said by the service, in words."""

    diagnosis = forms.ChoiceField(choices=lambda: [("", "Choose a diagnosis"), *diagnosis_choices()])
    breslow_mm = forms.FloatField(
        label="Breslow thickness, mm",
        required=False,
        help_text="Only of a melanoma.",
        widget=forms.NumberInput(attrs={"step": "0.01", "min": "0", "max": "100", "inputmode": "decimal"}),
    )
    margins = forms.ChoiceField(
        label="Margins", required=False, choices=[("", "Not stated"), *Pathology.Margins.choices]
    )
    reported_on = forms.DateField(label="Date of the report")
    lab_number = forms.CharField(
        label="Laboratory number",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    case = OfWhichCase(
        label="Biopsy decided at",
        queryset=None,
        required=False,
        empty_label="Not known",
        help_text="The consultation whose biopsy it was. It closes that case's loop.",
    )
    comment = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, lesion: Lesion, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = lesion.cases.all()
        today = timezone.localdate().isoformat()
        self.fields["reported_on"].widget = forms.DateInput(attrs={"type": "date", "max": today}, format="%Y-%m-%d")


class CorrectionForm(HistologyForm):
    """The whole histology as it should be, and what was wrong with the one that is withdrawn."""

    reason = forms.CharField(
        label="What was wrong",
        max_length=300,
        help_text="Stays in the record beside the entry that is withdrawn.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WithdrawalForm(forms.Form):
    """Why a histology is withdrawn without a new one."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=300,
        help_text="For example: entered for the wrong patient.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
