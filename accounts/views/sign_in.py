"""Somebody signs in."""

from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.forms.sign_in import SignInForm
from accounts.second_factor import pending
from accounts.services.record_event import record_event
from accounts.views.wait_first import wait_first


# Django's own takes a PUT for a POST
@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignIn(LoginView):
    """The one door for pages and admin; whoever is signed in already goes on."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        """Begins the session and says so in the audit trail; with a second factor, asks for its code first."""
        user = form.get_user()
        if user.has_second_factor:
            pending.begin(self.request.session, user)
            wanted = self.get_redirect_url()
            query = f"?{urlencode({self.redirect_field_name: wanted})}" if wanted else ""
            return HttpResponseRedirect(reverse("accounts:give_code") + query)
        response = super().form_valid(form)
        record_event(act="user.signed_in", by=user, about=user, detail={"through": "page"})
        return response

    def form_invalid(self, form):
        """With the time to wait, where it was too often."""
        return wait_first(form, super().form_invalid(form))
