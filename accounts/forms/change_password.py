"""The old password and the new one, twice."""

from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services.change_password import change_password
from accounts.services.check_credentials import check_credentials


class ChangePasswordForm(PasswordChangeForm):
    """Django's form, saving through our service."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Password until now"
        self.fields["new_password2"].label = "New password again"

    def clean_old_password(self) -> str:
        """Counted like signing in: an open session is no place to guess in."""
        password = self.cleaned_data["old_password"]
        try:
            check_credentials(email=self.user.email, password=password)
        except ValidationError as refusal:
            if refusal.code != "wrong_credentials":
                raise
            sentence = self.error_messages["password_incorrect"]
            raise ValidationError(sentence, code="password_incorrect") from refusal
        return password

    def save(self, commit: bool = True) -> User:
        """Ends tokens and writes the audit trail."""
        return change_password(
            user=self.user, password=self.cleaned_data["new_password1"], by=self.user, through="page"
        )
