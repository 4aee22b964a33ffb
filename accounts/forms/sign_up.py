"""Name, e-mail, clinic and a password, twice."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin

from accounts.models import Clinic, User


class SignUpForm(SetPasswordMixin, forms.Form):
    """Not a model form: that would say whether the address has an account."""

    full_name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    clinic = forms.ModelChoiceField(Clinic.objects.none(), empty_label="Choose your clinic")
    password1, password2 = SetPasswordMixin.create_password_fields(label1="Password", label2="Password again")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clinic"].queryset = Clinic.objects.all()
        self.fields["password2"].help_text = ""

    def clean(self) -> dict:
        """Both passwords are the same and good enough for this person."""
        self.validate_passwords()
        person = User(email=self.cleaned_data.get("email", ""), full_name=self.cleaned_data.get("full_name", ""))
        self.validate_password_for_user(person, password_field_name="password1")
        return self.cleaned_data
