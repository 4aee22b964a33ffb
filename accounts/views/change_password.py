"""Somebody changes their password."""

from django.contrib.auth.views import PasswordChangeDoneView, PasswordChangeView
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.change_password import ChangePasswordForm
from accounts.views.wait_first import wait_first


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class ChangePassword(PasswordChangeView):
    """Keeps this session, ends all others and every token."""

    form_class = ChangePasswordForm
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:change_password_done")

    def form_invalid(self, form):
        """With the time to wait, where it was too often."""
        return wait_first(form, super().form_invalid(form))


@method_decorator(require_safe, name="dispatch")
class ChangePasswordDone(PasswordChangeDoneView):
    """Says that it happened."""

    template_name = "accounts/change_password_done.html"
