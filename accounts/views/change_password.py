"""Somebody changes their password."""

from django.contrib.auth.views import PasswordChangeDoneView, PasswordChangeView
from django.urls import reverse_lazy

from accounts.forms.change_password import ChangePasswordForm
from accounts.views.wait_first import wait_first


class ChangePassword(PasswordChangeView):
    """Keeps this session, ends all others and every token."""

    form_class = ChangePasswordForm
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:change_password_done")

    def form_invalid(self, form):
        """With the time to wait, where it was too often."""
        return wait_first(form, super().form_invalid(form))


class ChangePasswordDone(PasswordChangeDoneView):
    """Says that it happened."""

    template_name = "accounts/change_password_done.html"
