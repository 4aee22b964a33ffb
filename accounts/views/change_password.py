"""Somebody changes their password."""

from django.contrib.auth.views import PasswordChangeDoneView, PasswordChangeView
from django.urls import reverse_lazy

from accounts.forms.change_password import ChangePasswordForm


class ChangePassword(PasswordChangeView):
    """Keeps this session, ends all others and every token."""

    form_class = ChangePasswordForm
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:change_password_done")


class ChangePasswordDone(PasswordChangeDoneView):
    """Says that it happened."""

    template_name = "accounts/change_password_done.html"
