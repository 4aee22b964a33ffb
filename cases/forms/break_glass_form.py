"""Which record of another clinic somebody must see, and why."""

from django import forms

from cases.models import BreakGlass


class BreakGlassForm(forms.Form):
    """Asks for both names exactly: this is no search."""

    clinic_name = forms.CharField(
        label="Other clinic",
        max_length=120,
        help_text="Its full name.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    record_number = forms.CharField(
        label="Record number", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        label="Why you must see it now",
        max_length=BreakGlass._meta.get_field("reason").max_length,
        help_text="The administrators of both clinics read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
