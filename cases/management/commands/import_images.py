"""`manage.py import_images DIR_OR_ZIP --clinic NAME --by EMAIL`: stored pictures come in, in the foreground."""

import time
from argparse import RawDescriptionHelpFormatter
from contextlib import nullcontext
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from accounts.roles import Act, may
from cases.models import ImportRow, ImportRun
from cases.selectors.imports import import_counts, import_plan
from cases.services.cancel_import import cancel_import
from cases.services.confirm_import import confirm_import
from cases.services.start_import import start_import
from cases.services.work_on_import import work_on_import

PAUSE_SECONDS = 2  # while the rows that are left are in another worker's hands


class Command(BaseCommand):
    """The same services as the page; can be stopped at any row and resumed."""

    help = (
        "Imports pictures from a folder or a ZIP with an optional CSV (docs/import.md). "
        "Ctrl-C stops between two pictures; --resume goes on."
    )

    def create_parser(self, *args, **kwargs):
        """With room for the lines of the description."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser) -> None:
        """What to import, for whom, in whose name."""
        parser.add_argument("source", nargs="?", type=Path, help="folder or ZIP with the pictures")
        parser.add_argument("--csv", type=Path, help="table about the pictures; else the one inside the folder or ZIP")
        parser.add_argument("--clinic", help="name of the clinic whose patients they are")
        parser.add_argument("--by", required=True, help="e-mail of the account in whose name the pictures come in")
        parser.add_argument("--patient", default="", help="record number for rows that say none")
        parser.add_argument("--site", default="", help="code of the body site for rows that say none")
        parser.add_argument("--dry-run", action="store_true", help="check every row and stop; nothing is imported")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with the import of this number")

    def handle(self, *args, by: str, **options) -> None:
        """Check, say what is wrong, import what is right."""
        user = User.objects.filter(email=by.strip().lower()).first()
        if user is None or not may(user, Act.WRITE_RECORD):
            raise CommandError(f"There is no account {by} that may write into the record.")
        try:
            run = self._find(options["resume"], user) if options["resume"] else self._start(user, **options)
            self.stdout.write(f"Import {run.pk}. If it is interrupted: import_images --by {by} --resume {run.pk}")
            self._carry_out(run, user, dry_run=options["dry_run"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except KeyboardInterrupt as stop:
            raise CommandError(f"Stopped. Go on with: import_images --by {by} --resume {run.pk}") from stop

    def _find(self, number: int, user: User) -> ImportRun:
        run = ImportRun.objects.filter(pk=number, clinic=user.clinic).first()
        if run is None or run.state in ("cancelled", "finished", "reading"):
            raise CommandError(f"Import {number} of this clinic does not wait to be resumed.")
        return run

    def _start(self, user: User, *, source: Path | None, csv: Path | None, clinic: str, **options) -> ImportRun:
        if source is None or not source.exists():
            raise CommandError("Name a folder or a ZIP that exists, or --resume an import.")
        if user.clinic is None or clinic != user.clinic.name:
            raise CommandError(f"{user.email} does not belong to a clinic called {clinic}.")
        if csv is not None and not csv.is_file():
            raise CommandError(f"There is no file {csv}.")
        with csv.open("rb") if csv else nullcontext() as sheet:
            return start_import(
                clinic=user.clinic,
                source=source.resolve(),
                sheet=sheet,
                patient=options["patient"],
                site=options["site"],
                source_is_ours=False,
                by=user,
            )

    def _carry_out(self, run: ImportRun, user: User, *, dry_run: bool) -> None:
        self._work(run, "Checking")
        plan = import_plan(run)
        if run.state == "checked":
            self._say_errors(run)
            self.stdout.write(
                f"Ready: {plan.pictures} pictures of {plan.new_patients} new and {plan.known_patients} known patients, "
                f"{plan.lesions} lesions, {plan.cases} cases, {plan.histology} histology results."
            )
            if dry_run:
                cancel_import(run=run, by=user)
                self.stdout.write("Dry run: nothing was imported.")
                return
            confirm_import(run=run, by=user)
        self._work(run, "Importing")
        counts = import_counts(run)
        self._say_errors(run, state=ImportRow.State.FAILED)
        self.stdout.write(f"{counts.done} imported, {counts.refused} refused, {counts.failed} failed.")

    def _work(self, run: ImportRun, doing: str) -> None:
        run.refresh_from_db()
        if not run.is_live:
            return
        counts = import_counts(run)
        left = counts.unchecked if run.state == "checking" else counts.ready
        with tqdm(total=left, desc=doing, unit=" pictures", file=self.stderr, dynamic_ncols=True) as bar:
            while work_on_import(run_id=run.pk, seconds=3600, tell=lambda row: bar.update()):
                time.sleep(PAUSE_SECONDS)
        run.refresh_from_db()

    def _say_errors(self, run: ImportRun, *, state: str = ImportRow.State.REFUSED) -> None:
        for row in run.rows.filter(state=state).iterator():
            for error in row.errors:
                place = f"row {row.number}" if row.number else row.file
                self.stdout.write(f"  {place}, {error['column'] or '-'}: {error['message']}")
