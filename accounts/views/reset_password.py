"""Somebody has forgotten their password: address, letter, link, new password."""

from django.contrib.auth.views import (
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client_address import client_address
from accounts.forms.reset_password import AskResetForm, ChooseNewPasswordForm
from accounts.views.wait_first import wait_first

# Django's own take a PUT for a POST, and a wrong link with any verb
form = method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
page = method_decorator(require_safe, name="dispatch")


@form
class ResetPassword(PasswordResetView):
    """Asks for the address and sends the letter."""

    form_class = AskResetForm
    template_name = "accounts/reset_password.html"
    success_url = reverse_lazy("accounts:reset_password_sent")

    def get_form_kwargs(self) -> dict:
        """With where the wish comes from."""
        return {**super().get_form_kwargs(), "address": client_address(self.request)}

    def form_invalid(self, form):
        """With the time to wait, where it was too often."""
        return wait_first(form, super().form_invalid(form))


@page
class ResetPasswordSent(PasswordResetDoneView):
    """The same sentence whether or not the address has an account."""

    template_name = "accounts/reset_password_sent.html"


@form
class ResetPasswordConfirm(PasswordResetConfirmView):
    """Opened by the link; works once and for an hour."""

    form_class = ChooseNewPasswordForm
    template_name = "accounts/reset_password_confirm.html"
    success_url = reverse_lazy("accounts:reset_password_complete")


@page
class ResetPasswordComplete(PasswordResetCompleteView):
    """Says that it happened and leads to the sign-in page."""

    template_name = "accounts/reset_password_complete.html"
