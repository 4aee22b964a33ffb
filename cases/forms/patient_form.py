"""A patient's details."""

from typing import Any

from django import forms

from cases.models import Patient
from cases.risk_factors import RISK_FACTORS
from cases.selectors import namesakes, patients_visible_to

CONSENT = (
    "The day on which the patient agreed in writing that pictures and findings may be used for research without the "
    "name. Only then are they part of a de-identified export. Empty: no consent. Clearing it takes the consent back."
)


class PatientForm(forms.ModelForm):
    """Changes a patient; the clinic is never asked for, it is the user's own."""

    class Meta:
        model = Patient
        fields = [
            "record_number",
            "name",
            "birth_date",
            "sex",
            "skin_type",
            *RISK_FACTORS,
            "research_consent_on",
            "notes",
        ]
        labels = {
            "skin_type": "Skin type (Fitzpatrick)",
            "personal_melanoma": "Melanoma before",
            "family_melanoma": "Melanoma in a parent, sibling or child",
            "immunosuppression": "Immunosuppression",
            "many_nevi": "More than 50 nevi",
            "research_consent_on": "Consent to research use",
        }
        help_texts = {
            "record_number": "As in the clinic's own files; unique within the clinic.",
            "research_consent_on": CONSENT,
        }
        widgets = {
            "birth_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "research_consent_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 3}),
            # a shared clinic computer must not offer the last patient's name to the next
            "record_number": forms.TextInput(attrs={"autocomplete": "off"}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            **dict.fromkeys(
                RISK_FACTORS, forms.RadioSelect(choices=[("True", "Yes"), ("False", "No"), ("", "Not asked")])
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skin_type"].choices = [("", "Not recorded"), *Patient.SkinType.choices]

    @property
    def risk_factors(self) -> list[forms.BoundField]:
        """The fields that are yes, no or not asked."""
        return [self[name] for name in RISK_FACTORS]


class RegisterPatientForm(PatientForm):
    """Registers a patient; where the clinic seems to know the person already, that must be looked at first."""

    another_person = forms.BooleanField(label="This is another person", required=False)

    def asked(self) -> dict[str, Any]:
        """What the service is asked for."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "another_person"}
        return fields | {"unless_known": not self.cleaned_data["another_person"]}

    @property
    def seems_known(self) -> bool:
        """Whether the service has refused because of a patient of the same name and birth date."""
        return self.has_error("name", code="same_person")

    def known(self, user, asked: dict[str, Any]) -> list[Patient]:
        """The patients because of whom the service has refused what was `asked`."""
        if self.has_error("record_number", code="unique"):
            number = asked["record_number"].strip()
            return list(patients_visible_to(user).filter(clinic=user.clinic, record_number=number))
        if self.seems_known:
            return namesakes(user, clinic=user.clinic, name=asked["name"], birth_date=asked["birth_date"])
        return []
