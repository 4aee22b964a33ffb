"""The page on which a legal hold is placed, and lifted."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from cases.selectors.held import holds_on
from cases.services.lift_hold import lift_hold
from cases.services.place_hold import place_hold


class HoldForm(forms.Form):
    """Nothing without a reason."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


def hold_page(modeladmin, request, patient_id: int) -> HttpResponse:
    """What holds the record, or held it before; a form for the other."""
    if not modeladmin.has_change_permission(request):
        raise PermissionDenied
    patient = get_object_or_404(modeladmin.get_queryset(request), pk=patient_id)
    held, form = holds_on(patient).exists(), HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service, said = (lift_hold, "The hold is lifted.") if held else (place_hold, "The record is on legal hold.")
        try:
            service(patient=patient, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            modeladmin.message_user(request, said, messages.SUCCESS)
            return redirect("admin:cases_patient_change", patient.pk)
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Lift a legal hold" if held else "Place a legal hold",
        "patient": patient,
        "form": form,
        "held": held,
        "holds": patient.legal_holds.select_related("placed_by", "lifted_by"),
    }
    return TemplateResponse(request, "cases/admin/legal_hold.html", context)
