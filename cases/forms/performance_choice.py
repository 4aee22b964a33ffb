"""Which version of the classifier, against what; it lives in the address."""

from collections.abc import Mapping
from functools import cached_property

from django import forms

from analysis.models import ModelVersion
from cases.selectors import versions_visible_to
from cases.selectors.performance import AGAINST, classifiers


class PerformanceChoice(forms.Form):
    """Shows what is shown: what the address does not say well falls back on the version in use, and on histology."""

    model = forms.ModelChoiceField(
        label="Version of the classifier",
        queryset=ModelVersion.objects.none(),  # see __init__
        required=False,
        empty_label=None,
    )

    def __init__(self, asked: Mapping[str, str], *, user):
        super().__init__()
        self.asked, self.user = asked, user
        self.fields["model"].queryset = versions_visible_to(user).filter(kind=ModelVersion.Kind.CLASSIFIER)
        self.initial["model"] = self.classifier

    @cached_property
    def classifier(self) -> ModelVersion | None:
        """The version asked for, else the active one, else the newest; None where there is none."""
        versions = classifiers(self.user)
        asked = [version for version in versions if str(version.pk) == self.asked.get("model")]
        return next(iter([*asked, *versions]), None)

    @property
    def against(self) -> str:
        """Histology unless signed reviews are asked for."""
        asked = self.asked.get("against")
        return asked if asked in AGAINST else next(iter(AGAINST))
