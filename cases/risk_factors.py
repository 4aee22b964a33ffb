"""What makes melanoma more likely in a patient: the fields of `cases.models.Patient`, in short words for a header."""

# yes, no, or nobody asked (None); the last is never shown as a no
RISK_FACTORS: dict[str, str] = {
    "personal_melanoma": "Melanoma before",
    "family_melanoma": "Family melanoma",
    "immunosuppression": "Immunosuppression",
    "many_nevi": "Many nevi",
}
