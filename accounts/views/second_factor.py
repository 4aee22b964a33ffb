"""Somebody's second factor: set it up, get new recovery codes, take it away."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.client_address import client_address
from accounts.forms.second_factor import ProveCodeForm, SetUpForm
from accounts.second_factor.needed import lacks_factor, must_have_factor
from accounts.second_factor.secret import address_for, in_groups, new_seed, qr_code
from accounts.services.renew_recovery_codes import renew_recovery_codes
from accounts.services.reset_second_factor import reset_second_factor
from accounts.services.set_up_second_factor import set_up_second_factor
from accounts.views.wait_first import wait_first

SEED = "factor_seed"  # of the picture on the page; in the account only once a code proves that an app has read it


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def second_factor(request):
    """Without one, the picture for the app and a field for its first code; with one, what can be done with it."""
    if request.user.has_second_factor:
        return _show(request, ProveCodeForm(user=request.user, auto_id="id_%s"))
    form = SetUpForm(request.POST or None, user=request.user, address=client_address(request))
    seed = request.session.setdefault(SEED, new_seed())
    if form.is_valid():
        try:
            codes = set_up_second_factor(user=request.user, seed=seed, code=form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            del request.session[SEED]
            update_session_auth_hash(request, request.user)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": True})
    address = address_for(request.user, seed)
    context = {"form": form, "qr_code": qr_code(address), "secret": in_groups(seed), "must": lacks_factor(request.user)}
    return wait_first(form, render(request, "accounts/second_factor_set_up.html", context))


@sensitive_post_parameters()
@never_cache
@require_POST
@login_required
def new_recovery_codes(request):
    """A code of the app for ten new ones of the paper: an open session alone is not enough."""
    return _with_code(request, lambda: _codes(request))


@sensitive_post_parameters()
@never_cache
@require_POST
@login_required
def remove_second_factor(request):
    """Back to the password alone, for whoever may do without."""
    if must_have_factor(request.user):
        raise PermissionDenied
    return _with_code(request, lambda: _removed(request))


def _with_code(request, act):
    if not request.user.has_second_factor:
        return redirect("accounts:second_factor")
    form = ProveCodeForm(request.POST, user=request.user)
    return act() if form.is_valid() else wait_first(form, _show(request, form))


def _codes(request):
    codes = renew_recovery_codes(user=request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": False})


def _removed(request):
    reset_second_factor(user=request.user, by=request.user, through="page")
    update_session_auth_hash(request, request.user)
    messages.success(request, "The second factor is removed. Your password alone signs in.")
    return redirect("accounts:second_factor")


def _show(request, form):
    left = request.user.recovery_codes.filter(used_at__isnull=True).count()
    context = {"form": form, "left": left, "must": must_have_factor(request.user)}
    return render(request, "accounts/second_factor.html", context)
