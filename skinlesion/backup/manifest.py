"""What a backup says about itself. A folder without manifest is no backup: it is written last."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from skinlesion.backup.refused import BackupRefused

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"  # in the form of `sha256sum -c`, so that a backup can be checked without this program
FORMAT = 1
READ_BYTES = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  ((?!/)(?!.*(?:^|/)\.\./)[^\n]+)\n")


@dataclass
class Manifest:
    """Facts about a backup; `key` is a fingerprint that fits one SKINLESION_SECRET_KEY and does not give it away."""

    version: str
    taken_at: str
    vendor: str  # sqlite | postgresql
    server: int  # major version of the database server, 0 for SQLite
    database: str  # file name in the folder
    migrations: list[str]
    key: str
    data_keys: list[str] = field(default_factory=list)  # ids of those that its names are sealed with, no secrets
    format: int = FORMAT
    files: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)  # files that rows named and nobody had, the first hundred
    sums_sha256: str = ""
    # where each chain of the audit trail ended: manage.py verify_audit --against manifest.json
    audit: dict[str, list] = field(default_factory=dict)


def fingerprint() -> str:
    """Of this site's secret key."""
    return salted_hmac("skinlesion.backup", "fingerprint", algorithm="sha256").hexdigest()


def app_version() -> str:
    """Of this program."""
    return settings.SPECTACULAR_SETTINGS["VERSION"]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Last of all: from now on the folder is a backup."""
    manifest.sums_sha256 = sha256_of(folder / SUMS)
    with (folder / MANIFEST).open("w") as file:
        json.dump(asdict(manifest), file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """What the backup says, with its list of sums unchanged.

    Raises:
        BackupRefused: there is none, or it is not what was written.
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except FileNotFoundError:
        raise BackupRefused(f"{folder} is no complete backup: it has no {MANIFEST}.") from None
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(f"{folder / MANIFEST} cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{folder} was made by another version of this program, in format {manifest.format}.")
    if not (folder / SUMS).is_file() or sha256_of(folder / SUMS) != manifest.sums_sha256:
        raise BackupRefused(f"{folder / SUMS} is missing or damaged.")
    return manifest


def read_sums(folder: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 and path of every file, one line at a time.

    Raises:
        BackupRefused: a line names no file below the folder.
    """
    with (folder / SUMS).open() as lines:
        for line in lines:
            if not (match := _LINE.fullmatch(line)):
                raise BackupRefused(f"{folder / SUMS} has a line that names no file of a backup.")
            yield match[1], match[2]


def sha256_of(path: Path) -> str:
    """Of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
