"""Which of the changes are looked at; it lives in the address."""

from urllib.parse import urlencode

from django import forms

from cases.body_sites import SITES
from cases.models import Patient
from cases.selectors.what_changed import CONSEQUENCES


class ChangesFilter(forms.Form):
    """What the address says wrongly counts as not said."""

    site = forms.ChoiceField(
        label="Body site",
        choices=[("", "All"), *((site.code, site.name) for site in SITES if not site.parent)],
        required=False,
    )
    skin_type = forms.ChoiceField(label="Skin type", choices=[("", "All"), *Patient.SkinType.choices], required=False)
    consequence = forms.ChoiceField(
        label="Changes",
        choices=[("", "All that crossed the operating point"), *CONSEQUENCES.items()],
        required=False,
    )

    def address(self, **other: str) -> str:
        """The query of the same choice, with something else in it."""
        said = {name: value for name, value in {**self.cleaned_data, **other}.items() if value}
        return f"?{urlencode(said)}"

    @property
    def query(self) -> str:
        """The choice as it stands, for links that go on from it."""
        return self.address()
