"""Stored pictures for an import."""

from django import forms

from cases.body_sites import site_choices
from cases.forms.picture_form import PictureInput, PicturesField


class ImportFilesField(PicturesField):
    """A ZIP, or pictures, with or without a CSV beside them."""

    widget = PictureInput(
        attrs={"accept": "image/jpeg,image/png,image/webp,image/tiff,application/zip,.zip,text/csv,.csv,.tsv"}
    )


class ImportForm(forms.Form):
    """The files, and what they do not say themselves."""

    files = ImportFilesField(
        label="ZIP, or pictures with their CSV",
        allow_empty_file=True,
        error_messages={"required": "Choose a ZIP, or the pictures and their CSV."},
    )
    patient = forms.CharField(
        label="Record number",
        required=False,
        max_length=40,
        help_text="For pictures whose row says no patient, and for pictures without a CSV.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    site = forms.ChoiceField(
        label="Body site",
        required=False,
        choices=lambda: [("", "As the CSV says"), *site_choices()],
        help_text="The same for rows without a body site.",
    )
