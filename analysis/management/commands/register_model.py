"""manage.py register_model DIR: a delivered network becomes a version of this installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from analysis.register_model import register_model
from ml.delivery import NotAccepted
from ml.errors import WeightsMissing


class Command(BaseCommand):
    """Checked, tried, copied, registered, or refused in one sentence; used only when somebody says so."""

    help = "Takes a trained network over: manifest.json, weights, converted file and card.md from a folder."

    def add_arguments(self, parser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args, folder: Path, **options) -> None:
        """Say what to do next."""
        try:
            version = register_model(folder=folder)
        except (NotAccepted, WeightsMissing) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"The files cannot be copied: {error}") from error
        self.stdout.write(f"{version.kind} {version.version}: registered, not in use")
        self.stdout.write("Try it in shadow or run a batch with it; see docs/versions.md.")
