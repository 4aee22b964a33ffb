"""The actions "Merge" and "Undo the merge" of patients, with a page that shows both before anything happens."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.template.response import TemplateResponse

from cases.models import Patient
from cases.services.merge_patients import merge_patients
from cases.services.unmerge_patients import unmerge_patients

# where two of these differ, it may not be one person
COMPARED = (
    "birth_date",
    "sex",
    "skin_type",
    "personal_melanoma",
    "family_melanoma",
    "immunosuppression",
    "many_nevi",
    "research_consent_on",
    "notes",
)


@admin.action(description="Merge two patients into one", permissions=["change"])
def merge_two(modeladmin, request, queryset):
    """Both side by side; the second time, with the one to keep, they are merged."""
    both = list(
        queryset.annotate(lesion_sum=Count("lesions", distinct=True), last_case=Max("lesions__cases__opened_at"))
    )
    if len(both) != 2:
        modeladmin.message_user(request, "Tick exactly two patients to merge them.", messages.ERROR)
        return None
    keep = next((patient for patient in both if str(patient.pk) == request.POST.get("keep")), None)
    if keep is None:
        return TemplateResponse(request, "cases/admin/merge_patients.html", _page(modeladmin, request, both))
    merge = next(patient for patient in both if patient != keep)
    try:
        merge_patients(keep=keep, merge=merge, by=request.user)
    except ValidationError as error:
        modeladmin.message_user(request, " ".join(error.messages), messages.ERROR)
    else:
        modeladmin.message_user(request, f"{merge} was merged into {keep}.", messages.SUCCESS)
    return None


@admin.action(description="Undo the merge", permissions=["change"])
def undo_merge(modeladmin, request, queryset) -> None:
    """Each ticked patient stands on its own again, with its lesions."""
    for patient in queryset:
        try:
            unmerge_patients(merged=patient, by=request.user)
        except ValidationError as error:
            modeladmin.message_user(request, f"{patient}: {' '.join(error.messages)}", messages.ERROR)
        else:
            modeladmin.message_user(request, f"{patient} stands alone again.", messages.SUCCESS)


def _page(modeladmin, request, both: list[Patient]) -> dict:
    def line(name: str) -> tuple[str, list]:
        return Patient._meta.get_field(name).verbose_name, [_shown(patient, name) for patient in both]

    compared = [(name, values, values[0] != values[1]) for name, values in map(line, COMPARED)]
    facts = [
        line("record_number"),
        line("created_at"),
        ("lesions", [patient.lesion_sum for patient in both]),
        ("latest case", [patient.last_case for patient in both]),
    ]
    return {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Merge two patients into one",
        "both": both,
        "rows": compared + [(name, values, False) for name, values in facts],
    }


def _shown(patient: Patient, name: str):
    value = getattr(patient, f"get_{name}_display", lambda: getattr(patient, name))()
    return {True: "yes", False: "no", None: "", "": ""}.get(value, value)
