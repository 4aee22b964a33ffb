"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Clinics, users, tokens, audit trail."""

    name = "accounts"
