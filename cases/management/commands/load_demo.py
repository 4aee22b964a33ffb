"""`manage.py load_demo`: two clinics with people, lesions and pictures to look at."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.demo.pictures import open_album
from cases.services.load_demo_accounts import load_demo_accounts
from cases.services.load_demo_cases import load_demo_cases
from cases.services.load_demo_pictures import load_demo_pictures


class Command(BaseCommand):
    """Safe to run again: what is there stays as it is."""

    help = "Loads two demo clinics with accounts, patients, lesions and pictures; only with SKINLESION_DEBUG=1."

    def add_arguments(self, parser) -> None:
        """How many pictures."""
        parser.add_argument("--pictures", type=int, default=12, help="how many pictures in all (default 12)")

    def handle(self, *args, pictures: int, **options) -> None:
        """Refuses on a real site: everybody knows the demo's password."""
        if not settings.DEMO:
            raise CommandError("Demo accounts have a published password: load_demo only works with SKINLESION_DEBUG=1.")
        people = load_demo_accounts()
        cases = load_demo_cases(people=people)
        album = open_album(settings.DATA_DIR)
        for line in load_demo_pictures(cases=cases, album=album, pictures=pictures):
            self.stdout.write(f"  {line}")
        made_of = "drawn by the program and marked synthetic" if album.synthetic else "photographs"
        self.stdout.write(f"{len(people)} demo accounts and {len(cases)} cases are in place; pictures are {made_of}.")
