"""The code of the second factor."""

from django import forms

from accounts.models import User
from accounts.services.check_credentials import check_credentials
from accounts.services.check_second_factor import check_second_factor


class CodeForm(forms.Form):
    """Six digits; not a number field, because 012345 is none."""

    code = forms.CharField(
        label="Code from your app",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
    )


class SetUpForm(CodeForm):
    """The first code, and the password: who only found an open session must not lock its owner out."""

    field_order = ("password", "code")
    password = forms.CharField(
        label="Your password",
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user: User, address: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.address = user, address
        del self.fields["code"].widget.attrs["autofocus"]

    def clean_password(self) -> str:
        """Counted like signing in."""
        password = self.cleaned_data["password"]
        check_credentials(email=self.user.email, password=password, address=self.address)
        return password


class ProveCodeForm(CodeForm):
    """A code that is used up by being right; of the app or of the paper."""

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.factor = user, ""
        field = self.fields["code"]
        field.label = "Code from your app, or a recovery code"
        field.widget.attrs["inputmode"] = "text"

    def clean_code(self) -> str:
        """Keeps in `factor` which of the two it was."""
        self.factor = check_second_factor(user=self.user, code=self.cleaned_data["code"])
        return self.cleaned_data["code"]
