"""Which version is judged when nobody says."""

from analysis.models import ModelVersion
from cases.selectors.versions import versions_visible_to


def classifiers(user) -> list[ModelVersion]:
    """The versions that `user` may know of, the one in use first, then the newest."""
    versions = versions_visible_to(user).filter(kind=ModelVersion.Kind.CLASSIFIER)
    return sorted(versions, key=lambda version: not version.active)
