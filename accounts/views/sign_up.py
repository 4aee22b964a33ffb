"""Somebody asks for an account."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client_address import client_address
from accounts.forms.sign_up import SignUpForm
from accounts.limits import spend
from accounts.services.sign_up import sign_up


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_account(request):
    """The form; afterwards the same page for new addresses and for known ones."""
    if request.user.is_authenticated:
        return redirect("/")
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data
        if address := client_address(request):
            spend("sign_up_address", address)
        spend("sign_up_account", asked["email"].strip().lower())
        sign_up(
            email=asked["email"],
            full_name=asked["full_name"],
            clinic=asked["clinic"],
            password=asked["password1"],
        )
        return redirect("accounts:sign_up_done")
    return render(request, "accounts/sign_up.html", {"form": form})


@require_safe
def account_waits(request):
    """Says who must approve; names neither person nor clinic, so it can be opened by anybody."""
    return render(request, "accounts/sign_up_done.html")
