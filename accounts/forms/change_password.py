"""The old password and the new one, twice."""

from django.contrib.auth.forms import PasswordChangeForm

from accounts.models import User
from accounts.services.change_password import change_password


class ChangePasswordForm(PasswordChangeForm):
    """Django's form, saving through our service."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Password until now"
        self.fields["new_password2"].label = "New password again"

    def save(self, commit: bool = True) -> User:
        """Ends tokens and writes the audit trail."""
        return change_password(
            user=self.user, password=self.cleaned_data["new_password1"], by=self.user, through="page"
        )
