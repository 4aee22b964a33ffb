"""A patient's details."""

from django import forms

from cases.models import Patient


class PatientForm(forms.ModelForm):
    """Registers or changes a patient; the clinic is never asked for, it is the user's own."""

    class Meta:
        model = Patient
        fields = ["record_number", "name", "birth_date", "sex", "skin_type", "notes"]
        labels = {"skin_type": "Skin type (Fitzpatrick)"}
        help_texts = {"record_number": "As in the clinic's own files; unique within the clinic."}
        widgets = {
            "birth_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 3}),
            # a shared clinic computer must not offer the last patient's name to the next
            "record_number": forms.TextInput(attrs={"autocomplete": "off"}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
        }
