"""`manage.py rotate_data_key`: names and record numbers change to the first of SKINLESION_DATA_KEYS."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cases.sealed.columns import keys_in_use
from cases.sealed.keys import data_keys, new_key
from cases.services.rotate_data_key import rotate_data_key


class Command(BaseCommand):
    """While the site runs; may be stopped and said again."""

    help = (
        "Seals names and record numbers anew with the first key of SKINLESION_DATA_KEYS, piece by piece, while the "
        "site runs; stopped, it goes on where it was. More: docs/trust/privacy.md"
    )

    def add_arguments(self, parser) -> None:
        """Two ways to only look."""
        parser.add_argument("--new", action="store_true", help="print a new random key and do nothing else")
        parser.add_argument("--check", action="store_true", help="only say which key has sealed how many texts")

    def handle(self, *args, new: bool, check: bool, **options) -> None:
        """Do it, then say which keys are still needed."""
        if new:
            self.stdout.write(new_key())
            return
        if not check:
            with tqdm(desc="Sealing", unit=" rows", file=self.stderr._out, disable=None) as bar:
                rows = rotate_data_key(tell=bar.update)
            self.stdout.write(f"{rows} rows sealed anew.")
        self._say_keys()

    def _say_keys(self) -> None:
        ours, counts = [key.id for key in data_keys()], keys_in_use()
        for place, key in enumerate(ours):
            role = "seals" if place == 0 else "only opens"
            advice = "" if place == 0 or counts[key] else "; it can be taken out of SKINLESION_DATA_KEYS"
            self.stdout.write(f"key {key} ({role}): {counts[key]} texts{advice}")
        for key in sorted(counts.keys() - set(ours)):
            self.stdout.write(f"key {key} (missing): {counts[key]} texts that nobody can read")
