"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The clinical record and everything a person sees of it."""

    name = "cases"

    def ready(self) -> None:
        """The reconciler looks after imports and erased files too; batches learn which pictures a selection means."""
        from analysis.batches.pictures import choose_with
        from analysis.reconcile import ALSO
        from cases.selectors.batch_pictures import batch_pictures
        from cases.services.remove_erased_files import remove_erased_files
        from cases.services.resume_imports import resume_imports

        ALSO.extend(work for work in (resume_imports, remove_erased_files) if work not in ALSO)
        choose_with(batch_pictures)
