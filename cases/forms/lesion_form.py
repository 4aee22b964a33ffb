"""Where a lesion is."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cases.body_regions import HEIGHT, WIDTH
from cases.body_sites import site_choices
from cases.models import Lesion

COORDINATE = forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"})
# the body map's links are short
IN_ADDRESS = {"site": "body_site", "view": "body_view", "x": "body_x", "y": "body_y"}


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

    @property
    def marker(self) -> tuple[str, str] | None:
        """Where a page without script shows the point, in the drawing's units."""
        place = place_in({"view": self["body_view"].value(), "x": self["body_x"].value(), "y": self["body_y"].value()})
        if "body_view" not in place:
            return None
        return f"{place['body_x'] * WIDTH:.1f}", f"{place['body_y'] * HEIGHT:.1f}"


def place_in(address: Mapping[str, Any]) -> dict[str, Any]:
    """The place that `?site=chest&view=front&x=0.5&y=0.25` asks for; what makes no sense is left out."""
    asked = LesionForm({name: address.get(short) for short, name in IN_ADDRESS.items()})
    asked.is_valid()
    place = {name: value for name, value in asked.cleaned_data.items() if value not in ("", None)}
    whole = place.keys() >= {"body_view", "body_x", "body_y"}
    if whole and 0 <= place["body_x"] <= 1 and 0 <= place["body_y"] <= 1:
        return place
    return {name: value for name, value in place.items() if name == "body_site"}
