"""A backup is looked at, every byte of it, before anything is touched."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts import models as accounts
from analysis import models as analysis
from cases import models as cases
from cases.sealed.keys import data_keys
from skinlesion.backup.manifest import Manifest, fingerprint, read_sums, sha256_of
from skinlesion.backup.refused import BackupRefused
from skinlesion.backup.take import database
from skinlesion.fsck.expected import FIELDS

OTHER_KEY = (
    "This site's SKINLESION_SECRET_KEY is not the one the backup was taken with: the names of files and the pseudonyms "
    "in exports hang on it. Set the old key first."
)
NO_DATA_KEY = (
    "Names in the backup are sealed with the data key {}, and this site does not have it: add it to "
    "SKINLESION_DATA_KEYS, or copy the file data.key of a demo into the var folder."
)
# what a person, a patient or a picture leaves behind; the registered networks and a heartbeat are nobody's
PEOPLE = (accounts.Clinic, accounts.User, accounts.AuditEvent, cases.Patient, cases.LesionImage, analysis.Analysis)


def refuse_unless_it_fits(manifest: Manifest) -> None:
    """Same key, same kind of database, no newer program.

    Raises:
        BackupRefused: with the reason.
    """
    if manifest.key != fingerprint():
        raise BackupRefused(OTHER_KEY)
    ours = {key.id for key in data_keys()}
    if missing := [key for key in manifest.data_keys if key not in ours]:
        raise BackupRefused(NO_DATA_KEY.format(", ".join(missing)))
    if manifest.vendor != connection.vendor:
        raise BackupRefused(f"The backup is of {manifest.vendor}, and DATABASE_URL names {connection.vendor}.")
    ours = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    if strange := [name for name in manifest.migrations if name not in ours]:
        raise BackupRefused(
            f"The backup is of a newer program ({manifest.version}, with migration {strange[0]}): install that one."
        )


def refuse_unless_empty(folder: Path) -> None:
    """Nothing of anybody in the database, and in the storages at most files of this very backup.

    Those may be there: a restore that was interrupted had copied them, and is being said again.

    Raises:
        BackupRefused: a restore would mix two records.
    """
    tables = connection.introspection.table_names()
    for model in PEOPLE:
        if model._meta.db_table in tables and model._default_manager.exists():
            raise BackupRefused(
                f"This system is not empty: its database has {model._meta.verbose_name_plural}. Restore into a new "
                "database and a new folder."
            )
    for alias in FIELDS:
        for file in storages[alias].walk():
            if not (folder / "files" / alias / file.name).is_file():
                raise BackupRefused(f"This system is not empty: the storage {alias} has {file.name}.")


def refuse_unless_whole(
    folder: Path, manifest: Manifest, tell: Callable[[str], None], *, despite_damage: bool = False
) -> dict[str, str]:
    """Every file is there with its hash, and the database can be loaded.

    Args:
        folder, manifest: the backup.
        tell: called with every file.
        despite_damage: the operator has no better backup and takes what is whole; the database must be, in any case.

    Returns:
        What is wrong with which file; empty unless `despite_damage`.

    Raises:
        BackupRefused: naming the first files that are missing or damaged.
    """
    wrong: dict[str, str] = {}
    count = 0
    for sha256, path in read_sums(folder):
        count += 1
        file = folder / path
        if not file.is_file():
            wrong[path] = "missing"
        elif sha256_of(file) != sha256:
            wrong[path] = "damaged"
        if len(wrong) > 5 and not despite_damage:
            break
        tell(path)
    if wrong and (not despite_damage or manifest.database in wrong):
        listed = "; ".join(f"{path} is {what}" for path, what in list(wrong.items())[:6])
        way_out = "" if manifest.database in wrong else " Without a better backup: --despite-damage leaves them out."
        raise BackupRefused(f"The backup is not whole, nothing was restored: {listed}.{way_out}")
    if count != manifest.files:
        raise BackupRefused(f"The backup lists {count} files, and its manifest says {manifest.files}.")
    database().refuse_unless_loadable(folder / manifest.database, manifest.server)
    return wrong
