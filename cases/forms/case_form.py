"""Why a case is opened."""

from django import forms

from cases.models import Case


class CaseForm(forms.ModelForm):
    """Opens a case about a lesion."""

    class Meta:
        model = Case
        fields = ["reason"]
        labels = {"reason": "Reason for the consultation"}
        help_texts = {"reason": "For example: has grown since spring, itches, yearly check."}
        widgets = {"reason": forms.TextInput(attrs={"autocomplete": "off", "autofocus": True})}
