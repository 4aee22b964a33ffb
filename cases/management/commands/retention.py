"""`manage.py retention`: which records a clinic has kept for long enough; erased only on an administrator's word."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Clinic, User
from accounts.roles import Act, may
from cases.models import Erasure, Patient
from cases.selectors import patients_visible_to
from cases.selectors.retention import due_for_erasure
from cases.services.erase_patient import erase_patient


class Command(BaseCommand):
    """Lists numbers, never names: what a command prints ends in logs."""

    help = (
        "Lists the records whose last visit is longer ago than their clinic keeps records. Erases them only with "
        "--erase, the e-mail address of an administrator and the very number that the list has. "
        "More: docs/trust/privacy.md"
    )

    def add_arguments(self, parser) -> None:
        """Which clinic; and the administrator's word."""
        parser.add_argument("--clinic", metavar="NAME", help="only this clinic; without it all of them are listed")
        parser.add_argument("--dry-run", action="store_true", help="list only, which is what happens without --erase")
        parser.add_argument("--erase", action="store_true", help="erase what is due in the clinic of --by")
        parser.add_argument("--by", metavar="EMAIL", help="the administrator who says so")
        parser.add_argument("--count", type=int, help="how many are due, as the list says")

    def handle(self, *args, clinic: str | None, dry_run: bool, erase: bool, by: str | None, count, **options) -> None:
        """List, or erase what was listed."""
        if erase and not dry_run:
            self._erase(by, count)
            return
        clinics = Clinic.objects.filter(name=clinic) if clinic else Clinic.objects.all()
        if clinic and not clinics.exists():
            raise CommandError(f"There is no clinic called {clinic}.")
        for one in clinics:
            self._list(one)

    def _list(self, clinic: Clinic) -> None:
        if clinic.retention_years is None:
            self.stdout.write(f"{clinic}: keeps records for good.")
            return
        due = due_for_erasure(Patient.objects.all(), clinic)
        for patient in due:
            self.stdout.write(f"patient {patient.pk}: last visit {patient.last_visit:%Y-%m-%d}")
        said = f"{clinic}: {due.count()} due after {clinic.retention_years} years; nothing was erased."
        self.stdout.write(said)

    def _erase(self, email: str | None, count: int | None) -> None:
        by = User.objects.filter(email=(email or "").lower()).first()
        if by is None or not may(by, Act.ADMINISTER) or by.clinic is None:
            raise CommandError("Say --by with the e-mail address of an administrator of the clinic.")
        due = list(due_for_erasure(patients_visible_to(by), by.clinic))
        if count != len(due):
            raise CommandError(f"{len(due)} records are due. Look at the list, then say --count {len(due)}.")
        for patient in due:
            try:
                erase_patient(patient=patient, why=Erasure.Why.RETENTION, by=by)
            except ValidationError as refusal:
                raise CommandError(f"patient {patient.pk}: {' '.join(refusal.messages)}") from refusal
        self.stdout.write(f"{len(due)} records erased.")
