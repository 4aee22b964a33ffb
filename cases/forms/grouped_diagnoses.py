"""Diagnoses as buttons in groups."""

from django.forms.boundfield import BoundWidget

from cases.diagnoses import BY_CODE

GROUPS = ((True, "Malignant"), (False, "Benign"), (None, "Neither"))


class GroupedDiagnoses:
    """For forms with a radio field `diagnosis`."""

    @property
    def diagnosis_groups(self) -> list[tuple[str, list[BoundWidget]]]:
        """The name of each group with its buttons, the malignant first."""
        buttons = list(self["diagnosis"])
        return [
            (name, [button for button in buttons if BY_CODE[str(button.data["value"])].malignant is malignant])
            for malignant, name in GROUPS
        ]
