"""Finding cases."""

import django_filters
from django.db.models import QuerySet

from cases.api.filters.fields import IdFilter, InstantFilter, StableOrdering
from cases.body_sites import SITES, codes_within
from cases.forms.worklist_filter import VERDICT_WORDS
from cases.models import Case
from cases.selectors import CASE_STATES, WORKLISTS, matching_words, of_person, worklist


class WorklistFilters(django_filters.FilterSet):
    """By patient's name or record number, body site, person and time: what the worklist's page can be narrowed by."""

    search = django_filters.CharFilter(
        method="named", label="Each begins a word of the patient's name, or is the whole record number."
    )
    body_site = django_filters.ChoiceFilter(choices=[(site.code, site.name) for site in SITES], method="within")
    mine = django_filters.BooleanFilter(method="of_asker", label="Only cases that you opened, reviewed or signed.")
    opened_after = InstantFilter(field_name="opened_at", lookup_expr="gte", label="Opened at this moment or later.")
    opened_before = InstantFilter(field_name="opened_at", lookup_expr="lt", label="Opened before this moment.")
    # with the list, because each has its own fastest way to it
    verdict = django_filters.ChoiceFilter(
        choices=list(VERDICT_WORDS.items()),
        method="leave",
        label="What the most worrying latest result says; no_result where there is none.",
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def named(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those of the patients that match every word."""
        return cases.filter(matching_words(value, patient="lesion__patient__"))

    def within(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those of lesions on the site or on a part of it."""
        return cases.filter(lesion__body_site__in=codes_within(value))

    def of_asker(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Those of the asking person."""
        return of_person(cases, self.request.user) if value else cases

    def leave(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """All; see `verdict_asked`."""
        return cases

    @property
    def verdict_asked(self) -> str:
        """The verdict that was asked for, or nothing; only after `qs`."""
        return self.form.cleaned_data["verdict"]


class CaseFilters(WorklistFilters):
    """The same, and by lesion, patient, computed state and list of the worklist."""

    lesion = IdFilter(field_name="lesion", label="Id of the lesion.")
    patient = IdFilter(field_name="lesion__patient", label="Id of the patient.")
    state = django_filters.ChoiceFilter(choices=[(state, state.replace("_", " ")) for state in CASE_STATES])
    worklist = django_filters.ChoiceFilter(
        choices=[(code, code.replace("_", " ")) for code in WORKLISTS],
        method="leave",
        label="A list of the worklist, the most urgent first unless `ordering` says otherwise.",
    )
    ordering = StableOrdering(fields=["opened_at", "highest_malignant_probability"])

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The list with the verdict, then the order that was asked for."""
        asked = self.form.cleaned_data
        code, verdict = asked["worklist"], asked["verdict"]
        if code or verdict:
            queryset = worklist(queryset, code or "all", verdict=verdict)
        return super().filter_queryset(queryset)
