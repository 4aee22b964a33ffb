"""The list of the admin as a file: what its search and filters find, on all its pages."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import AuditEvent
from accounts.roles import Act, may
from accounts.views.limited import limited
from skinlesion.trail.rows import FORMS, trail_response


@require_safe
@limited("exports")
def export_trail(request, form: str) -> HttpResponse:
    """The events that the list in the admin shows for the same query."""
    if not may(request.user, Act.ADMINISTER):
        raise PermissionDenied
    if form not in FORMS:
        raise Http404
    try:
        changelist = admin.site.get_model_admin(AuditEvent).get_changelist_instance(request)
    except IncorrectLookupParameters as error:
        raise BadRequest from error
    used = sorted(name for name in request.GET if name not in ("p", "o", "all"))
    return trail_response(events=changelist.queryset, form=form, filters=used, by=request.user)
