"""Where a lesion is."""

from django import forms

from cases.body_sites import site_choices
from cases.models import Lesion


class LesionForm(forms.ModelForm):
    """Marks a lesion: the site from the list, and optionally a point on the body map, in numbers or by a click."""

    class Meta:
        model = Lesion
        fields = ["body_site", "description", "body_view", "body_x", "body_y"]
        labels = {
            "body_site": "Body site",
            "body_view": "Side of the body map",
            "body_x": "From the left edge, 0 to 1",
            "body_y": "From the top edge, 0 to 1",
        }
        help_texts = {"description": "What helps to find it again: size, colour, what is beside it."}
        widgets = {
            "description": forms.TextInput(attrs={"autocomplete": "off"}),
            "body_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "body_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body_site"].choices = [("", "Choose a site"), *site_choices()]
        self.fields["body_view"].choices = [("", "No point"), *Lesion.BodyView.choices]

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields in words."""
        return [self["body_site"], self["description"]]

    @property
    def point(self) -> list[forms.BoundField]:
        """The fields of the point on the map."""
        return [self["body_view"], self["body_x"], self["body_y"]]
