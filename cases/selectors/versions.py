"""The trained networks, for who asks."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.roles import Act, may
from analysis.models import Analysis, ModelVersion


def versions_visible_to(user) -> QuerySet[ModelVersion]:
    """Those in use, and those that a result stands on which somebody may see; all of them for administrators.

    A version that is only being tried is nobody's concern yet but the administrators'.
    """
    versions = ModelVersion.objects.all()
    if may(user, Act.ADMINISTER):
        return versions
    if not may(user, Act.SEE_RECORD):
        return versions.none()
    spoke = [Exists(Analysis.shown.filter(**{kind: OuterRef("pk")})) for kind in ModelVersion.Kind.values]
    return versions.filter(Q(active=True) | Q(spoke[0]) | Q(spoke[1]))
