"""What the worklist and the patient list are narrowed by; it lives in the address."""

from django import forms
from django.db.models import Q, QuerySet

from cases.body_sites import codes_within, site_choices


def matching_words(words: str, *, patient: str = "") -> Q:
    """Every word is in the patient's name or record number. `patient` is the way there, such as "lesion__patient__"."""
    condition = Q()
    for word in words.split():
        condition &= Q(**{f"{patient}name__icontains": word}) | Q(**{f"{patient}record_number__icontains": word})
    return condition


class PatientFilter(forms.Form):
    """The patient list's search."""

    q = forms.CharField(
        label="Patient",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name or record no.", "autocomplete": "off"}),
    )

    def narrow(self, patients: QuerySet) -> QuerySet:
        """The patients that match, also by the record number of somebody who was merged into them."""
        words = self._asked("q").split()
        for word in words:
            patients = patients.filter(matching_words(word) | Q(merged__record_number__icontains=word))
        return patients.distinct() if words else patients

    def _asked(self, name: str) -> str:
        # a site that does not exist narrows nothing; the search beside it still counts
        self.is_valid()
        return self.cleaned_data.get(name, "")


class WorklistFilter(PatientFilter):
    """The worklist's search and filter."""

    site = forms.ChoiceField(label="Body site", required=False, choices=lambda: [("", "All sites"), *site_choices()])

    def narrow(self, cases: QuerySet) -> QuerySet:
        """The cases that match, whatever their state."""
        cases = cases.filter(matching_words(self._asked("q"), patient="lesion__patient__"))
        site = self._asked("site")
        return cases.filter(lesion__body_site__in=codes_within(site)) if site else cases
