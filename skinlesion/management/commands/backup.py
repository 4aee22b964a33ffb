"""`manage.py backup DIR`: database and files, every byte under a hash."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from skinlesion.backup.refused import BackupRefused
from skinlesion.backup.take import take_backup
from skinlesion.fsck.expected import count_rows


class Command(BaseCommand):
    """The folder appears when all of it is there."""

    help = (
        "Writes database and files into a new folder, while the site runs. What the newest backup beside it has "
        "already is hard-linked. More: docs/reliability/files.md"
    )

    def add_arguments(self, parser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="the folder to make; must not be there yet")

    def handle(self, *args, folder: Path, **options) -> None:
        """Take it; exit status 1 when rows named files that nobody had."""
        with tqdm(desc="Backup", unit=" files", total=0, file=self.stderr._out, disable=None) as bar:
            bar.total = count_rows()
            try:
                manifest = take_backup(folder.resolve(), tell=lambda name: bar.update())
            except BackupRefused as refusal:
                raise CommandError(str(refusal)) from refusal
            except OSError as error:
                raise CommandError(f"No backup was made: {error}. The half one is removed.") from error
        self.stdout.write(
            f"{folder}: {manifest.files} files, {manifest.bytes / 1e6:.1f} MB, each with its hash in SHA256SUMS."
        )
        if manifest.missing:
            self.stdout.write("Rows name files that are not there; `manage.py fsck` says more:")
            self.stdout.write("\n".join(f"  {path}" for path in manifest.missing))
            sys.exit(1)
