"""`manage.py export_dataset`: consented pictures as a de-identified data set in a folder."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from cases.exports.sinks import FolderSink
from cases.services.export_dataset import export_dataset


class Command(BaseCommand):
    """The folder appears when all of it is there."""

    help = "Writes the pictures of patients who consented to research as a de-identified data set in ISIC layout."

    def add_arguments(self, parser) -> None:
        """Where to, and who answers for it."""
        parser.add_argument("--out", type=Path, required=True, help="the folder to make; must not be there yet")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who exports")

    def handle(self, *args, out: Path, by: str, **options) -> None:
        """Writes beside it, then renames."""
        half = out.with_name(f"{out.name}.partial")
        for folder in (out, half):
            if folder.exists():
                raise CommandError(f"{folder} is there already: name a new folder, or remove it.")
        administrator = User.objects.filter(email=by.strip().lower()).first()
        if administrator is None:
            raise CommandError(f"No account with the e-mail {by}.")
        half.mkdir(parents=True, mode=0o700)
        try:
            counts = export_dataset(sink=FolderSink(half), by=administrator, watch=self._watch)
        except PermissionDenied:
            half.rmdir()
            raise CommandError(f"{by} is no administrator.") from None
        half.rename(out)
        self.stdout.write(
            f"{counts['pictures']} pictures of {counts['lesions']} lesions of {counts['patients']} patients, "
            f"{counts['masks']} masks: {out}"
        )

    def _watch(self, keys: list[int]):
        return tqdm(keys, unit="picture", file=self.stderr._out, disable=None)
