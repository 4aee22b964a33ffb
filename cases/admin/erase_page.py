"""The page that asks before a patient's record is erased, with everything that will go."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from cases.models import Erasure
from cases.selectors.held import holds_on
from cases.selectors.whole_record import whole_record
from cases.services.erase_patient import erase_patient


class EraseForm(forms.Form):
    """Why, and the record number typed once more, so that it is not the wrong person."""

    why = forms.ChoiceField(label="Why", choices=Erasure.Why.choices, widget=forms.RadioSelect)
    record_number = forms.CharField(
        label="Record number, to be sure", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, patient, **kwargs):
        super().__init__(*args, **kwargs)
        self.patient = patient

    def clean_record_number(self) -> str:
        """To the letter."""
        if self.cleaned_data["record_number"] != self.patient.record_number:
            raise ValidationError("This is not the record number of this patient.", code="another_number")
        return self.cleaned_data["record_number"]


def erase_page(modeladmin, request, patient_id: int) -> HttpResponse:
    """The question, and back to the list when it is done."""
    if not modeladmin.has_change_permission(request):
        raise PermissionDenied
    patient = get_object_or_404(modeladmin.get_queryset(request), pk=patient_id)
    form = EraseForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        try:
            erasure = erase_patient(patient=patient, why=form.cleaned_data["why"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            said = f"The record is erased; patient {erasure.patient_number} stays in the list of erasures."
            modeladmin.message_user(request, said, messages.SUCCESS)
            return redirect("admin:cases_patient_changelist")
    counts = {name: count for name, count in whole_record(patient).counts().items() if count}
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Erase a patient's record",
        "patient": patient,
        "form": form,
        "counts": counts,
        "hold": holds_on(patient).select_related("placed_by").first(),
    }
    return TemplateResponse(request, "cases/admin/erase_patient.html", context)
