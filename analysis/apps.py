"""The analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Runs of networks on pictures, and what came out."""

    name = "analysis"
