"""Pictures for a case."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from cases.models import LesionImage

TAKES = "image/jpeg,image/png,image/webp,image/tiff"


class PictureInput(forms.ClearableFileInput):
    """A file input that takes several pictures at once."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """One or more files. What is inside them is judged by the service, which also tells the audit trail."""

    widget = PictureInput(attrs={"accept": TAKES})

    def clean(self, data, initial=None):
        """The uploads as a list; those of the camera's button come under the same name."""
        uploads = data if isinstance(data, list | tuple) else [data]
        return [super(PicturesField, self).clean(upload, initial) for upload in uploads or [None]]


class PictureForm(forms.Form):
    """One or more pictures with what the file itself does not say."""

    # an empty file is refused by the service and not here, so that the audit trail knows of it
    file = PicturesField(
        label="Pictures", allow_empty_file=True, error_messages={"required": "Choose at least one picture."}
    )
    image_type = forms.ChoiceField(
        label="Kind of picture",
        choices=LesionImage.ImageType.choices,
        initial=LesionImage.ImageType.DERMOSCOPIC,
        required=False,
    )
    taken_at = forms.DateField(
        label="Taken on",
        required=False,
        help_text="Left empty: the date that the camera noted, if it did.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    mm_per_pixel = forms.FloatField(
        label="Scale, mm per pixel",
        required=False,
        min_value=0.0001,
        max_value=1,
        help_text="Millimetres on a ruler in the picture, divided by the pixels they span: 10 mm over 400 pixels are "
        "0.025. Sizes then show in millimetres too. Left empty: pixels only.",
        widget=forms.NumberInput(attrs={"step": "any", "min": "0.0001", "max": "1"}),
    )

    def clean_image_type(self) -> str:
        """Left out means dermoscopic."""
        return self.cleaned_data["image_type"] or LesionImage.ImageType.DERMOSCOPIC

    def clean_taken_at(self) -> datetime | None:
        """The start of that day; a day to come is refused by the service."""
        day = self.cleaned_data["taken_at"]
        return day and timezone.make_aware(datetime.combine(day, time.min))
