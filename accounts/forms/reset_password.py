"""Asking for the letter, and the new password afterwards."""

from django import forms
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm

from accounts.mail import mail_person
from accounts.models import User
from accounts.services.change_password import change_password
from accounts.services.record_event import record_event


class AskResetForm(PasswordResetForm):
    """An address; the page that follows says the same whether or not it has an account."""

    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs) -> None:
        """Called by Django for the account it found, with uid and token of the link."""
        user = context["user"]
        record_event(act="user.password_reset_asked", by=None, about=user, clinic_id=user.clinic_id)
        mail_person(user=user, letter="reset_password", context=context)


class ChooseNewPasswordForm(SetPasswordForm):
    """Opened by the link in the letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password2"].label = "New password again"

    def save(self, commit: bool = True) -> User:
        """Ends tokens and writes the audit trail; the link was the proof, nobody is signed in."""
        return change_password(user=self.user, password=self.cleaned_data["new_password1"], by=None, through="reset")
