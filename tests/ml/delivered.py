"""Networks as somebody would deliver them: the shipped ones under another version."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from ml.gate import Gate
from ml.manifest import ModelEntry, read_manifest, sha256_of

CARD = "# For dermoscopy of adults\n\nTrained on HAM10000. Fails on nails."


def deliver(folder: Path, kind: str = "classifier", version: str = "", **changed) -> Path:
    """A folder with the shipped network of that kind as `version`; `changed` are fields of its entry."""
    folder.mkdir(parents=True, exist_ok=True)
    shipped = read_manifest()
    version = version or f"{kind}-9.0.0"
    entries = [_renamed(shipped.default(kind), version, folder)]
    if kind == "segmenter":
        gate = _renamed(shipped.default("gate"), f"gate-for-{version}", folder)
        loaded = Gate.load(gate.path)
        arrays = {
            name: np.asarray(getattr(loaded, name)) for name in ("mean", "spread", "weights", "bias", "threshold")
        }
        np.savez(gate.path, **arrays, segmenter=np.array(version))
        entries.append(replace(gate, sha256=sha256_of(gate.path)))
    entries[0] = replace(entries[0], **changed)
    write(folder, entries)
    (folder / "card.md").write_text(CARD)
    return folder


def write(folder: Path, entries: list[ModelEntry]) -> None:
    """The delivery's manifest."""
    models = [{name: value for name, value in asdict(entry).items() if name != "folder"} for entry in entries]
    (folder / "manifest.json").write_text(json.dumps({"default": {}, "models": models}))


def _renamed(entry: ModelEntry, version: str, folder: Path) -> ModelEntry:
    ending = "npz" if entry.kind == "gate" else "weights.h5"
    renamed = replace(entry, version=version, file=f"{version}.{ending}", folder=folder)
    shutil.copy(entry.path, renamed.path)
    if entry.runtime_file:
        renamed = replace(renamed, runtime_file=f"{version}.tflite")
        shutil.copy(entry.runtime_path, renamed.runtime_path)
    return renamed
