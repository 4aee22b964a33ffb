"""Asking for the letter, and the new password afterwards."""

from django import forms
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm

from accounts import limits
from accounts.mail import mail_later
from accounts.models import User
from accounts.services.change_password import change_password
from accounts.services.record_event import record_event


class AskResetForm(PasswordResetForm):
    """An address; the page that follows says the same whether or not it has an account."""

    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )

    def __init__(self, *args, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        """Asked so often for one account, or from one address, that it is no mistake any more: not for now."""
        email = self.cleaned_data["email"].strip().lower()
        if self.address:
            limits.spend("reset_address", self.address)
        limits.spend("reset_account", email)
        return email

    def save(self, **kwargs) -> None:
        """The same work, whether or not the address has an account; its owner's letter leaves beside the answer."""
        super().save(**kwargs)
        if not any(True for _ in self.get_users(self.cleaned_data["email"])):
            record_event(act="user.password_reset_asked", by=None, detail={"reason": "unknown"})
            mail_later(None, letter="reset_password")

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs) -> None:
        """Called by Django for the account it found, with uid and token of the link."""
        user = context["user"]
        record_event(act="user.password_reset_asked", by=None, about=user, clinic_id=user.clinic_id)
        mail_later(user, letter="reset_password", context=context)


class ChooseNewPasswordForm(SetPasswordForm):
    """Opened by the link in the letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password2"].label = "New password again"

    def save(self, commit: bool = True) -> User:
        """Ends tokens and writes the audit trail; the link was the proof, nobody is signed in."""
        user = change_password(user=self.user, password=self.cleaned_data["new_password1"], by=None, through="reset")
        limits.forget("sign_in_account", user.email)  # the guesses were about another password
        return user
