"""E-mail and password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from accounts.client_address import client_address
from accounts.services.check_credentials import check_credentials


class SignInForm(AuthenticationForm):
    """Django's form, asking `check_credentials` itself: it tells whoever tried too often how long to wait."""

    username = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )

    def clean(self) -> dict:
        """Keeps the account for the view's `get_user`."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            address = client_address(self.request)
            self.user_cache = check_credentials(email=email, password=password, address=address)
        return self.cleaned_data
