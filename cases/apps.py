"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The clinical record and everything a person sees of it."""

    name = "cases"

    def ready(self) -> None:
        """The reconciler looks after imports too, and batches learn which pictures a selection means."""
        from analysis.batches.pictures import choose_with
        from analysis.reconcile import ALSO
        from cases.selectors.batch_pictures import batch_pictures
        from cases.services.resume_imports import resume_imports

        if resume_imports not in ALSO:
            ALSO.append(resume_imports)
        choose_with(batch_pictures)
