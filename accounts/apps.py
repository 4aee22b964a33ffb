"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Clinics, users, tokens, audit trail."""

    name = "accounts"

    def ready(self):
        """Each session knows when it began."""
        from django.contrib.auth.signals import user_logged_in

        from accounts.session_age import begin

        user_logged_in.connect(begin, dispatch_uid="session_age")
