"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The clinical record and everything a person sees of it."""

    name = "cases"
