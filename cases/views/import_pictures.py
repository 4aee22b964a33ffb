"""Stored pictures are dropped for an import."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.audit.shown import shows
from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.import_form import ImportForm
from cases.forms.refusal import show_refusal
from cases.selectors import imports_visible_to
from cases.services.keep_import_files import keep_import_files
from cases.services.start_import import start_import
from cases.upload_limit import ImportUploadHandler

PAGE_SIZE = 25


@csrf_exempt  # the token is in the body, which must not be read before the larger limit is set; asked for below
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def import_pictures(request):
    """The form and the clinic's earlier imports, or the new import's page."""
    request.upload_handlers = [ImportUploadHandler(request)]
    return _import_pictures(request)


@csrf_protect
def _import_pictures(request):
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        meant = {name: form.cleaned_data[name] for name in ("patient", "site")}
        try:
            kept = keep_import_files(uploads=form.cleaned_data["files"])
            run = start_import(
                clinic=request.user.clinic, source=kept.source, sheet=kept.sheet, by=request.user, **meant
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return redirect("cases:import", run.pk)
    page = Paginator(imports_visible_to(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    shows(request, [run.pk for run in page], count=page.paginator.count)
    context = {
        "section": "patients",
        "form": form,
        "page": page,
        "max_megabytes": settings.IMPORT_MAX_BYTES // 1_000_000,
        "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return render(request, "cases/imports.html", context, status=422 if form.errors else 200)
