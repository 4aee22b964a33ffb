"""manage.py register_models: tells the record about the trained networks."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from analysis.versions import register_versions
from ml.errors import WeightsMissing


class Command(BaseCommand):
    """Run after every change of the weights folder; running it again changes nothing."""

    help = "Registers the networks of the weights folder's manifest; uses its defaults where none is in use."

    def handle(self, *args, **options) -> None:
        """Register, and say what is in use."""
        try:
            versions = register_versions()
        except (WeightsMissing, ValidationError) as error:
            raise CommandError(error.message if isinstance(error, ValidationError) else str(error)) from error
        for version in versions:
            self.stdout.write(f"{version.kind} {version.version}{': in use' if version.active else ''}")
