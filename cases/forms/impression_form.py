"""What the clinician thinks before the networks speak."""

from django import forms

from cases.diagnoses import diagnosis_choices
from cases.forms.grouped_diagnoses import GroupedDiagnoses
from cases.models import Review

CHOOSE = {"required": "Please choose one."}


class ImpressionForm(GroupedDiagnoses, forms.Form):
    """Three taps; all of them are needed."""

    diagnosis = forms.ChoiceField(choices=diagnosis_choices, widget=forms.RadioSelect, error_messages=CHOOSE)
    confidence = forms.ChoiceField(
        label="How sure are you?", choices=Review.Confidence.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    plan = forms.ChoiceField(
        label="What would you do?", choices=Review.Management.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, *args, **kwargs):
        # ids of its own: a page has more than one form that asks for a diagnosis
        super().__init__(*args, auto_id="impression_%s", **kwargs)
