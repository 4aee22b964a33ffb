"""Which trained networks there are, which are used, and whether their files are the ones that were judged.

python -m ml.manifest add WEIGHTS.h5 --kind classifier --version classifier-2.2.0 --config classifier_v3 ...
python -m ml.manifest verify
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ml.errors import WeightsMissing, WeightsTampered

WEIGHTS_FOLDER = Path(__file__).parent / "weights"
NETWORKS = ("segmenter", "classifier")
KINDS = (*NETWORKS, "gate")
MISSING = "{path} is missing: restore it from the repository, no picture can be analysed."
TAMPERED = (
    "{path} is not the file that {version} was judged with (its hash differs): "
    "restore it from the repository or add it to the manifest as a new version."
)


@dataclass(frozen=True)
class ModelEntry:
    """One trained network, or the domain gate.

    `file` is what was trained, in Keras' format; `runtime_file` the same network converted for inference by
    `ml.convert`, empty where it has not been (a gate never is). `thresholds` are probabilities; `operating_points` name
    further ones, of which `default_point` is used; `temperature` and `shift` see `ml.probabilities.calibrated`; `views`
    are those of `ml.views` that a classifier looks at. `figures` are those of the split they name; `folder` is where
    the files lie.
    """

    kind: str
    version: str
    file: str
    sha256: str
    architecture: str
    config: str
    input_size: int
    data: str
    date: str
    classes: tuple[str, ...]
    thresholds: dict[str, float]
    licence: str
    figures: dict[str, float | int | str]
    runtime_file: str = ""
    runtime_sha256: str = ""
    operating_points: dict[str, float] = field(default_factory=dict)
    default_point: str = ""
    temperature: float = 1.0
    shift: dict[str, float] = field(default_factory=dict)
    views: tuple[str, ...] = ()
    folder: Path = field(default=WEIGHTS_FOLDER, compare=False)

    @property
    def path(self) -> Path:
        """The weight file."""
        return self.folder / self.file

    @property
    def card(self) -> str:
        """For whom it is and where it fails, as it was delivered; empty where it came without."""
        path = self.folder / f"{self.version}.card.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def runtime_path(self) -> Path:
        """The converted file.

        Raises:
            WeightsMissing: the network has not been converted.
        """
        if not self.runtime_file:
            raise WeightsMissing(f"{self.version} has not been converted for inference: run `make convert`.")
        return self.folder / self.runtime_file


@dataclass(frozen=True)
class Manifest:
    """Every network that is shipped, and the ones used where nobody asks for another."""

    entries: tuple[ModelEntry, ...]
    defaults: dict[str, str]
    folder: Path

    def find(self, kind: str, version: str) -> ModelEntry:
        """The network of that kind and version.

        Raises:
            WeightsMissing: the manifest does not name it.
        """
        for entry in self.entries:
            if (entry.kind, entry.version) == (kind, version):
                return entry
        known = ", ".join(entry.version for entry in self.entries if entry.kind == kind) or "none"
        raise WeightsMissing(
            f"{self.folder / 'manifest.json'} knows no {kind} {version!r} (it knows: {known}); use one of those."
        )

    def default(self, kind: str) -> ModelEntry:
        """The network used where nobody asks for another.

        Raises:
            WeightsMissing: the manifest names none of that kind.
        """
        if kind not in self.defaults:
            raise WeightsMissing(f"{self.folder / 'manifest.json'} names no default {kind}; add one to it.")
        return self.find(kind, self.defaults[kind])


def read_manifest(folder: Path | str | None = None) -> Manifest:
    """Reads `manifest.json`.

    Args:
        folder: the folder of the weights; None for the one inside this package.

    Raises:
        WeightsMissing: there is no manifest that can be read; the sentence says what to do.
    """
    folder = Path(folder) if folder is not None else WEIGHTS_FOLDER
    path = folder / "manifest.json"
    try:
        content = json.loads(path.read_text())
        entries = tuple(ModelEntry(**{**model, **_tuples(model), "folder": folder}) for model in content["models"])
        return Manifest(entries, content["default"], folder)
    except FileNotFoundError as error:
        raise WeightsMissing(f"{path} is missing: restore the folder of the weights from the repository.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsMissing(f"{path} cannot be read ({error}): restore it from the repository.") from error


def check_fitted(entry: ModelEntry) -> None:
    """Checks that a classifier can give a verdict.

    Raises:
        WeightsMissing: its calibration or operating points were never fitted, or it has no views.
    """
    if entry.default_point not in entry.operating_points or "uncertain" not in entry.thresholds:
        raise WeightsMissing(f"{entry.version} has no operating points yet: run `python -m ml.fit_probabilities`.")
    if not entry.views:
        raise WeightsMissing(f"{entry.version} names no views to look at: add it with --views whole crop.")


def _tuples(model: dict) -> dict[str, tuple[str, ...]]:
    return {name: tuple(model.get(name, ())) for name in ("classes", "views")}


def verify(entry: ModelEntry) -> None:
    """Checks that the weight file is the one that was judged, and the converted file, if any, the one made from it.

    Raises:
        WeightsMissing: one is not there.
        WeightsTampered: the content of one is another.
    """
    _verify_file(entry, entry.path, entry.sha256)
    if entry.runtime_file:
        _verify_file(entry, entry.runtime_path, entry.runtime_sha256)


def _verify_file(entry: ModelEntry, path: Path, sha256: str) -> None:
    if not path.is_file():
        raise WeightsMissing(MISSING.format(path=path))
    if sha256_of(path) != sha256:
        raise WeightsTampered(TAMPERED.format(path=path, version=entry.version))


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def add_entry(entry: ModelEntry, weights: Path, *, make_default: bool) -> ModelEntry:
    """Copies a weight file beside the manifest and writes its entry with the file's hash.

    Args:
        entry: everything but the hash, which is measured here.
        weights: the file to copy.
        make_default: use it from now on.

    Returns:
        The entry as written; one of the same kind and version is replaced.
    """
    entry.folder.mkdir(parents=True, exist_ok=True)
    if weights.resolve() != entry.path.resolve():
        shutil.copyfile(weights, entry.path)
    path = entry.folder / "manifest.json"
    content = json.loads(path.read_text()) if path.exists() else {"default": {}, "models": []}
    written = {**asdict(entry), "sha256": sha256_of(entry.path)}
    del written["folder"]
    others = [m for m in content["models"] if (m["kind"], m["version"]) != (entry.kind, entry.version)]
    content["models"] = [*others, written]
    if make_default:
        content["default"][entry.kind] = entry.version
    path.write_text(json.dumps(content, indent=2) + "\n")
    return read_manifest(entry.folder).find(entry.kind, entry.version)


def write_figures(kind: str, figures: dict[str, float | int | str], folder: Path | None = None) -> None:
    """Replaces the figures of the default network of a kind with newly measured ones."""
    manifest = read_manifest(folder)
    _change(manifest.default(kind), lambda model: model.update(figures=figures))


def write_threshold(kind: str, name: str, value: float, folder: Path | None = None) -> None:
    """Replaces one threshold of the default network of a kind with a newly fitted one."""
    manifest = read_manifest(folder)
    _change(manifest.default(kind), lambda model: model["thresholds"].update({name: value}))


def write_calibration(fitted: dict, uncertain: float, folder: Path | None = None) -> None:
    """Replaces what turns the default classifier's logits into probabilities and verdicts by newly fitted values.

    Args:
        fitted: temperature, shift, operating_points and default_point, see `ModelEntry`.
        uncertain: uncertainty from which on a person decides.
        folder: of the weights; None for the one inside this package.
    """
    _change(
        read_manifest(folder).default("classifier"),
        lambda model: model.update(fitted, thresholds={"uncertain": uncertain}),
    )


def write_runtime(entry: ModelEntry, runtime_file: str) -> ModelEntry:
    """Writes the hash of a converted file that lies beside the entry's weights; returns the entry as written."""
    sha256 = sha256_of(entry.folder / runtime_file)
    _change(entry, lambda model: model.update(runtime_file=runtime_file, runtime_sha256=sha256))
    return read_manifest(entry.folder).find(entry.kind, entry.version)


def _change(entry: ModelEntry, change: Callable[[dict], None]) -> None:
    path = entry.folder / "manifest.json"
    content = json.loads(path.read_text())
    change(next(m for m in content["models"] if (m["kind"], m["version"]) == (entry.kind, entry.version)))
    path.write_text(json.dumps(content, indent=2) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """`add` an entry with its hash, or `verify` every file. Exit code 1 when one is missing or changed."""
    parser = argparse.ArgumentParser(description="Adds trained networks to the manifest, and verifies it.")
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="copy a weight file into the folder and write its entry")
    add.add_argument("weights", type=Path)
    add.add_argument("--kind", choices=KINDS, required=True)
    for name in ("version", "architecture", "config", "data", "date", "licence"):
        add.add_argument(f"--{name}", required=True)
    add.add_argument("--input-size", type=int, required=True)
    add.add_argument("--classes", nargs="*", default=[])
    add.add_argument("--threshold", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))
    add.add_argument("--views", nargs="*", default=[], help="of ml.views, for a classifier")
    add.add_argument("--default", action="store_true", help="use it from now on")
    check = actions.add_parser("verify", help="compare every weight file with its hash")
    for action in (add, check):
        action.add_argument("--folder", type=Path, default=WEIGHTS_FOLDER)
    args = parser.parse_args(arguments)
    try:
        if args.action == "verify":
            for entry in read_manifest(args.folder).entries:
                verify(entry)
                print(f"{entry.version}: as judged")
            return 0
        entry = ModelEntry(
            kind=args.kind,
            version=args.version,
            file=f"{args.version}.npz" if args.kind == "gate" else f"{args.version}.weights.h5",
            sha256="",
            architecture=args.architecture,
            config=args.config,
            input_size=args.input_size,
            data=args.data,
            date=args.date,
            classes=tuple(args.classes),
            views=tuple(args.views),
            thresholds={name: float(value) for name, value in args.threshold},
            licence=args.licence,
            figures={},
            folder=args.folder,
        )
        print(f"{args.version}: {add_entry(entry, args.weights, make_default=args.default).sha256}")
    except (WeightsMissing, WeightsTampered) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
