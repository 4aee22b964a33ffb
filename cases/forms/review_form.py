"""The final decision about a case."""

from typing import Any

from django import forms

from cases.checklists import COLOURS, LARGEST, SEVEN_POINT, SEVEN_POINT_BY_CODE, STRUCTURES, TENTHS
from cases.diagnoses import diagnosis_choices
from cases.forms.grouped_diagnoses import GroupedDiagnoses
from cases.models import Review

AXES = [(0, "No axis"), (1, "One axis"), (2, "Both axes")]


class PointsInput(forms.CheckboxSelectMultiple):
    """Boxes that tell the page's script how many points each is worth, in tenths."""

    def create_option(self, name, value, *args, **kwargs):
        """With the points of this criterion."""
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-tenths"] = 10 * SEVEN_POINT_BY_CODE[value].points
        return option


def _boxes(label: str, known: dict[str, str]) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"data-tenths": TENTHS["colours"]})
    return forms.MultipleChoiceField(label=label, choices=list(known.items()), widget=widget, required=False)


class ReviewForm(GroupedDiagnoses, forms.Form):
    """Everything a draft may hold; nothing is required until it is signed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    diagnosis = forms.ChoiceField(choices=diagnosis_choices, widget=forms.RadioSelect, required=False)
    management = forms.ChoiceField(
        label="What happens next", choices=Review.Management.choices, widget=forms.RadioSelect, required=False
    )
    follow_up_weeks = forms.IntegerField(label="In how many weeks", required=False, min_value=1, max_value=260)
    notes = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    override_reason = forms.ChoiceField(
        label="Why does your decision depart from the result?",
        choices=[("", "Choose the reason"), *Review.OverrideReason.choices],
        required=False,
    )
    asymmetry = forms.TypedChoiceField(
        label="Asymmetry of shape, colours or structures",
        choices=AXES,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"data-tenths": TENTHS["asymmetry"], "data-times": ""}),
        required=False,
    )
    border = forms.IntegerField(
        label="Border: eighths with an abrupt edge",
        min_value=0,
        max_value=LARGEST["border"],
        widget=forms.NumberInput(attrs={"data-tenths": TENTHS["border"], "data-times": ""}),
        required=False,
    )
    colours = _boxes("Colours", COLOURS)
    structures = _boxes("Structures", STRUCTURES)
    seven_point = forms.MultipleChoiceField(
        label="Criteria seen",
        choices=[(criterion.code, criterion.name) for criterion in SEVEN_POINT],
        widget=PointsInput,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        # ids of its own: a page has more than one form that asks for a diagnosis
        super().__init__(*args, auto_id="review_%s", **kwargs)

    @staticmethod
    def values_of(review: Review) -> dict[str, Any]:
        """What the form shows of a draft."""
        names = ("diagnosis", "management", "follow_up_weeks", "notes", "override_reason", "seven_point")
        return {name: getattr(review, name) for name in names} | review.abcd

    @property
    def changes(self) -> dict[str, Any]:
        """What `save_draft` takes. Weeks of a plan that is no longer a follow-up are left behind in the field."""
        said = self.cleaned_data
        names = ("diagnosis", "management", "notes", "override_reason", "seven_point")
        judged = {name: said[name] for name in TENTHS if said[name] not in (None, [])}
        weeks = said["follow_up_weeks"] if said["management"] == Review.Management.FOLLOW_UP else None
        return {name: said[name] for name in names} | {"follow_up_weeks": weeks, "abcd": judged}
