"""A trained network as somebody hands it over: a folder with a manifest of its own, the files, and a card.

`python -m ml.manifest add --folder DIR`, `python -m ml.convert` and the fitting commands write such a folder; `card.md`
says for whom the network is, what it was trained on and where it fails.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ml.diagnoses import CODES
from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import NETWORKS, ModelEntry, check_fitted, read_manifest, verify
from ml.networks.ready import OUTPUTS

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
CLASSES = {"segmenter": ("lesion",), "classifier": CODES}
THRESHOLDS = {"segmenter": ("mask", "certainty"), "classifier": ("uncertain",)}


class NotAccepted(Exception):
    """The folder cannot be taken over; one sentence says why."""


@dataclass(frozen=True)
class Delivery:
    """A checked folder. `gate` is that of a segmenter, which no other one can look through."""

    network: ModelEntry
    gate: ModelEntry | None
    card: str

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        """The gate first: a manifest that names the network names its gate too."""
        return (self.gate, self.network) if self.gate else (self.network,)


def read_delivery(folder: Path) -> Delivery:
    """Reads a folder and checks everything that can be checked without running it.

    Raises:
        NotAccepted: the layout is unknown, a file is missing or another one, classes or thresholds are not those that
            this version works with, or there are no figures or no card.
    """
    try:
        entries = read_manifest(folder).entries
        networks = [entry for entry in entries if entry.kind in NETWORKS]
        gates = [entry for entry in entries if entry.kind == "gate"]
        if len(networks) != 1 or len(entries) != 1 + len(gates):
            raise NotAccepted(f"{folder / 'manifest.json'} must name exactly one network, it names {len(networks)}.")
        (network,) = networks
        if len(gates) != (network.kind == "segmenter"):
            raise NotAccepted("A segmenter comes with the one gate that was fitted to it, a classifier with none.")
        for entry in entries:
            _check_names(entry)
            verify(entry)
        _check_network(network)
    except (WeightsMissing, WeightsTampered) as error:
        raise NotAccepted(str(error)) from error
    return Delivery(network, gates[0] if gates else None, _card(folder, network))


def _check_names(entry: ModelEntry) -> None:
    # named after the version, so that no file can lie in the way of another version's, or outside the folder
    wanted = (f"{entry.version}.npz",) if entry.kind == "gate" else (f"{entry.version}.weights.h5",)
    if not VERSION.fullmatch(entry.version):
        raise NotAccepted(f"{entry.version!r} is no version: letters, digits, dots and dashes, 60 at most.")
    if entry.file not in wanted or entry.runtime_file not in ("", f"{entry.version}.tflite"):
        raise NotAccepted(f"The files of {entry.version} must be called {wanted[0]} and {entry.version}.tflite.")


def _check_network(network: ModelEntry) -> None:
    version = network.version
    if network.architecture not in OUTPUTS:
        raise NotAccepted(f"{version} has the architecture {network.architecture!r}, which this version cannot run.")
    if not network.runtime_file:
        raise NotAccepted(f"{version} has not been converted for inference: run `python -m ml.convert` over it.")
    if network.classes != CLASSES[network.kind]:
        said = ", ".join(network.classes) or "none"
        wanted = ", ".join(CLASSES[network.kind])
        raise NotAccepted(f"{version} has the classes {said}; the record knows {wanted}, in this order.")
    if missing := [name for name in THRESHOLDS[network.kind] if name not in network.thresholds]:
        raise NotAccepted(f"{version} has no threshold {' and '.join(missing)}: fit it first.")
    if network.kind == "classifier":
        check_fitted(network)
    if not network.figures:
        raise NotAccepted(f"{version} has no figures: evaluate it first, nobody can judge a network without them.")


def _card(folder: Path, network: ModelEntry) -> str:
    try:
        card = (folder / "card.md").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        card = ""
    if not card:
        raise NotAccepted(
            f"{network.version} has no card: say in {folder / 'card.md'} for whom it is and where it fails."
        )
    return card
