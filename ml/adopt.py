"""A delivered network moves into the folder of the weights; a crash at any moment leaves the old manifest valid."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from ml.delivery import Delivery, NotAccepted
from ml.manifest import Manifest, ModelEntry, read_manifest, sha256_of, verify


def adopt(delivery: Delivery, folder: Path) -> ModelEntry:
    """Copies the files, then writes the manifest: each under another name first, and renamed when it is on the disk.

    What is there already stays as it is; a second call changes nothing. The defaults stay too, except for a kind that
    has none.

    Returns:
        The network as the folder's manifest has it now.

    Raises:
        NotAccepted: the version, or its gate's, is taken by other weights.
    """
    with _alone(folder):
        check_free(delivery, folder)
        for entry in delivery.entries:
            _put(entry.path, folder / entry.file)
            if entry.runtime_file:
                _put(entry.runtime_path, folder / entry.runtime_file)
        _write(folder / f"{delivery.network.version}.card.md", delivery.card + "\n")
        _write(folder / "manifest.json", json.dumps(merged(delivery, folder), indent=2) + "\n")
        return _named(read_manifest(folder), delivery.network)


def check_free(delivery: Delivery, folder: Path) -> None:
    """Refuses a version that other weights have, or the same weights with another calibration or other thresholds.

    Results name their version, and must go on to mean what they meant.

    Raises:
        NotAccepted: with what to do.
    """
    manifest = read_manifest(folder)
    for entry in delivery.entries:
        for taken in (known for known in manifest.entries if known.version == entry.version):
            if (taken.kind, taken.sha256, taken.runtime_sha256) != (entry.kind, entry.sha256, entry.runtime_sha256):
                raise NotAccepted(f"{entry.version} is taken by other weights: deliver these under another version.")
            if deciding(taken) != deciding(entry):
                raise NotAccepted(
                    f"{entry.version} is taken with another calibration or other thresholds, and results stand on "
                    "them: deliver these under another version."
                )


def deciding(entry: ModelEntry) -> dict:
    """Everything of an entry that has a say in a result; not what is only told about it."""
    told = ("folder", "figures", "card", "data", "date", "licence", "config", "file", "runtime_file")
    return {name: value for name, value in asdict(entry).items() if name not in told}


def merged(delivery: Delivery, folder: Path) -> dict:
    """The content of the folder's manifest with the delivery in it."""
    content = json.loads((folder / "manifest.json").read_text())
    for entry in delivery.entries:
        written = asdict(entry)
        del written["folder"]
        others = [m for m in content["models"] if (m["kind"], m["version"]) != (entry.kind, entry.version)]
        content["models"] = [*others, written]
        content["default"].setdefault(entry.kind, entry.version)
    return content


def stage(delivery: Delivery, folder: Path, staged: Path) -> None:
    """A folder in which the delivery can be tried before anything is copied: links, and the manifest that will be."""
    entries = [*read_manifest(folder).entries, *delivery.entries]
    for path in {entry.folder / name for entry in entries for name in (entry.file, entry.runtime_file) if name}:
        link = staged / path.name
        if not link.exists():
            link.symlink_to(path.resolve())
    (staged / "manifest.json").write_text(json.dumps(merged(delivery, folder)))


def _named(manifest: Manifest, network: ModelEntry) -> ModelEntry:
    found = manifest.find(network.kind, network.version)
    verify(found)
    return found


def _put(source: Path, target: Path) -> None:
    if target.exists() and sha256_of(target) == sha256_of(source):
        return
    with _arriving(target) as temporary:
        shutil.copyfile(source, temporary)


def _write(target: Path, text: str) -> None:
    with _arriving(target) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextmanager
def _arriving(target: Path) -> Iterator[Path]:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield temporary
        _to_disk(temporary)
        os.replace(temporary, target)
        _to_disk(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time: two that read the manifest at once would each write it without the other's network."""
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
