"""`manage.py fsck [--repair] [--clinic NAME] [--json]`: do rows and files still belong together?"""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import Clinic
from skinlesion.fsck.check import Tally, check_files
from skinlesion.fsck.expected import count_rows


class Command(BaseCommand):
    """One line per finding, as soon as it is made; exit status 1 when something is left to do."""

    help = (
        "Compares every row with its files and every file with its row, by hash and by decoding. The site may run "
        "meanwhile. Nothing is ever deleted. More: docs/reliability/files.md"
    )

    def add_arguments(self, parser) -> None:
        """What to look at, and whether to mend it."""
        parser.add_argument("--repair", action="store_true", help="make again what can be made; orphans to quarantine")
        parser.add_argument("--clinic", help="only the rows of the clinic of this name; orphans belong to none")
        parser.add_argument("--json", action="store_true", help="a JSON object a line, the last one the summary")

    def handle(self, *args, clinic: str | None, json: bool, **options) -> None:
        """Check; complain at the end."""
        tally = Tally()
        try:
            self._check(tally, self._clinic(clinic), as_json=json, mend=options["repair"])
        except OSError as error:
            raise CommandError(
                f"A storage cannot be read or written: {error}. Nothing is known of the rest."
            ) from error
        self._sum_up(tally, as_json=json)
        if tally.wrong:
            sys.exit(1)

    def _clinic(self, name: str | None) -> Clinic | None:
        if name is None:
            return None
        try:
            return Clinic.objects.get(name=name)
        except Clinic.DoesNotExist:
            raise CommandError(f"There is no clinic called {name}.") from None

    def _check(self, tally: Tally, clinic: Clinic | None, *, as_json: bool, mend: bool) -> None:
        with tqdm(desc="Files", unit=" files", file=self.stderr._out, disable=None, total=0) as bar:
            bar.total = count_rows(clinic)
            for finding in check_files(tally=tally, clinic=clinic, mend=mend, tell=bar.update):
                line = json.dumps(finding.as_dict(), default=str) if as_json else finding.as_line()
                with bar.external_write_mode(file=self.stdout._out):
                    self.stdout.write(line)

    def _sum_up(self, tally: Tally, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"summary": vars(tally)}))
            return
        self.stdout.write(
            f"{tally.files_of_rows} files of rows and {tally.files_in_storage} files in the storages looked at: "
            f"{tally.wrong} wrong, {tally.repaired} repaired, {tally.notes} notes."
        )
