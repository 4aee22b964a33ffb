"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Clinics, users, tokens, audit trail."""

    name = "accounts"

    def ready(self):
        """Each session knows when it began; the audit trail is guarded once its tables are there."""
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from accounts.audit.append_only import guard_after_migrate
        from accounts.session_age import begin

        user_logged_in.connect(begin, dispatch_uid="session_age")
        post_migrate.connect(guard_after_migrate, sender=self, dispatch_uid="audit_append_only")
