"""Which version is judged when nobody says."""

from analysis.models import ModelVersion


def classifiers() -> list[ModelVersion]:
    """All versions, the one in use first, then the newest."""
    versions = ModelVersion.objects.filter(kind=ModelVersion.Kind.CLASSIFIER)
    return sorted(versions, key=lambda version: not version.active)
