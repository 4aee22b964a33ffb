"""The way back in for a clinic's only administrator, whose telephone and recovery codes are lost."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services.reset_second_factor import reset_second_factor


class Command(BaseCommand):
    """The operator of the machine vouches for the person."""

    help = "Takes the second factor from an account: its password alone signs in again. All its sessions end."

    def add_arguments(self, parser) -> None:
        """Whose."""
        parser.add_argument("--email", required=True)

    def handle(self, *args, email: str, **options) -> None:
        """Refuses in one sentence."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("There is no account of this address.")
        if not reset_second_factor(user=user, by=None, through="command"):
            raise CommandError(f"{user.email} has no second factor.")
        self.stdout.write(f"{user.email} signs in with the password alone, and all sessions have ended.")
