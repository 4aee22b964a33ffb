"""Somebody signs in."""

from django.contrib.auth.views import LoginView
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.forms.sign_in import SignInForm
from accounts.services.record_event import record_event


# Django's own takes a PUT for a POST
@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignIn(LoginView):
    """The one door for pages and admin; whoever is signed in already goes on."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        """Begins the session and says so in the audit trail."""
        response = super().form_valid(form)
        record_event(act="user.signed_in", by=form.get_user(), about=form.get_user(), detail={"through": "page"})
        return response
