"""The first start of a real site: a clinic and the administrator who approves everybody else."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services.create_admin import create_admin


class Command(BaseCommand):
    """Never takes the password as an argument: those stand in the shell's history and in the list of processes."""

    help = "Creates an administrator, and the clinic if it is new. The password is asked for, or read from stdin."

    def add_arguments(self, parser) -> None:
        """Who, and where."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="full name of the person")
        parser.add_argument("--clinic", required=True, help="name of the clinic; made if there is none of that name")
        parser.add_argument("--superuser", action="store_true", help="may also look after every other clinic")

    def handle(self, *args, email: str, name: str, clinic: str, superuser: bool, **options) -> None:
        """Refuses in one sentence, creates nothing by halves."""
        password = self._read_password()
        try:
            validate_password(password, User(email=email, full_name=name))
            user = create_admin(
                email=email, full_name=name, clinic_name=clinic, password=password, every_clinic=superuser
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email} may sign in and approves the people of {user.clinic}.")

    def _read_password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass("Password: ")
        if password != getpass("Password again: "):
            raise CommandError("The two passwords are not the same.")
        return password
