"""All rows and all files are compared."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Clinic
from skinlesion.fsck.expected import Expected, expected_files
from skinlesion.fsck.finding import Finding
from skinlesion.fsck.look import look_at
from skinlesion.fsck.orphans import find_orphans
from skinlesion.fsck.repair import advise, repair
from skinlesion.name_table import NameTable

# an upload or a result is written and has its row within minutes; a day is far beyond every time limit
YOUNG = timedelta(days=1)
READERS = 4  # hashing and decoding let other threads run; a distant storage mostly waits


@dataclass
class Tally:
    """What was looked at, and how it stands."""

    files_of_rows: int = 0
    files_in_storage: int = 0
    wrong: int = 0
    repaired: int = 0
    notes: int = 0


def check_files(
    *,
    tally: Tally,
    clinic: Clinic | None = None,
    mend: bool = False,
    young: timedelta = YOUNG,
    tell: Callable[[int], None] = lambda files: None,
) -> Iterator[Finding]:
    """Every finding, as soon as it is made.

    Args:
        tally: counted up on the way.
        clinic: only its rows; orphans belong to no clinic and are not looked for then.
        mend: repair what can be repaired.
        young: files of this age may belong to an upload under way.
        tell: called with the number of files just looked at.

    Raises:
        OSError: a storage cannot be read or written.
    """
    older_than = timezone.now() - young
    with NameTable(settings.FILE_UPLOAD_TEMP_DIR) as known, ThreadPoolExecutor(READERS) as readers:
        for chunk in expected_files(clinic):
            known.add((file.alias, file.name, "") for file in chunk)
            yield from _settle(_look_at_all(readers, chunk), tally, mend)
            tally.files_of_rows += len(chunk)
            tell(len(chunk))
        if clinic is None:
            for count, orphans in find_orphans(known, older_than=older_than):
                tally.files_in_storage += count
                yield from _settle(orphans, tally, mend)


def _look_at_all(readers: ThreadPoolExecutor, chunk: list[Expected]) -> Iterator[Finding]:
    return filter(None, readers.map(look_at, chunk))


def _settle(findings: Iterator[Finding] | list[Finding], tally: Tally, mend: bool) -> Iterator[Finding]:
    for finding in findings:
        advise(finding)
        if mend and finding.is_wrong:
            repair(finding)
        tally.wrong += finding.is_wrong
        tally.repaired += bool(finding.repaired)
        tally.notes += finding.superseded
        yield finding
