"""Where a lesion is."""

from django import forms

from cases.body_sites import site_choices
from cases.models import Lesion

COORDINATE = forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"})


class LesionForm(forms.Form):
    """Marks a lesion: the site from the list, and optionally a point on the body map, in numbers or by a click.

    Not a model form: that would answer a senseless point with the constraint's name; the service says it in words.
    """

    body_site = forms.ChoiceField(label="Body site", choices=lambda: [("", "Choose a site"), *site_choices()])
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=300,
        help_text="What helps to find it again: size, colour, what is beside it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body_view = forms.ChoiceField(
        label="Side of the body map", required=False, choices=[("", "No point"), *Lesion.BodyView.choices]
    )
    body_x = forms.FloatField(label="From the left edge, 0 to 1", required=False, widget=COORDINATE)
    body_y = forms.FloatField(label="From the top edge, 0 to 1", required=False, widget=COORDINATE)

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields in words."""
        return [self["body_site"], self["description"]]

    @property
    def point(self) -> list[forms.BoundField]:
        """The fields of the point on the map."""
        return [self["body_view"], self["body_x"], self["body_y"]]
