"""The second step of signing in."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.forms.second_factor import ProveCodeForm
from accounts.second_factor import pending
from accounts.services.record_event import record_event
from accounts.views.wait_first import wait_first


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class GiveCode(RedirectURLMixin, FormView):
    """Asked of whoever gave the right password within the last five minutes; nobody else sees a form."""

    form_class = ProveCodeForm
    template_name = "accounts/give_code.html"
    next_page = "cases:worklist"

    def dispatch(self, request, *args, **kwargs):
        """Back to the first step, where there was none or it is too long ago."""
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        self.person = pending.whose(request.session)
        if self.person is None:
            messages.warning(request, "Please begin again with your password.")
            wanted = self.get_redirect_url()
            query = f"?{urlencode({self.redirect_field_name: wanted})}" if wanted else ""
            return redirect(reverse("accounts:sign_in") + query)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        """With the person."""
        return {**super().get_form_kwargs(), "user": self.person}

    def form_valid(self, form):
        """Begins the session."""
        pending.end(self.request.session)
        login(self.request, self.person, backend="accounts.backends.ApprovedAccountBackend")
        detail = {"through": "page", "factor": form.factor}
        record_event(act="user.signed_in", by=self.person, about=self.person, detail=detail)
        if form.factor == "recovery":
            left = self.person.recovery_codes.filter(used_at__isnull=True).count()
            messages.warning(self.request, f"A recovery code was used. {left} are left; you can make new ones.")
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        """With the time to wait, where it was too often."""
        return wait_first(form, super().form_invalid(form))
