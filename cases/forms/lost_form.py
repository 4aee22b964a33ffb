"""What was tried to reach a patient."""

from django import forms


class LostForm(forms.Form):
    """Marks a follow-up as lost."""

    note = forms.CharField(
        label="What was tried",
        required=False,
        max_length=300,
        help_text="For example: two letters, phone number no longer in use.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
