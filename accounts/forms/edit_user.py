"""People as administrators edit them."""

from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm

from accounts.models import User
from accounts.services.change_password import change_password


class _LowerCaseEmail:
    def clean_email(self) -> str:
        """Addresses are stored in lower case: sign-in does not depend on what somebody types."""
        return self.cleaned_data["email"].strip().lower()


class AddUserForm(_LowerCaseEmail, BaseUserCreationForm):
    """A new account with a first password."""

    class Meta:
        model = User
        fields = ("email", "full_name", "role", "clinic")


class ChangeUserForm(_LowerCaseEmail, UserChangeForm):
    """An existing account; its password has a page of its own."""

    class Meta:
        model = User
        fields = "__all__"


class ChoosePasswordForForm(AdminPasswordChangeForm):
    """A new password for somebody else, saved through our service."""

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields.pop("usable_password", None)  # accounts are switched off, not left without a password

    def save(self, commit: bool = True) -> User:
        """Ends tokens and writes the audit trail."""
        return change_password(user=self.user, password=self.cleaned_data["password1"], by=self.by, through="admin")
