"""The admin's doors are the site's own: one sign-in, one sign-out, one place to change a password."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.views.sign_out import SignOut


@never_cache
def sign_in_elsewhere(request, extra_context=None) -> HttpResponse:
    """To the site's sign-in page; whoever is signed in and no administrator gets 403, not a form to try again."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    wanted = request.GET.get("next", reverse("admin:index"))
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': wanted})}")


def change_password_elsewhere(request, extra_context=None) -> HttpResponse:
    """To the site's page, which ends tokens and writes the audit trail."""
    return redirect("accounts:change_password")


admin.site.login = sign_in_elsewhere
admin.site.logout = SignOut.as_view()
admin.site.password_change = change_password_elsewhere
admin.site.site_header = admin.site.site_title = "skinlesion"
admin.site.index_template = "accounts/admin/index.html"
admin.site.unregister(Group)  # roles live in accounts/roles.py; a second table of permissions would contradict it
