"""Which pictures a batch is about, and what is done with them."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Clinic
from analysis.models import Analysis, ModelVersion
from cases.body_sites import site_choices
from cases.diagnoses import diagnosis_choices
from cases.selectors.batch_pictures import NEVER
from cases.selectors.batches import clinics_to_reprocess

MOST_IMAGES = 10_000  # ticked ones; more are a selection by words
STATES = [*Analysis.State.choices, (NEVER, "Never analysed")]
DAY = {"type": "date"}


def any_of(choices: list) -> list:
    """The choices after an empty one."""
    return [("", "Any"), *choices]


class BatchForm(forms.Form):
    """The selection, the networks, and whether results are hidden or made anew. `user` decides which clinics there are.

    An administrator's batch is of the own clinic, whatever is sent; only the operator is asked.
    """

    images = forms.CharField(required=False, widget=forms.HiddenInput)  # ids with commas between
    clinic = forms.ModelChoiceField(Clinic.objects.none(), required=False, empty_label="All clinics")
    received_from = forms.DateField(required=False, label="Received from", widget=forms.DateInput(DAY))
    received_to = forms.DateField(required=False, label="Received until", widget=forms.DateInput(DAY))
    body_site = forms.ChoiceField(choices=lambda: any_of(site_choices()), required=False)
    diagnosis = forms.ChoiceField(
        choices=lambda: any_of(diagnosis_choices()),
        required=False,
        help_text="By histology, else by the signed review.",
    )
    analysed_by = forms.ModelChoiceField(
        ModelVersion.objects.all(),
        required=False,
        to_field_name="version",
        label="Shown result is by",
        empty_label="Any",
    )
    state = forms.ChoiceField(choices=any_of(STATES), required=False, label="Latest analysis")
    segmenter = forms.ModelChoiceField(
        ModelVersion.objects.filter(kind="segmenter"),
        required=False,
        to_field_name="version",
        empty_label="The one in use",
    )
    classifier = forms.ModelChoiceField(
        ModelVersion.objects.filter(kind="classifier"),
        required=False,
        to_field_name="version",
        empty_label="The one in use",
    )
    shadow = forms.BooleanField(
        required=False,
        label="Only compare: no clinician sees the results",
        help_text="Always so for a network that is not in use.",
    )
    again = forms.BooleanField(
        required=False, label="Also pictures that have a result of these very networks", help_text="Work is done twice."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_superuser:
            self.fields["clinic"].queryset = clinics_to_reprocess(user)
        else:
            del self.fields["clinic"]

    def clean_images(self) -> list[int]:
        """Ids in order, each once."""
        try:
            ids = sorted({int(one) for one in self.cleaned_data["images"].split(",") if one})
        except ValueError as error:
            raise ValidationError("These are no pictures.", code="invalid") from error
        if len(ids) > MOST_IMAGES:
            raise ValidationError(f"At most {MOST_IMAGES} pictures can be named one by one.", code="too_many")
        return ids

    def clean(self) -> dict:
        """The first day is not after the last one."""
        asked = super().clean()
        first, last = asked.get("received_from"), asked.get("received_to")
        if first and last and first > last:
            self.add_error("received_to", ValidationError("This day is before the first one.", code="before_the_first"))
        return asked

    def words(self) -> dict:
        """The arguments of `plan_batch` and `start_batch`, but for who asks; after `is_valid`."""
        asked = self.cleaned_data
        picked = {name: asked[name] for name in ("images", "body_site", "diagnosis", "state") if asked[name]}
        days = {name: asked[name].isoformat() for name in ("received_from", "received_to") if asked[name]}
        made_by = {"analysed_by": asked["analysed_by"].version} if asked["analysed_by"] else {}
        return {
            "clinic": asked["clinic"] if "clinic" in self.fields else self.user.clinic,
            "selection": picked | days | made_by,
            "versions": [asked[kind].version for kind in ("segmenter", "classifier") if asked[kind]],
            "shadow": asked["shadow"],
            "again": asked["again"],
        }
