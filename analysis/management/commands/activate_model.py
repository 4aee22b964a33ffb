"""manage.py activate_model VERSION --by EMAIL [--reason ...], or --roll-back KIND."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Act, may
from analysis.activation import activate_versions, roll_back
from analysis.models import ModelVersion


class Command(BaseCommand):
    """The same rules as in the admin: a signed-off batch or a reason, and a name for the audit trail."""

    help = "Uses other versions for new pictures, or goes back to the one used before."

    def add_arguments(self, parser) -> None:
        """Which, who, and why."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("versions", nargs="*", default=[], metavar="VERSION", help="at most one of each kind")
        kinds = ModelVersion.Kind.values
        what.add_argument("--roll-back", choices=kinds, help="go back to what was used before; needs a reason")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who decided it")
        parser.add_argument("--reason", default="", help="why, where no batch with these versions is signed off")

    def handle(self, *args, versions: list[str], roll_back: str | None, by: str, reason: str, **options) -> None:
        """Refuses in one sentence."""
        person = User.objects.filter(email__iexact=by).first()
        if person is None or not may(person, Act.ADMINISTER):
            raise CommandError(f"{by} is no administrator of this site.")
        try:
            changed = self._change(versions, roll_back, person, reason)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        for version in changed:
            self.stdout.write(f"{version.kind} {version.version}: in use now")
        if not changed:
            self.stdout.write("In use already, nothing was changed.")

    def _change(self, names: list[str], kind: str | None, person: User, reason: str) -> list[ModelVersion]:
        if kind:
            return [roll_back(kind=kind, by=person, reason=reason)]
        rows = list(ModelVersion.objects.filter(version__in=names))
        if unknown := set(names) - {row.version for row in rows}:
            raise CommandError(
                f"No such version: {', '.join(sorted(unknown))}. `manage.py register_models` lists them."
            )
        if len({row.kind for row in rows}) < len(rows):
            raise CommandError("Name at most one version of each kind.")
        return activate_versions(versions=rows, by=person, reason=reason)
