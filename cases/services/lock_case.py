"""A case is held while somebody writes its review."""

from cases.models import Case


def lock_case(*, case: Case) -> Case:
    """A fresh copy of `case` with lesion, patient and clinic, locked until the end of the caller's transaction.

    Two people who draft, sign or amend at once take turns; the second sees what the first has written.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    return Case.objects.select_related("lesion__patient__clinic").get(pk=case.pk)
