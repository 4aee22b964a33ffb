"""Choosing the two pictures to compare; the choice lives in the address."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from cases.over_time.pair import Pair, chosen_pair, comparable
from cases.over_time.picture import Picture


class PairForm(forms.Form):
    """`a` and `b`, and whether close-ups and overviews may be chosen too."""

    a = forms.TypedChoiceField(label="Earlier picture", coerce=int, empty_value=None, required=False)
    b = forms.TypedChoiceField(label="Later picture", coerce=int, empty_value=None, required=False)
    all = forms.BooleanField(label="Close-ups and overviews too", required=False)

    def __init__(self, data, *, pictures: list[Picture]):
        """Args: data: of the address; pictures: all of the lesion, oldest first."""
        super().__init__(data.copy())
        self.pictures = pictures
        self.pair: Pair | None = None
        for name in ("a", "b"):
            self.fields[name].choices = [
                (picture.image.pk, _named(number, picture)) for number, picture in enumerate(self._offered(), start=1)
            ]
            self.fields[name].error_messages["invalid_choice"] = "This lesion has no such picture."

    def clean(self) -> dict:
        """Find the pair; with an empty address the usual one."""
        if not self.errors:
            all_kinds = self.cleaned_data["all"]
            self.pair = chosen_pair(
                self.pictures, a=self.cleaned_data["a"], b=self.cleaned_data["b"], all_kinds=all_kinds
            )
        if self.pair:
            # the fields show what is compared, also where the address named nothing
            self.data["a"], self.data["b"] = (picture.image.pk for picture in self.pair)
        return self.cleaned_data

    def _offered(self) -> list[Picture]:
        asked = {self.data.get("a"), self.data.get("b")}
        named = [picture for picture in self.pictures if str(picture.image.pk) in asked]
        # who names a close-up in the address has asked for it
        all_kinds = bool(self.data.get("all")) or any(not picture.dermoscopic for picture in named)
        return comparable(self.pictures, all_kinds=all_kinds)


def _named(number: int, picture: Picture) -> str:
    day = date_format(timezone.localtime(picture.at), "j M Y, H:i")
    kind = "" if picture.dermoscopic else f", {picture.image.get_image_type_display().lower()}"
    return f"{number}. {day}{kind}"
