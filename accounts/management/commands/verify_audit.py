"""manage.py verify_audit: whether anybody has been at the audit trail."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.audit.append_only import unguarded
from accounts.audit.verify import Finding, Verified, verify

MOST_SHOWN = 50


class Command(BaseCommand):
    """Reads; changes nothing, mends nothing."""

    help = (
        "Looks at every row of the audit trail and names those that were changed, removed or inserted. Its last line "
        "is the heads of the chains: keep it elsewhere, and give it back with --against to notice a trail cut short."
    )

    def add_arguments(self, parser) -> None:
        """What was noted earlier, and where to write the heads."""
        parser.add_argument("--against", type=Path, help="heads of an earlier run, or a backup's manifest.json")
        parser.add_argument("--heads", type=Path, help="also write the heads into this file")

    def handle(self, *args, against: Path | None, heads: Path | None, **options) -> None:
        """Exit 0 when all is as it was written, 1 with a sentence for each row that is not."""
        noted = _noted(against) if against else None
        seen = verify(against=noted)
        for finding in seen.findings[:MOST_SHOWN]:
            self.stdout.write(f"{finding.kind}: {finding.words}")
        if len(seen.findings) > MOST_SHOWN:
            self.stdout.write(f"and {len(seen.findings) - MOST_SHOWN} more")
        if missing := unguarded(connection):
            seen.findings.append(Finding("guard", 0, 0, ""))
            self.stdout.write(f"guard: the database lacks {', '.join(missing)}: run manage.py migrate.")
        text = json.dumps({"heads": seen.heads}, sort_keys=True)
        if seen.findings:
            raise CommandError(f"{_counted(seen)}: {len(seen.findings)} of them wrong or missing, see above.\n{text}")
        if heads:
            heads.write_text(text + "\n")
        self.stdout.write(f"{_counted(seen)}: all as they were written{', and as noted' if noted else ''}.")
        self.stdout.write(text)


def _counted(seen: Verified) -> str:
    chains = len(seen.heads)
    return f"{seen.events:,} events in {chains} chain{'' if chains == 1 else 's'}"


def _noted(file: Path) -> dict[str, list]:
    """The heads of `{"heads": ...}`, or of a backup's manifest, which has them under "audit"."""
    try:
        lines = file.read_text().strip()
        noted = json.loads(lines if lines.endswith("}") and lines.startswith("{") else lines.splitlines()[-1])
        heads = noted["heads"] if "heads" in noted else noted["audit"]
        return {str(int(chain)): [int(length), str(head)] for chain, (length, head) in heads.items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise CommandError(f"{file} holds no heads of an audit trail: {error}") from error
