"""What the worklist and the patient list are narrowed by; it lives in the address."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from cases.body_sites import codes_within, site_choices
from cases.selectors import MOST_WORRYING_FIRST, NO_RESULT, SORTS, matching_patients, matching_words, of_person

VERDICT_WORDS = {
    "suspicious": "Suspicious",
    "needs_a_person": "Needs a person",
    "likely_benign": "Likely benign",
    NO_RESULT: "No result",
}
SORT_WORDS = {"oldest": "Oldest first", "newest": "Newest first", "name": "Name", "risk": "Highest risk first"}


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
        return patients.filter(matching_patients(self.asked("q")))

    def asked(self, name: str):
        """The value of a field; "" where nothing was asked, or something that does not exist."""
        # a site that does not exist narrows nothing; the search beside it still counts
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class WorklistFilter(PatientFilter):
    """The worklist's search, filters and order."""

    site = forms.ChoiceField(label="Body site", required=False, choices=lambda: [("", "All sites"), *site_choices()])
    verdict = forms.ChoiceField(
        label="Risk",
        required=False,
        choices=[("", "Any"), *((verdict, VERDICT_WORDS[verdict]) for verdict in (*MOST_WORRYING_FIRST, NO_RESULT))],
    )
    opened_from = forms.DateField(label="Opened from", required=False, widget=forms.DateInput({"type": "date"}))
    opened_to = forms.DateField(label="to", required=False, widget=forms.DateInput({"type": "date"}))
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Most urgent first"), *((sort, SORT_WORDS[sort]) for sort in SORTS)],
    )
    mine = forms.BooleanField(label="Only mine", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def narrow(self, cases: QuerySet) -> QuerySet:
        """The cases that match, whatever their list; the verdict is asked for with the list."""
        cases = cases.filter(matching_words(self.asked("q"), patient="lesion__patient__"))
        if site := self.asked("site"):
            cases = cases.filter(lesion__body_site__in=codes_within(site))
        if first := self.asked("opened_from"):
            cases = cases.filter(opened_at__gte=_start_of(first))
        if last := self.asked("opened_to"):
            cases = cases.filter(opened_at__lt=_start_of(last + timedelta(days=1)))
        return of_person(cases, self.user) if self.asked("mine") else cases

    @property
    def used(self) -> list[str]:
        """The names of the fields that narrow something, never what was typed."""
        return [name for name in self.fields if name != "sort" and self.asked(name)]

    @property
    def more_used(self) -> bool:
        """Whether one of the filters that are folded away is on."""
        return not {"opened_from", "opened_to", "mine"}.isdisjoint(self.used)


def _start_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
