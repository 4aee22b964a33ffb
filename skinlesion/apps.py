"""The project as a Django app, so that its system checks are found."""

from django.apps import AppConfig


class SkinlesionConfig(AppConfig):
    """Registers the checks that refuse a careless start."""

    name = "skinlesion"

    def ready(self) -> None:
        """Import for the side effect: each check registers itself."""
        from skinlesion import checks  # noqa: F401
