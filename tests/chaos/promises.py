"""What is promised, looked up in the tables, in the folder, and in the client's own notes."""

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from analysis.claim import MAX_ATTEMPTS
from analysis.reconcile import WORKER_LOST
from tests.chaos.client import Client
from tests.chaos.pictures import Picture
from tests.chaos.site import LEASE_SECONDS, ChaosSite
from tests.flows.processes import wait_until
from tests.flows.site_tables import Row

FINISHED = ("done", "rejected")
DRAIN_SECONDS = 60.0
FILES_OF_A_PICTURE = 3  # original, rendition, thumbnail


@dataclass
class Run:
    """All that one seed was about.

    `imported`: the pictures that came as one ZIP; `slowest`: seconds that a request may take; `may_tell_to_wait`:
    whether 503 with Retry-After is an answer, as while the database restarts; `drained`: seconds from the last event to
    the end of the last picture; `left`: files that killed processes left, for fsck.
    """

    site: ChaosSite
    client: Client
    sent: list[Picture]
    imported: list[Picture]
    import_id: int | None = None
    slowest: float = 2.5
    may_tell_to_wait: bool = True
    drained: float = 0
    happened: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def rows(self) -> dict[int, Row]:
        """Every analysis."""
        return self.site.tables.analyses()

    def under_way(self) -> list[Row]:
        """Those that somebody still waits for."""
        return [row for row in self.rows.values() if row.state in ("queued", "running")]

    def is_home(self) -> bool:
        """Every picture that was accepted has come to its end."""
        taken = self.site.tables.images()
        return (
            len(taken) >= len(self.sent) + len(self.imported) and len(self.rows) >= len(taken) and not self.under_way()
        )

    def summary(self) -> str:
        """The figures in a line."""
        states = Counter(row.state for row in self.rows.values())
        answers = self.client.answers
        told, errors = sum(a.is_told_to_wait for a in answers), sum(a.is_server_error for a in answers)
        slowest = max(answers, key=lambda a: a.seconds)
        tries = Counter(row.attempts for row in self.rows.values())
        return (
            f"{len(self.client.accepted)} pictures + {len(self.imported)} in a ZIP accepted; "
            f"{states['done']} done, {states['rejected']} rejected, {states['failed']} failed; "
            f"tries {dict(sorted(tries.items()))}; {len(self.happened)} events; drained in {self.drained:.1f} s; "
            f"{len(answers)} requests, slowest {slowest.seconds:.2f} s ({slowest.what}), {told} told to wait (503), "
            f"{errors} server errors; {len(self.left)} files left by the killed"
        )


def broken_promises(run: Run) -> list[str]:
    """A sentence for each promise that was not kept; empty when all were."""
    return [*_nothing_lost(run), *_nothing_double(run), *_poison(run), *_files(run), *_answers(run)]


def _nothing_lost(run: Run) -> Iterator[str]:
    images, rows = run.site.tables.images(), run.rows
    ours = set(run.client.accepted.values())
    if missing := {picture.number for picture in run.sent} - set(run.client.accepted):
        yield f"never accepted: pictures {sorted(missing)}"
    if lost := ours - images.keys():
        yield f"accepted and not in the record: images {sorted(lost)}"
    if len(images) != len(ours) + len(run.imported):
        yield f"{len(images)} pictures in the record, {len(ours)} + {len(run.imported)} were sent"
    if without := images.keys() - {row.image_id for row in rows.values()}:
        yield f"pictures without an analysis: {sorted(without)}"
    if waiting := run.under_way():
        yield f"not finished: {waiting}"
    poison = _poisoned(run)
    if failed := [r for r in rows.values() if r.state not in FINISHED and r.image_id not in poison]:
        yield f"healthy pictures that did not get their result: {failed}"
    if run.drained > DRAIN_SECONDS:
        yield f"drained in {run.drained:.1f} s, promised {DRAIN_SECONDS:.0f} s"


def _nothing_double(run: Run) -> Iterator[str]:
    rows = run.rows
    if double := [image for image, count in Counter(r.image_id for r in rows.values()).items() if count > 1]:
        yield f"analysed twice: images {double}"
    finished = Counter(pk for pk, _ in run.site.tables.finished_events(list(rows)))
    if often := {pk: count for pk, count in finished.items() if count > 1}:
        yield f"finished more than once, says the audit trail: {often}"
    done = [row for row in rows.values() if row.state == "done"]
    results = run.site.tables.result_rows(list(rows))
    if results != len(done):
        yield f"{len(done)} done, but {results} results"


def _poison(run: Run) -> Iterator[str]:
    page_of, poison = {}, _poisoned(run)
    for row in run.rows.values():
        if row.image_id not in poison:
            continue
        if (row.state, row.attempts, row.reason_code) != ("failed", MAX_ATTEMPTS, "worker_lost_five_times"):
            yield f"poison not quarantined after exactly {MAX_ATTEMPTS} tries: {row}"
        shown = run.client.until_answered(f"/api/images/{row.image_id}/")
        if (shown["analysis"] or {}).get("state") != "failed":
            yield f"poison not shown as failed by the API: image {row.image_id}"
        case = shown["case"]
        page_of[case] = page_of.get(case) or run.client.page(f"/cases/{case}/")
        if WORKER_LOST not in page_of[case]:
            yield f"poison not shown as failed on the page of case {case}"


def _files(run: Run) -> Iterator[str]:
    def kept() -> bool:
        return not any(_missing(run).values()) and not any(_orphans(run).values())

    # a process that was frozen may just have woken: it writes its files, finds that it is late, and takes them away
    with suppress(AssertionError):
        wait_until(kept, seconds=5 * LEASE_SECONDS, what="every file has its row")
    for storage, names in _missing(run).items():
        if names:
            yield f"rows without their files in {storage}: {sorted(names)}"
    run.left = sorted(f"{storage}/{name}" for storage, names in _orphans(run).items() for name in names)
    if len(run.left) > FILES_OF_A_PICTURE * sum("Redis" not in event for event in run.happened):
        yield f"more files without a row than processes were killed in the middle of one: {run.left}"
    if run.left:
        yield from _tidied_up(run)


def _tidied_up(run: Run) -> Iterator[str]:
    """What killed processes were writing is found by fsck, which leaves young files alone: they may be an upload's."""
    for name in run.left:
        os.utime(run.site.folder / name, times=(0, 0))
    try:
        run.site.run(sys.executable, "manage.py", "fsck", "--repair")
    except AssertionError as error:
        yield f"fsck could not mend everything: {error}"
    for storage, names in _orphans(run).items():
        if names:
            yield f"files without a row in {storage}, after fsck --repair: {sorted(names)}"


def _missing(run: Run) -> dict[str, set[str]]:
    return {storage: names - _there(run, storage) for storage, names in run.site.tables.file_names().items()}


def _orphans(run: Run) -> dict[str, set[str]]:
    return {storage: _there(run, storage) - names for storage, names in run.site.tables.file_names().items()}


def _there(run: Run, storage: str) -> set[str]:
    folder = run.site.folder / storage
    files = [path for path in folder.rglob("*") if path.is_file()]
    # what a killed process was writing has no final name yet, and nobody ever reads it
    return {str(path.relative_to(folder)) for path in files if not path.name.startswith(".half-")}


def _answers(run: Run) -> Iterator[str]:
    if errors := [answer for answer in run.client.answers if answer.is_server_error]:
        yield f"{len(errors)} server errors: {errors[:5]}"
    if not run.may_tell_to_wait and (told := [answer for answer in run.client.answers if answer.is_told_to_wait]):
        yield f"{len(told)} requests told to wait: {told[:5]}"
    if strange := [a for a in run.client.answers if 400 <= a.status < 500]:
        yield f"{len(strange)} requests refused: {strange[:5]}"
    if slow := [answer for answer in run.client.answers if answer.seconds > run.slowest]:
        yield f"{len(slow)} requests over {run.slowest} s: {[(a.what, a.status, round(a.seconds, 2)) for a in slow]}"
    if hands := run.site.left_over():
        yield f"processes without a parent still run: groups {hands}"


def _poisoned(run: Run) -> set[int]:
    """Images whose bytes carry the mark, however they came in."""
    marked = {
        hashlib.sha256(picture.data).hexdigest() for picture in run.sent + run.imported if picture.kind == "poison"
    }
    return {image for image, sha256 in run.site.tables.images().items() if sha256 in marked}
