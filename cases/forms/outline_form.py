"""An outline as a person draws it."""

from django import forms
from django.core.exceptions import ValidationError


class OutlineForm(forms.Form):
    """The points as text, "x,y" after "x,y", which the editor fills in; or the wish to go back to the machine's."""

    points = forms.CharField(
        label="Points of the outline",
        required=False,
        max_length=20_000,
        help_text="x,y in pixels from the picture's upper left corner, one point after the other with a space between.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    machine = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_points(self) -> list[tuple[float, float]]:
        """As numbers; what they make is judged by the service."""
        written = self.cleaned_data["points"].split()
        try:
            return [(float(x), float(y)) for x, y in (point.split(",") for point in written)]
        except ValueError as error:
            raise ValidationError("Each point is x,y: two numbers with a comma between.", code="invalid") from error
