"""`manage.py restore DIR --into-empty`: a backup becomes a running record again."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from skinlesion.backup.put_back import put_back
from skinlesion.backup.refused import BackupRefused


class Command(BaseCommand):
    """Looks at every byte first; touches nothing unless all is well."""

    help = (
        "Puts a backup into an empty system: same secret key, empty database, empty storages, site stopped. Every hash "
        "is checked before anything is touched; fsck has the last word. More: docs/reliability/files.md"
    )
    requires_system_checks = []  # the database may have no tables yet

    def add_arguments(self, parser) -> None:
        """Which backup, and the operator's word."""
        parser.add_argument("folder", type=Path, help="a folder that `manage.py backup` made")
        parser.add_argument(
            "--into-empty", action="store_true", help="yes, this system is empty (it is looked at, too)"
        )
        parser.add_argument(
            "--despite-damage",
            action="store_true",
            help="there is no better backup: leave out files that are missing or damaged in it, and name each",
        )

    def handle(self, *args, folder: Path, into_empty: bool, despite_damage: bool, **options) -> None:
        """Put it back, then let fsck look."""
        if not into_empty:
            raise CommandError("A backup is only restored into an empty system: stop the site, and say --into-empty.")
        folder = folder.resolve()
        try:
            with self._bar("Checking") as checked, self._bar("Restoring") as copied:
                manifest, left_out = put_back(
                    folder,
                    checked=lambda path: checked.update(),
                    copied=lambda path: copied.update(),
                    despite_damage=despite_damage,
                )
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"Stopped half-way: {error}. When that is mended, say the same again.") from error
        for path, what in left_out.items():
            self.stderr.write(f"Left out: {path} is {what} in the backup.")
        restored = f"Restored {manifest.files - len(left_out)} files of {manifest.taken_at}."
        self.stdout.write(f"{restored} Now every row is compared with them.")
        call_command("fsck", stdout=self.stdout, stderr=self.stderr)

    def _bar(self, what: str) -> tqdm:
        return tqdm(desc=what, unit=" files", file=self.stderr._out, disable=None)
