"""A backup becomes a running record again."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.management import call_command

from skinlesion.backup.manifest import Manifest, read_manifest, read_sums
from skinlesion.backup.refused import BackupRefused
from skinlesion.backup.take import database
from skinlesion.backup.verify import refuse_unless_empty, refuse_unless_it_fits, refuse_unless_whole


def put_back(
    folder: Path,
    *,
    checked: Callable[[str], None],
    copied: Callable[[str], None],
    despite_damage: bool = False,
) -> tuple[Manifest, dict[str, str]]:
    """Files first, then the database: if it stops on the way, the system still counts as empty and takes it again.

    Args:
        folder: the backup.
        checked, copied: called with every file.
        despite_damage: leave out files that are missing or damaged in the backup instead of refusing it.

    Returns:
        What the backup says of itself, and what was left out: path and "missing" or "damaged".

    Raises:
        BackupRefused: the backup does not fit or is not whole, or this system is not empty; nothing was touched.
        OSError: a storage cannot be written; saying the same command again goes on.
    """
    manifest = read_manifest(folder)
    refuse_unless_it_fits(manifest)
    refuse_unless_empty(folder)
    left_out = refuse_unless_whole(folder, manifest, checked, despite_damage=despite_damage)
    for _, path in read_sums(folder):
        if path != manifest.database and path not in left_out:
            _put(folder / path, *path.split("/", 2)[1:])
        copied(path)
    database().load(folder / manifest.database)
    call_command("migrate", verbosity=0)  # the backup may be of an older program
    return manifest, left_out


def _put(file: Path, alias: str, name: str) -> None:
    storage = storages[alias]
    with file.open("rb") as content:
        if storage.exists(name):
            # of the attempt before: files appear whole or not at all
            if storage.describe(name).size_bytes == file.stat().st_size:
                return
            raise BackupRefused(f"The storage {alias} has another file {name}.")
        storage.save(name, File(content))
