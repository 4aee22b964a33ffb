"""A backup is taken while the site runs."""

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import AuditChain
from cases.sealed.columns import keys_in_use
from cases.sealed.keys import data_keys
from skinlesion.backup import postgresql, sqlite
from skinlesion.backup.manifest import (
    MANIFEST,
    READ_BYTES,
    SUMS,
    Manifest,
    app_version,
    fingerprint,
    read_manifest,
    read_sums,
    sha256_of,
    write_manifest,
)
from skinlesion.backup.refused import BackupRefused
from skinlesion.name_table import NameTable

MOST_MISSING = 100


def database() -> ModuleType:
    """How this site's database is kept and put back."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def take_backup(folder: Path, *, tell: Callable[[str], None] = lambda name: None) -> Manifest:
    """Write database and files into a new folder, which appears under its name when it is complete.

    The database comes first, as it was at one moment; then every file that its rows name. Files are only ever added
    and never changed, so what those rows name is still there. A file that the newest complete backup beside this one
    has already is hard-linked and takes no room.

    Args:
        folder: must not exist; its parent may hold earlier backups.
        tell: called with every file that is done.

    Raises:
        BackupRefused: the folder is there, or the database's programs do not fit.
        OSError: the disk is full, or a storage cannot be read; the half backup is gone then.
    """
    half = folder.with_name(f"{folder.name}.partial")
    for place in (folder, half):
        if place.exists():
            raise BackupRefused(f"{place} is there already: name a new folder, or remove it.")
    half.mkdir(mode=0o700, parents=True)
    try:
        manifest = _write(half, newest_backup(folder.parent), tell)
        os.sync()  # what the manifest vouches for must be on disk before it
        write_manifest(half, manifest)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return manifest


def newest_backup(parent: Path) -> Path | None:
    """The latest complete backup in a folder that was taken with this site's key."""
    found = []
    for place in parent.glob(f"*/{MANIFEST}"):
        with suppress(BackupRefused):
            manifest = read_manifest(place.parent)
            if manifest.key == fingerprint():
                found.append((manifest.taken_at, place.parent))
    return max(found)[1] if found else None


def _write(folder: Path, previous: Path | None, tell: Callable[[str], None]) -> Manifest:
    kept = database()
    manifest = Manifest(
        version=app_version(),
        taken_at=datetime.now(UTC).isoformat(),
        vendor=connection.vendor,
        server=kept.server_version(),
        database=kept.FILE,
        migrations=sorted(".".join(name) for name in MigrationRecorder(connection).applied_migrations()),
        key=fingerprint(),
        # before the snapshot: the dump may hold more of each chain, never less
        audit={str(chain.pk): [chain.length, chain.head] for chain in AuditChain.objects.filter(length__gt=0)},
        data_keys=sorted({data_keys()[0].id, *keys_in_use()}),
    )
    with kept.snapshot(folder) as names, (folder / SUMS).open("w") as sums, NameTable(folder) as before:
        if previous:
            before.add(
                (*path.split("/", 2)[1:], sha256) for sha256, path in read_sums(previous) if path[:6] == "files/"
            )
        _note(sums, manifest, sha256_of(folder / kept.FILE), folder, kept.FILE)
        for alias, name in names:
            tell(name)
            path = f"files/{alias}/{name}"
            if (folder / path).exists():
                continue  # two rows may name one file
            try:
                _note(sums, manifest, _keep(folder, previous, before, alias, name), folder, path)
            except FileNotFoundError:
                manifest.missing.append(path) if len(manifest.missing) < MOST_MISSING else None
    return manifest


def _note(sums, manifest: Manifest, sha256: str, folder: Path, path: str) -> None:
    sums.write(f"{sha256}  {path}\n")
    manifest.files += 1
    manifest.bytes += (folder / path).stat().st_size


def _keep(folder: Path, previous: Path | None, before: NameTable, alias: str, name: str) -> str:
    """Link or copy one file; its SHA-256."""
    stored = storages[alias].describe(name)
    target = folder / "files" / alias / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known, modified = before.note(alias, name), stored.modified.timestamp()
    if previous and known:
        old = previous / "files" / alias / name
        # another disk, one that knows no links, or an old backup that lost the file: then it is copied
        with suppress(OSError):
            if _is_the_same(old, stored.size_bytes, modified, known):
                os.link(old, target)
                return known
    return _copy(alias, name, target, modified)


def _is_the_same(old: Path, size_bytes: int, modified: float, sha256: str) -> bool:
    stat = old.stat()
    # the copy carries the time of its source: a file that fsck made again is newer. Its bytes are read again, or a disk
    # that forgot one would hand the damage on from backup to backup
    return stat.st_size == size_bytes and int(stat.st_mtime) == int(modified) and sha256_of(old) == sha256


def _copy(alias: str, name: str, target: Path, modified: float) -> str:
    digest = hashlib.sha256()
    with storages[alias].open(name, "rb") as source, target.open("wb") as copy:
        while chunk := source.read(READ_BYTES):
            digest.update(chunk)
            copy.write(chunk)
    target.chmod(0o400)
    os.utime(target, (modified, modified))
    return digest.hexdigest()
