"""Patients as CSV, out of the admin and into it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.limits import spend
from cases.csv_rows import csv_response
from cases.services.export_patients import COLUMNS, export_patients
from cases.services.import_patients import import_patients


class PatientsFileForm(forms.Form):
    """The table, and whether it is only looked at."""

    file = forms.FileField(label="CSV file", widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,text/csv"}))
    dry_run = forms.BooleanField(label="Only check it, store nothing", required=False, initial=True)


@admin.action(description="Export as CSV", permissions=["view"])
def export_ticked(modeladmin, request, queryset) -> HttpResponse:
    """The ticked patients."""
    spend("exports", request.user.pk)
    return csv_response("patients.csv", COLUMNS, export_patients(patients=queryset, by=request.user))


def import_page(modeladmin, request) -> HttpResponse:
    """The form; errors row by row; or back to the list with what was stored."""
    if not modeladmin.has_add_permission(request) or request.user.clinic is None:
        raise PermissionDenied
    form = PatientsFileForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        asked = {"data": form.cleaned_data["file"], "dry_run": form.cleaned_data["dry_run"]}
        try:
            result = import_patients(clinic=request.user.clinic, by=request.user, **asked)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
    if result and result.stored:
        said = f"{result.registered} registered, {result.changed} changed, {result.unchanged} as they were."
        modeladmin.message_user(request, said, messages.SUCCESS)
        return redirect(reverse("admin:cases_patient_changelist"))
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Import patients from a CSV",
        "form": form,
        "result": result,
        "columns": COLUMNS,
    }
    return TemplateResponse(request, "cases/admin/import_patients.html", context)
