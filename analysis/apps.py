"""The analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Runs of networks on pictures, and what came out."""

    name = "analysis"

    def ready(self) -> None:
        """The reconciler looks after batches."""
        from analysis.batches.look_after_batches import look_after_batches
        from analysis.reconcile import ALSO

        if look_after_batches not in ALSO:
            ALSO.append(look_after_batches)
